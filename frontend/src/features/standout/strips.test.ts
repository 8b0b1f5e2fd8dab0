import { expect, test } from 'vitest';
import type { RelationRule } from '../../client/types';
import { samplesOf } from '../../selection/samplesForTests';
import { rowsToShow } from '../../selection/filter';
import { KINDS, standoutOf } from './strips';

const RELATIONS = [
  { relation: 'interchangeable', at_least: true, absolute: false, threshold: 0.8 },
  { relation: 'unrelated', at_least: false, absolute: true, threshold: 0.1 },
  { relation: 'contradictory', at_least: false, absolute: false, threshold: -0.3 },
] as RelationRule[];

function kind(name: string) {
  const found = KINDS.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

function samples(count: number) {
  return samplesOf({ index: Array.from({ length: count }, (_, row) => 2 * row) });
}

test('the strongest come first, and those that do not count are left out', () => {
  const column = [-0.35, 0.1, NaN, -0.8, -0.29];
  const found = standoutOf(kind('contradicted'), samples(5), column, RELATIONS, 'image');
  expect([...(found?.rows ?? [])]).toEqual([3, 0]);
  expect(found?.count).toBe(2);
  expect(found?.words).toContain('2 images are');
  expect(found?.words).toContain('c ≤ −0.30');
});

test('the link shows what is counted', () => {
  const column = Float32Array.from([3, 0, 7, 1, 0]);
  const found = standoutOf(kind('redundant'), samples(5), column, RELATIONS, 'image');
  expect(found?.search).toEqual({
    sort: 'interchangeable_partners',
    order: 'descending',
    where: 'interchangeable_partners~1~',
  });
  const shown = rowsToShow(samples(5), found?.search ?? {}, {
    columns: new Map([['interchangeable_partners', column]]),
  });
  expect([...shown]).toEqual([2, 0, 3]);
});

test('without a threshold two in a hundred count, whatever the address rounds', () => {
  const column = Float32Array.from({ length: 200 }, (_, row) => 18.42868 + row / 1e5);
  const hardest = standoutOf(kind('hardest'), samples(200), column, RELATIONS, 'image');
  expect(hardest?.count).toBeGreaterThanOrEqual(4);
  expect(hardest?.rows[0]).toBe(199);
  const spread = Float32Array.from({ length: 200 }, (_, row) => 1 + row);
  expect(standoutOf(kind('loneliest'), samples(200), spread, RELATIONS, 'image')?.count).toBe(4);
  expect(standoutOf(kind('hardest'), samples(200), spread, RELATIONS, 'image')?.count).toBe(4);
});

test('what nobody is, and what nobody knows, is left out', () => {
  expect(standoutOf(kind('suspicious'), samples(3), [-1, -0.5, -0.1], RELATIONS, 'image')).toBeUndefined();
  expect(standoutOf(kind('hardest'), samples(2), [NaN, NaN], RELATIONS, 'image')).toBeUndefined();
});
