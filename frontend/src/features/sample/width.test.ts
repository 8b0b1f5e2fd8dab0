import { expect, test } from 'vitest';
import { clampWidth, largeSize, NARROWEST, tileSize, widest } from './width';

test('the panel leaves room for the view, and keeps some for itself', () => {
  expect(clampWidth(2000, 1280)).toBe(widest(1280));
  expect(clampWidth(10, 1280)).toBe(NARROWEST);
  expect(clampWidth(500.4, 1280)).toBe(500);
  expect(clampWidth(500, 300)).toBe(NARROWEST);
});

test.each([320, 392, 560, 900, 1300])('the images of a row fit a panel of %i pixels', (panel) => {
  expect(tileSize(panel)).toBeGreaterThanOrEqual(48);
  expect(Math.floor((panel - 36) / (tileSize(panel) + 10))).toBeGreaterThanOrEqual(4);
  expect(largeSize(panel)).toBeLessThan(panel / 2);
});

test('a wider panel has larger images', () => {
  expect(tileSize(560)).toBeGreaterThan(tileSize(392));
  expect(largeSize(560)).toBeGreaterThan(largeSize(392));
});
