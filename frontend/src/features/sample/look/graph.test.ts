import { expect, test } from 'vitest';
import { isSpoke, pictureOf, type Tie } from './graph';

const ties = (...indices: number[]): Tie[] =>
  indices.map((index, at) => ({ index, similarity: 0.9 - 0.1 * at }));

const STRONGEST = new Map([
  [0, ties(1, 2)],
  [1, ties(0, 2, 10, 11, 12, 13, 14)],
  [2, ties(10, 20)],
]);

test('the sample stands in the middle, its neighbours around it, theirs outside, nobody twice', () => {
  const { nodes } = pictureOf(0, STRONGEST);
  expect(nodes.filter(({ ring }) => ring === 0).map(({ index }) => index)).toEqual([0]);
  expect(nodes.filter(({ ring }) => ring === 1).map(({ index }) => index)).toEqual([1, 2]);
  const outside = nodes.filter(({ ring }) => ring === 2);
  expect(outside.map(({ index, of }) => [index, of])).toEqual([
    [10, 1],
    [11, 1],
    [12, 1],
    [13, 1],
    [20, 2],
  ]);
  expect(new Set(nodes.map(({ index }) => index)).size).toBe(nodes.length);
  for (const { x, y } of nodes) expect(Math.hypot(x, y)).toBeLessThanOrEqual(1);
});

test('each is joined once to whom it is a neighbour of, and to others of whom that is known', () => {
  const { edges } = pictureOf(0, STRONGEST);
  const pairs = edges.map(({ from, to }) => `${String(from.index)}-${String(to.index)}`);
  expect(pairs).toContain('0-1');
  expect(pairs).not.toContain('1-0');
  const cross = edges.filter((edge) => !isSpoke(edge));
  expect(cross.map(({ from, to }) => [from.index, to.index])).toEqual([
    [1, 2],
    [2, 10],
  ]);
});

test('a sample of which nothing is known yet stands alone', () => {
  expect(pictureOf(5, new Map())).toEqual({
    nodes: [{ index: 5, similarity: 1, ring: 0, of: 5, x: 0, y: 0 }],
    edges: [],
  });
});
