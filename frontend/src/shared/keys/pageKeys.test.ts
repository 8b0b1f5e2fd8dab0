import { expect, test } from 'vitest';
import { comboOf } from './pageKeys';

const press = (key: string, modifiers = {}) =>
  comboOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

test('a key is called by its sign, Ctrl and Command alike', () => {
  expect(press('i')).toBe('i');
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('z', { ctrlKey: true })).toBe('mod+z');
  expect(press('z', { metaKey: true })).toBe('mod+z');
  expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+z');
});

test('capital letters and Alt are left alone', () => {
  expect(press('I', { shiftKey: true })).toBeUndefined();
  expect(press('i', { altKey: true })).toBeUndefined();
});
