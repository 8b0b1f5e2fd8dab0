import { expect, test } from 'vitest';
import { commandOf, isTaken, KEYS } from './keys';

const press = (key: string, modifiers = {}) =>
  commandOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    ...modifiers,
  });

test.each([
  ['Enter', 'accept'],
  ['a', 'accept'],
  ['c', 'choose'],
  ['k', 'keep'],
  ['x', 'exclude'],
  ['s', 'skip'],
  ['ArrowRight', 'skip'],
  ['ArrowLeft', 'back'],
  ['?', 'help'],
  ['K', 'keep'],
] as const)('%s means %s', (key, command) => {
  expect(press(key)).toBe(command);
});

test('keys with Ctrl are not ours', () => {
  expect(press('k', { metaKey: true })).toBeUndefined();
  expect(press('c', { ctrlKey: true })).toBeUndefined();
  expect(press('ArrowLeft', { altKey: true })).toBeUndefined();
  expect(press('z')).toBeUndefined();
  expect(press('constructor')).toBeUndefined();
});

test('a key held down walks on, and decides once', () => {
  expect(press('k', { repeat: true })).toBeUndefined();
  expect(press('ArrowRight', { repeat: true })).toBe('skip');
});

test('all keys are listed', () => {
  const names: Record<string, string> = { '→': 'ArrowRight', '←': 'ArrowLeft' };
  for (const { command, keys } of KEYS) {
    for (const key of keys) {
      expect(press(names[key] ?? key)).toBe(command);
    }
  }
});

test('what a person types is not taken for a command, and a button has its own Enter', () => {
  const inside = (tag: string) => ({
    closest: (selector: string) => (selector.split(/,\s*/).includes(tag) ? {} : null) as Element | null,
  });
  expect(isTaken(inside('textarea'), 'k')).toBe(true);
  expect(isTaken(inside('[role="dialog"]'), 'k')).toBe(true);
  expect(isTaken(inside('button'), 'Enter')).toBe(true);
  expect(isTaken(inside('button'), 'k')).toBe(false);
  expect(isTaken(inside('div'), 'Enter')).toBe(false);
});
