/** The decisions of this visit, each of which can be undone: the last one first. */

import { latestOn, serversNumber, UNDECIDED, type DecisionState } from '../../client/decisions';
import type { Decision, Decisions } from '../../client/types';

export interface Undoable {
  /** The number that the decision had when it was made. */
  id: number;
  index: number;
  before: DecisionState;
}

/** A decision with what held before it. */
export function undoable(decisions: Decisions, { id, index }: Decision): Undoable {
  const before = latestOn(decisions, index);
  return { id, index, before: before ? { action: before.action, label: before.label } : UNDECIDED };
}

/** Whether nobody has decided on the sample since. */
export function isLatest(decisions: Decisions, { id, index }: Undoable): boolean {
  const latest = latestOn(decisions, index)?.id;
  return latest !== undefined && (latest === id || latest === serversNumber(id));
}
