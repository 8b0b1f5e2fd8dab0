import { assert, expect, test } from 'vitest';
import { areaOf, contains, decodeArea, encodeArea } from './area';

test('a box is a polygon of its corners, whichever way it was drawn', () => {
  const area = areaOf({ range: { x: [4, 0], y: [0, 2] } });
  assert(area);
  expect(area).toHaveLength(4);
  expect(contains(area, 1, 1)).toBe(true);
  expect(contains(area, 5, 1)).toBe(false);
});

test('a lasso keeps its shape, and few enough corners for a URL', () => {
  const angles = Array.from({ length: 500 }, (_, i) => (i / 500) * 2 * Math.PI);
  const area = areaOf({
    lassoPoints: { x: angles.map((a) => 3 * Math.cos(a)), y: angles.map((a) => 3 * Math.sin(a)) },
  });
  assert(area);
  expect(area.length).toBeLessThanOrEqual(40);
  expect(contains(area, 0, 2.9)).toBe(true);
  expect(contains(area, 2.5, 2.5)).toBe(false);
});

test('a shape that folds inwards leaves its notch outside', () => {
  const notched = decodeArea('0,0 4,0 4,4 2,1 0,4');
  assert(notched);
  expect(contains(notched, 2, 3)).toBe(false);
  expect(contains(notched, 0.5, 2)).toBe(true);
});

test('text and polygon are each other’s inverse', () => {
  const text = '-1.25,0 3,0.5 2,2';
  const area = decodeArea(text);
  assert(area);
  expect(encodeArea(area)).toBe(text);
});

test('what is no polygon is refused', () => {
  for (const text of ['', '1,2', '1,2 3,4', 'a,b c,d e,f', '1,2 3,4 5'])
    expect(decodeArea(text)).toBeUndefined();
});

test('a click selects no area', () => {
  expect(areaOf({})).toBeUndefined();
});
