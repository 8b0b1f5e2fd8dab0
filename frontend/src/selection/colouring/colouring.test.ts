import { expect, test } from 'vitest';
import type { Score } from '../../client/types';
import { COLOURS_OF } from '../../shared/palette';
import { pixelOf } from '../../shared/pixels';
import { clustersOf } from '../clusters';
import { samplesOf } from '../samplesForTests';
import {
  byClass,
  byCluster,
  byCorrectness,
  byEffect,
  byPlan,
  byScore,
  drawingOrder,
  paint,
} from './colouring';

const colours = COLOURS_OF.light;
const NONE = new Set<number>();
const SCORE = {
  name: 'loss',
  title: 'Loss',
  unit: 'nats',
  is_flag: false,
  categories: [],
} as unknown as Score;

test('classes are counted, and hidden ones are not drawn', () => {
  const colouring = byClass('Class', [0, 1, 1], ['cat', 'dog'], colours);
  expect(colouring.groups.map(({ name, count }) => [name, count])).toEqual([
    ['cat', 1],
    ['dog', 2],
  ]);
  const pixels = paint(colouring, colours, new Set([1]));
  expect([...pixels]).toEqual([pixelOf(colours.classes[0] ?? ''), 0, 0]);
});

test('what goes and what is wrong is drawn over the rest', () => {
  const goes = Uint8Array.from([1, 0, 0, 1, 0]);
  expect([...drawingOrder(byPlan(goes, colours), 5)].slice(-2).sort()).toEqual([0, 3]);
  const samples = samplesOf({ label: [0, 1, 2], predicted: [0, 0, 2] });
  expect([...drawingOrder(byCorrectness(samples, colours), 3)].at(-1)).toBe(1);
});

test('only the largest clusters have a colour', () => {
  const head = Array.from({ length: 40 }, (_, row) => (row < 14 ? row : 0));
  const samples = samplesOf({ index: head.map((_, row) => row), head });
  const colouring = byCluster(samples, clustersOf(samples), colours);
  expect(colouring.groups).toHaveLength(12);
  expect(paint(colouring, colours, NONE)[13]).toBe(pixelOf(colours.neutral));
});

test('numbers run from their lowest to their highest but for outliers, and unknown ones are grey', () => {
  const values = Float32Array.from({ length: 1001 }, (_, row) => (row === 1000 ? 1e9 : row));
  values[7] = NaN;
  const colouring = byScore(SCORE, values, colours);
  if (colouring.kind !== 'values') throw new Error('a score is a number');
  expect(colouring.low).toBeGreaterThan(5);
  expect(colouring.high).toBeLessThan(1000);
  const pixels = paint(colouring, colours, NONE);
  expect(pixels[7]).toBe(pixelOf(colours.neutral));
  expect(pixels[0]).toBe(pixelOf(colours.sequential[0]));
  expect(pixels[1000]).toBe(pixelOf(colours.sequential[2]));
  expect(drawingOrder(colouring, 1001)[0]).toBe(7);
});

test('flags and kinds are groups', () => {
  const flag = byScore({ ...SCORE, is_flag: true }, [0, 1, 1], colours);
  expect(flag.kind === 'groups' && flag.groups.map(({ count }) => count)).toEqual([1, 2]);
  const kind = byScore({ ...SCORE, categories: ['easy', 'hard'] }, [1, 1], colours);
  expect(kind.kind === 'groups' && kind.groups.map(({ name }) => name)).toEqual(['easy', 'hard']);
});

test('nothing is grey in the middle of what helps and hurts, and the strongest lies on top', () => {
  const colouring = byEffect(Float32Array.from([0, 0.9, -0.9, 0.1]));
  const pixels = paint(colouring, colours, NONE);
  expect([...pixels].slice(0, 3)).toEqual([
    pixelOf(colours.diverging[1]),
    pixelOf(colours.diverging[2]),
    pixelOf(colours.diverging[0]),
  ]);
  expect([...drawingOrder(colouring, 4)]).toEqual([0, 3, 1, 2]);
});
