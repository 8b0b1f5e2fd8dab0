import { expect, test } from 'vitest';
import { othersSay } from './opinion';

test('the others suggest another class only where they prefer it', () => {
  expect(othersSay({ given: 1, suggested: 7, margin: 0.8 })).toBe(7);
  expect(othersSay({ given: 1, suggested: 7, margin: -0.8 })).toBe(1);
  expect(othersSay({ given: 1, suggested: 1, margin: -0.8 })).toBe(1);
  expect(othersSay({ given: 1, suggested: 7, margin: 0 })).toBe(7);
  expect(othersSay({ given: 1, suggested: 7, margin: null })).toBe(7);
});
