import { expect, test } from 'vitest';
import type { Samples } from '../../client/types';
import { DEFAULT_THRESHOLDS } from '../../shared/relations';
import { backdrop, selectionTraces, withArea } from './overlay';

const samples = { index: [5, 8, 9], x: [0, 1, 2], y: [3, 4, 5] } as unknown as Samples;
const rowOf = new Map([
  [5, 0],
  [8, 1],
  [9, 2],
]);
const palette = {
  interchangeable: 'green',
  unrelated: 'grey',
  contradictory: 'red',
  text: 'black',
  muted: 'grey',
};

test('neighbours that count as such are ringed in their relation’s colour, the selected sample on top', () => {
  const neighbours = {
    interchangeable: [{ index: 9, label: 0, similarity: 0.9 }],
    unrelated: [{ index: 8, label: 1, similarity: 0.3 }],
    contradictory: [{ index: 8, label: 1, similarity: -0.4 }],
  };
  const traces = selectionTraces(samples, rowOf, 5, neighbours, DEFAULT_THRESHOLDS, palette);
  expect(traces.map(({ name }) => name)).toEqual([
    'Interchangeable',
    'Unrelated',
    'Contradictory',
    'Selected',
  ]);
  expect(traces[1]).toMatchObject({ x: [] });
  expect(traces[0]).toMatchObject({ x: [2], y: [5], customdata: [9], marker: { color: 'green' } });
  expect(traces[3]).toMatchObject({ x: [0], y: [3], customdata: [5] });
});

test('before the neighbours are there, the sample alone is marked', () => {
  expect(selectionTraces(samples, rowOf, 8, undefined, DEFAULT_THRESHOLDS, palette)).toHaveLength(1);
});

test('points lose their hover labels, and step back behind a selection', () => {
  const data = [{ x: [1], hovertemplate: '%{x}', marker: { color: 'red', opacity: 0.8 } }];
  expect(backdrop(data, false)).toMatchObject([{ x: [1], hovertemplate: null, marker: { opacity: 0.8 } }]);
  expect(backdrop(data, true)).toMatchObject([{ marker: { color: 'red', opacity: 0.4 } }]);
});

test('the region is a closed path, and goes when it is cleared', () => {
  expect(withArea({ title: 'x' }, '0,0 1,0 1,1', 'blue')).toMatchObject({
    title: 'x',
    shapes: [{ path: 'M 0,0 L 1,0 L 1,1 Z' }],
  });
  expect(withArea({}, undefined, 'blue')).toMatchObject({ shapes: [] });
});
