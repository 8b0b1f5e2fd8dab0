import { expect, test } from 'vitest';
import type { Decision, DecisionAction } from '../../client/types';
import { decisionWords, tally } from './tally';

function decisions(...made: [index: number, action: DecisionAction, label?: number][]) {
  return new Map(
    made.map(([index, action, label = null]) => [index, { index, action, label } as unknown as Decision]),
  );
}

const samples = { label: [0, 1, 1] };
const rowOf = new Map([
  [10, 0],
  [20, 1],
  [30, 2],
]);

test('decisions are counted, and come to what would change', () => {
  const made = tally(decisions([30, 'exclude'], [20, 'relabel', 0], [10, 'keep']), samples, rowOf);
  expect(made).toEqual({
    relabelled: 1,
    kept: 1,
    excluded: 1,
    decided: 3,
    change: { remove: [30], relabel: [{ index: 20, label: 0 }] },
  });
});

test('samples of the data set that this analysis lacks do not count', () => {
  const made = tally(decisions([99, 'exclude']), samples, rowOf);
  expect(made.decided).toBe(0);
  expect(made.change).toEqual({ remove: [], relabel: [] });
});

test('a label that the analysis has already is no change', () => {
  const made = tally(decisions([20, 'relabel', 1]), samples, rowOf);
  expect(made.relabelled).toBe(1);
  expect(made.change.relabel).toEqual([]);
});

test('a label that was kept elsewhere is a change where it is another', () => {
  const made = tally(decisions([20, 'keep', 0], [30, 'keep', 1]), samples, rowOf);
  expect(made.change.relabel).toEqual([{ index: 20, label: 0 }]);
});

test('decisions in words', () => {
  expect(decisionWords({ action: 'relabel', label: 1 }, ['cat', 'dog'])).toBe('relabelled dog');
  expect(decisionWords({ action: 'clear', label: null }, [])).toBe('decision taken back');
});
