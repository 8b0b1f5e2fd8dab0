import { expect, test } from 'vitest';
import type { Experiment, Setting } from '../../client/types';
import { asked, defaultText, optionsText } from './options';

test('what is left empty is not asked for, so that the server’s default counts', () => {
  const experiment = { name: 'forgetting' } as Experiment;
  expect(asked(experiment, { runs: '', steps: 4 })).toEqual({ name: 'forgetting', options: { steps: 4 } });
});

test('an option without a default says what leaving it out means', () => {
  expect(defaultText({ default: 3, empty: null } as Setting)).toBe('3');
  expect(defaultText({ default: null, empty: '1,2,5,best' } as Setting)).toBe('1,2,5,best');
});

test('what was asked for, in words', () => {
  expect(optionsText({ name: 'forgetting', runs: 3, steps: 40 })).toBe('runs 3, steps 40');
  expect(optionsText({ name: 'cluster-tail' })).toBe('no options');
});
