import { expect, test } from 'vitest';
import { COLOURS_OF } from './palette';

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

test('every class can be told from the page in the dark, and is a colour of its own', () => {
  const { classes, surface } = COLOURS_OF.dark;
  expect(classes.map((colour) => contrast(colour, surface) >= 3)).toEqual(classes.map(() => true));
  expect(new Set(classes).size).toBe(classes.length);
});
