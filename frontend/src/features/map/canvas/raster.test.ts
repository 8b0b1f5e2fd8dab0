import { expect, test } from 'vitest';
import { drawPoints, frameOf, radiusOf, rowAt } from './raster';

const RED = 0xff0000ff;
const BLUE = 0xffff0000;
const WHITE = 0xffffffff;
const VIEW = { scale: 1, left: 0, top: 20 };

function drawn(x: number[], y: number[], colours: number[], order: number[], radius = 2) {
  const frame = frameOf(20, 20, new Uint32Array(400));
  const points = { x, y, colours: Uint32Array.from(colours), order: Uint32Array.from(order) };
  drawPoints(frame, points, VIEW, 1, radius, WHITE);
  return { frame, at: (across: number, down: number) => frame.pixels[down * 20 + across] };
}

test('the last of the order lies on top, for the eye and for a click', () => {
  const { frame, at } = drawn([10, 11], [10, 10], [RED, BLUE], [1, 0]);
  expect(at(10, 10)).toBe(RED);
  expect(at(11, 10)).toBe(RED);
  expect(rowAt(frame, 10, 10, 0)).toBe(0);
  expect(rowAt(frame, 13, 10, 0)).toBe(1);
  expect(at(0, 0)).toBe(WHITE);
});

test('a click beside a point finds it, one far from all finds none', () => {
  const { frame } = drawn([10], [10], [RED], [0], 1);
  expect(rowAt(frame, 14, 10, 4)).toBe(0);
  expect(rowAt(frame, 17, 10, 4)).toBeUndefined();
});

test('what is hidden, has no place, or lies outside is not drawn', () => {
  const { frame } = drawn([10, NaN, 500, 0], [10, 3, 5, 20], [0, RED, RED, RED], [0, 1, 2, 3]);
  const shown = new Set(frame.rows);
  expect([...shown].sort()).toEqual([0, 4]);
});

test('edges are soft', () => {
  const { at } = drawn([10], [10], [RED], [0], 1.8);
  const edge = at(12, 10) ?? 0;
  expect(edge).not.toBe(RED);
  expect(edge).not.toBe(WHITE);
});

test('points grow as one looks closer, and are smaller where there are more', () => {
  expect(radiusOf(60_000, 1)).toBeLessThan(radiusOf(500, 1));
  expect(radiusOf(60_000, 30)).toBeGreaterThan(radiusOf(60_000, 1));
});
