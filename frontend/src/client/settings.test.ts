import { expect, test } from 'vitest';
import { applies, formatSetting, settingNamed } from './settings';
import type { Setting } from './types';

function setting(description: Partial<Setting>): Setting {
  return {
    name: 'x',
    kind: 'text',
    choices: [],
    empty: null,
    unit: '',
    applies_if: null,
    ...description,
  } as Setting;
}

test('values read by their kind', () => {
  expect(formatSetting(setting({ kind: 'bytes', unit: 'bytes' }), 2 ** 31)).toBe('2 GiB');
  expect(formatSetting(setting({ kind: 'integer', unit: 'pixels' }), 1024)).toBe('1,024 pixels');
  expect(formatSetting(setting({ kind: 'number' }), 0.00125)).toBe('0.00125');
  expect(formatSetting(setting({}), 'layer4|fc')).toBe('layer4|fc');
});

test('a choice reads as its title', () => {
  const choices = [{ name: 'stop', title: 'Stop and name the sample', description: '' }];
  expect(formatSetting(setting({ kind: 'choice', choices }), 'stop')).toBe('Stop and name the sample');
  expect(formatSetting(setting({ kind: 'choice', choices }), 'gone')).toBe('gone');
});

test('what is left out reads as what that means', () => {
  expect(formatSetting(setting({ empty: 'all' }), null)).toBe('all');
});

test('some settings count only beside others', () => {
  const width = setting({ applies_if: { setting: 'method', value: 'sketch' } });
  expect(applies(width, { method: 'exact' })).toBe(false);
  expect(applies(width, { method: 'sketch' })).toBe(true);
  const epochs = setting({ applies_if: { setting: 'checkpoint', value: null } });
  expect(applies(epochs, { checkpoint: 'weights.pt' })).toBe(false);
  expect(applies(epochs, { checkpoint: null })).toBe(true);
  expect(applies(epochs, { checkpoint: '' })).toBe(true);
  expect(applies(setting({}), {})).toBe(true);
});

test('a setting that the page places and Python does not know is told', () => {
  expect(() => settingNamed([setting({ name: 'limit' })], 'epochs')).toThrow('“epochs”');
});
