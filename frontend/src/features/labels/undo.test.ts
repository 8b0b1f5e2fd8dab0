import { expect, test } from 'vitest';
import { propose, UNDECIDED, withDecision, type DecisionState } from '../../client/decisions';
import type { Decision, Decisions } from '../../client/types';
import { isLatest, undoable } from './undo';

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
