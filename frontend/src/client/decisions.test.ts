import { expect, test } from 'vitest';
import {
  currentOf,
  latestOn,
  propose,
  serversNumber,
  settled,
  withDecision,
  withoutDecision,
} from './decisions';
import type { Decision, DecisionAction, Decisions } from './types';

function decision(id: number, index: number, action: DecisionAction, label: number | null = null): Decision {
  return { id, index, action, label, decided_at: '2026-11-27T12:00:00Z', analysis: 1, previous: null };
}

const EMPTY: Decisions = { fingerprint: 'f', current: [], history: [] };
const made = (...list: Decision[]) => list.reduce(withDecision, EMPTY);

test('the last decision on a sample holds', () => {
  const decisions = made(decision(1, 5, 'keep'), decision(2, 6, 'exclude'), decision(3, 5, 'relabel', 7));
  expect(currentOf(decisions).get(5)?.label).toBe(7);
  expect(decisions.history.map(({ id }) => id)).toEqual([3, 2, 1]);
  expect(decisions.current).toHaveLength(2);
});

test('one that is taken back leaves nothing, but is the one that the next replaces', () => {
  const decisions = made(decision(1, 5, 'keep'), decision(2, 5, 'clear'));
  expect(currentOf(decisions).has(5)).toBe(false);
  expect(latestOn(decisions, 5)?.id).toBe(2);
  expect(propose(decisions, 1, 5, { action: 'keep', label: null }).previous).toBe(2);
});

test('a refused decision leaves what held before', () => {
  const before = made(decision(1, 5, 'relabel', 7));
  const proposal = propose(before, 1, 5, { action: 'exclude', label: null });
  const after = withDecision(before, proposal);
  expect(currentOf(after).get(5)?.action).toBe('exclude');
  expect(withoutDecision(after, proposal.id)).toEqual(before);
  expect(withoutDecision(before, 99)).toBe(before);
});

test('proposals are told from what the server knows', () => {
  const first = propose(EMPTY, 1, 5, { action: 'keep', label: null });
  const second = propose(EMPTY, 1, 5, { action: 'keep', label: null });
  expect(first.id).toBeLessThan(0);
  expect(second.id).not.toBe(first.id);
  expect(serversNumber(first.id)).toBeUndefined();
  expect(serversNumber(12)).toBe(12);
});

test('what the server has taken stands where the proposal stood', () => {
  const proposal = propose(EMPTY, 1, 5, { action: 'keep', label: null });
  const newer = { ...propose(EMPTY, 1, 5, { action: 'exclude', label: null }), previous: proposal.id };
  const taken = decision(30, 5, 'keep');
  const decisions = settled(made(proposal, newer), proposal.id, taken);
  expect(decisions.history.map(({ id }) => id)).toEqual([newer.id, 30]);
  expect(currentOf(decisions).get(5)?.id).toBe(newer.id);
});

test('an answer that was read anew meanwhile is not counted twice', () => {
  const taken = decision(30, 5, 'keep');
  expect(settled(made(taken), -1, taken).history).toHaveLength(1);
  expect(settled(EMPTY, -1, taken).history).toHaveLength(1);
});
