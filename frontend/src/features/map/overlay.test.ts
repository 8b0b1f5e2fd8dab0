import { expect, test } from 'vitest';
import type { Samples } from '../../client/types';
import type { Rule } from '../../selection/relations';
import { backdrop, selectionTraces, withArea } from './overlay';

const samples = { index: [5, 8, 9], x: [0, 1, 2], y: [3, 4, 5] } as unknown as Samples;
const rowOf = new Map([
  [5, 0],
  [8, 1],
  [9, 2],
]);
const rules: Rule[] = [
  { relation: 'interchangeable', title: 'Same', means: '', absolute: false, at_least: true, threshold: 0.8 },
  { relation: 'unrelated', title: 'Nothing', means: '', absolute: true, at_least: false, threshold: 0.1 },
  {
    relation: 'contradictory',
    title: 'Against',
    means: '',
    absolute: false,
    at_least: false,
    threshold: -0.3,
  },
];
const palette = (name: string) => `the colour ${name}`;

test('neighbours that count as such are ringed in their relation’s colour, the selected sample on top', () => {
  const neighbours = {
    interchangeable: [{ index: 9, label: 0, similarity: 0.9 }],
    unrelated: [{ index: 8, label: 1, similarity: 0.3 }],
    contradictory: [{ index: 8, label: 1, similarity: -0.4 }],
  };
  const traces = selectionTraces(samples, rowOf, 5, neighbours, rules, palette);
  expect(traces.map(({ name }) => name)).toEqual(['Same', 'Nothing', 'Against', 'Selected']);
  expect(traces[1]).toMatchObject({ x: [] });
  expect(traces[0]).toMatchObject({
    x: [2],
    y: [5],
    customdata: [9],
    marker: { color: 'the colour interchangeable' },
  });
  expect(traces[3]).toMatchObject({ x: [0], y: [3], customdata: [5] });
});

test('before the neighbours are there, the sample alone is marked', () => {
  expect(selectionTraces(samples, rowOf, 8, undefined, rules, palette)).toHaveLength(1);
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
