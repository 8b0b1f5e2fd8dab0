import { expect, test } from 'vitest';
import { moved } from './keyboard';

const from = (key: string, position: number) => moved(key, position, 23, 5, 10);

test('arrows move one step, and stop at the edges', () => {
  expect(from('ArrowRight', 3)).toBe(4);
  expect(from('ArrowDown', 3)).toBe(8);
  expect(from('ArrowUp', 3)).toBeUndefined();
  expect(from('ArrowLeft', 0)).toBeUndefined();
  expect(from('ArrowDown', 20)).toBeUndefined();
});

test('page keys stay in the grid', () => {
  expect(from('PageDown', 18)).toBe(22);
  expect(from('PageUp', 8)).toBe(3);
  expect(from('Home', 8)).toBe(0);
  expect(from('End', 8)).toBe(22);
});

test('other keys are left alone', () => {
  expect(from('a', 3)).toBeUndefined();
});
