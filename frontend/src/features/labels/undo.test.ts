import { expect, test } from 'vitest';
import { propose, UNDECIDED, withDecision, type DecisionState } from '../../client/decisions';
import type { Decision, Decisions } from '../../client/types';
import {
  afterDecision,
  afterStep,
  isLatest,
  NO_STEPS,
  undoable,
  withoutStep,
  type Steps,
  type Way,
} from './undo';

const NOTHING: Decisions = { fingerprint: 'f', current: [], history: [] };
const KEEP: DecisionState = { action: 'keep', label: null };

function decide(decisions: Decisions, index: number, state: DecisionState) {
  const proposal = propose(decisions, 1, index, state);
  return { after: withDecision(decisions, proposal), entry: undoable(decisions, proposal) };
}

test('undoing the first decision on a sample leaves it undecided', () => {
  expect(decide(NOTHING, 5, KEEP).entry.before).toEqual(UNDECIDED);
});

test('undoing a change of mind leads back to the decision before', () => {
  const { after } = decide(NOTHING, 5, { action: 'relabel', label: 7 });
  const second = decide(after, 5, { action: 'exclude', label: null });
  expect(second.entry.before).toEqual({ action: 'relabel', label: 7 });
});

test('what another tab has decided since is not undone', () => {
  const { after, entry } = decide(NOTHING, 5, KEEP);
  expect(isLatest(after, entry)).toBe(true);
  expect(isLatest(decide(after, 6, KEEP).after, entry)).toBe(true);
  const theirs = { index: 5, id: 12, action: 'exclude', label: null } as Decision;
  expect(isLatest(withDecision(after, theirs), entry)).toBe(false);
  expect(isLatest(NOTHING, entry)).toBe(false);
});

/** The steps as a person takes them, on decisions that hold at once. */
function person() {
  let [decisions, steps]: [Decisions, Steps] = [NOTHING, NO_STEPS];
  const on = (index: number) => decisions.current.find((one) => one.index === index)?.action;
  return {
    decide: (index: number, action: 'keep' | 'exclude') => {
      const { after, entry } = decide(decisions, index, { action, label: null });
      [decisions, steps] = [after, afterDecision(steps, entry)];
    },
    step: (way: Way) => {
      const last = steps[way].at(-1);
      if (!last) throw new Error('There is no such step.');
      const { after, entry } = decide(decisions, last.index, last.before);
      [decisions, steps] = [after, afterStep(steps, way, entry)];
    },
    held: () => [1, 2, 3].map(on),
    left: () => [steps.undo.length, steps.redo.length],
  };
}

test('three decisions that are undone are all redone, and undone again', () => {
  const { decide: make, step, held, left } = person();
  make(1, 'keep');
  make(2, 'exclude');
  make(3, 'keep');
  const all = held();
  for (const way of ['undo', 'undo', 'undo'] as const) step(way);
  expect(held()).toEqual([undefined, undefined, undefined]);
  for (const way of ['redo', 'redo', 'redo'] as const) step(way);
  expect(held()).toEqual(all);
  expect(left()).toEqual([3, 0]);
  step('undo');
  expect(held()).toEqual(['keep', 'exclude', undefined]);
});

test('after a new decision there is nothing to redo', () => {
  const { decide: make, step, left } = person();
  make(1, 'keep');
  step('undo');
  expect(left()).toEqual([0, 1]);
  make(2, 'keep');
  expect(left()).toEqual([1, 0]);
});

test('what was refused is no step, and neither is what another tab has changed', () => {
  const { entry } = decide(NOTHING, 5, KEEP);
  const steps = afterDecision(NO_STEPS, entry);
  expect(withoutStep(steps, entry.id)).toEqual(NO_STEPS);
  expect(afterStep(steps, 'undo', undefined)).toEqual(NO_STEPS);
});
