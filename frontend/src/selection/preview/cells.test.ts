import { expect, test } from 'vitest';
import { cellsBeside, differingFirst, formatCell, mostTelling, tellingFirst } from './cells';

const COLUMNS = ['a', 'b', 'c', 'd', 'colour', 'gone'];
const SPREADS = new Map<string, number | null>([
  ['a', 1],
  ['b', 10],
  ['c', 0.5],
  ['d', 2],
  ['colour', null],
  ['gone', 1],
]);

function marked() {
  return cellsBeside(COLUMNS, [1, 50, 2, 9, 'deep', null], [1, 20, 2.4, 1, 'light', null], SPREADS);
}

test('cells are the same, or apart by standard deviations, at the most three of them', () => {
  expect(marked().map(({ mark }) => mark)).toEqual(['same', 'apart', undefined, 'apart', 'apart', 'same']);
  expect(marked().map(({ deviations }) => deviations?.toFixed(1))).toEqual([
    '0.0',
    '3.0',
    '-0.8',
    '4.0',
    undefined,
    undefined,
  ]);
});

test('those that differ most come first, then what is the same, by how well it tells the classes apart', () => {
  const fields = COLUMNS.map((heading, place) => ({ heading, deviation: 1, telling: place / 10 }));
  const order = ['d', 'b', 'colour', 'gone', 'a', 'c'];
  expect(tellingFirst(marked(), fields).map(({ heading }) => heading)).toEqual(order);
});

test('of whole rows what is the same comes last', () => {
  expect(differingFirst(marked()).map(({ heading }) => heading)).toEqual([
    'd',
    'b',
    'colour',
    'c',
    'a',
    'gone',
  ]);
});

test('a column that is the same everywhere has no deviations', () => {
  const [only] = cellsBeside(['a'], [1], [1], new Map([['a', 0]]));
  expect(only).toMatchObject({ mark: 'same', deviations: undefined });
});

test('cells are written as people read them', () => {
  expect([null, 1450, 0.123456, 'deep'].map(formatCell)).toEqual(['–', '1,450', '0.12346', 'deep']);
});

test('of a wide table those columns are shown that tell the classes apart, in their order', () => {
  const cells = ['a', 'b', 'c', 'd'].map((heading) => ({ heading }));
  const fields = [0.1, 0.9, 0, 0.4].map((telling, place) => ({
    heading: cells[place]?.heading ?? '',
    deviation: 1,
    telling,
  }));
  expect(mostTelling(cells, fields, 2).map(({ heading }) => heading)).toEqual(['b', 'd']);
  expect(mostTelling(cells, fields, 4)).toEqual(cells);
  expect(mostTelling(cells, [], 1)).toEqual([cells[0]]);
});
