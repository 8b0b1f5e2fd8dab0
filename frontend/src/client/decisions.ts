/** Decisions on labels: how they follow each other, and how one is made before the server has said so. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client, ApiError, unwrap } from './api';
import { type CurrentDecisions, type Decision, type DecisionAction, type Decisions } from './types';
import { decisionsQuery } from './reviewQueries';

/** What is decided on a sample; `clear` where nothing is. */
export interface DecisionState {
  action: DecisionAction;
  label: number | null;
}

export const UNDECIDED: DecisionState = { action: 'clear', label: null };

/** The newest decision on a sample, one that takes another back included. */
export function latestOn({ current, history }: Decisions, index: number): Decision | undefined {
  const isOn = (decision: Decision) => decision.index === index;
  return history.find(isOn) ?? current.find(isOn);
}

export function withDecision(decisions: Decisions, decision: Decision): Decisions {
  return {
    ...decisions,
    current: currentWith(decisions.current, decision.index, decision),
    history: [decision, ...decisions.history],
  };
}

/** As if a decision had never been made: the one before holds again. */
export function withoutDecision(decisions: Decisions, id: number): Decisions {
  const gone = decisions.history.find((decision) => decision.id === id);
  if (!gone) return decisions;
  const history = decisions.history.filter((decision) => decision !== gone);
  const before = latestOn({ ...decisions, current: [], history }, gone.index);
  return { ...decisions, current: currentWith(decisions.current, gone.index, before), history };
}

/** The server has taken a proposal: its decision stands where the proposal stood. */
export function settled(decisions: Decisions, proposed: number, decision: Decision): Decisions {
  const { current, history } = decisions;
  if (history.some(({ id }) => id === decision.id)) return withoutDecision(decisions, proposed);
  if (!history.some(({ id }) => id === proposed)) return withDecision(decisions, decision);
  const replaced = (list: readonly Decision[]) => list.map((old) => (old.id === proposed ? decision : old));
  return { ...decisions, current: replaced(current), history: replaced(history) };
}

function currentWith(
  current: readonly Decision[],
  index: number,
  decision: Decision | undefined,
): Decision[] {
  const others = current.filter((other) => other.index !== index);
  return decision && decision.action !== 'clear' ? [...others, decision] : others;
}

export function currentOf(decisions: Decisions | undefined): CurrentDecisions {
  const held = decisions?.current.filter(({ action }) => action !== 'clear') ?? [];
  return new Map(held.map((decision) => [decision.index, decision]));
}

export function useDecisions(analysisId: number) {
  const { data, error } = useQuery(decisionsQuery(analysisId));
  const current = useMemo(() => currentOf(data), [data]);
  return { decisions: data, current, error };
}

/** The server's numbers of decisions that had a provisional, negative one while they were on their way. */
const numbers = new Map<number, number>();
let provisional = 0;

/** The number of a decision as the server knows it; undefined where it has not taken it. */
export function serversNumber(id: number): number | undefined {
  return id < 0 ? numbers.get(id) : id;
}

/** A decision that holds on this page from now on, and is yet to be taken by the server. */
export function propose(
  decisions: Decisions,
  analysisId: number,
  index: number,
  { action, label }: DecisionState,
): Decision {
  provisional -= 1;
  return {
    id: provisional,
    index,
    action,
    label,
    decided_at: new Date().toISOString(),
    analysis: analysisId,
    previous: latestOn(decisions, index)?.id ?? null,
  };
}

/**
 * Has the server take proposals, one after the other.
 *
 * Each holds at once. One that is refused is taken back, and what is decided is asked for anew, since the cause may
 * be another tab's decision.
 */
export function useDecide(analysisId: number, onRefused: (proposal: Decision, error: Error) => void) {
  const queryClient = useQueryClient();
  const { queryKey } = decisionsQuery(analysisId);
  const scope = `decisions of ${String(analysisId)}`;
  const change = (update: (decisions: Decisions) => Decisions) => {
    queryClient.setQueryData(queryKey, (decisions) => decisions && update(decisions));
  };
  return useMutation({
    mutationKey: [scope],
    scope: { id: scope },
    mutationFn: (proposal: Decision) => send(analysisId, proposal),
    onMutate: (proposal) => {
      change((decisions) => withDecision(decisions, proposal));
      return queryClient.cancelQueries({ queryKey });
    },
    onSuccess: (decision, { id }) => {
      numbers.set(id, decision.id);
      change((decisions) => settled(decisions, id, decision));
    },
    onError: (error, proposal) => {
      change((decisions) => withoutDecision(decisions, proposal.id));
      onRefused(proposal, error);
      return queryClient.invalidateQueries({ queryKey });
    },
  });
}

async function send(analysisId: number, { index, action, label, previous }: Decision): Promise<Decision> {
  const known = previous === null ? null : serversNumber(previous);
  if (known === undefined) {
    throw new ApiError('conflict', `The decision on sample ${String(index)} before this one was refused.`);
  }
  return await unwrap(
    client.POST('/api/analyses/{analysis_id}/decisions', {
      params: { path: { analysis_id: analysisId } },
      body: { index, action, label, previous: known },
    }),
  );
}
