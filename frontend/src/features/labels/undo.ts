/** The decisions of this visit, each of which can be undone and then made again: the last one first. */

import { latestOn, serversNumber, UNDECIDED, type DecisionState } from '../../client/decisions';
import type { Decision, Decisions } from '../../client/types';

export interface Undoable {
  /** The number that the decision had when it was made. */
  id: number;
  index: number;
  before: DecisionState;
}

/** What can be undone and what has been, the next one of each last. */
export interface Steps {
  undo: readonly Undoable[];
  redo: readonly Undoable[];
}

export type Way = keyof Steps;

export const NO_STEPS: Steps = { undo: [], redo: [] };

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

/** After a new decision: what was undone before it is past. */
export function afterDecision({ undo }: Steps, entry: Undoable): Steps {
  return { undo: [...undo, entry], redo: [] };
}

/** After the next step one way, whose own undoing is the next step the other way; without that, it is only gone. */
export function afterStep(steps: Steps, way: Way, back: Undoable | undefined): Steps {
  const other = way === 'undo' ? 'redo' : 'undo';
  const opposite = back ? [...steps[other], back] : steps[other];
  return way === 'undo'
    ? { undo: steps.undo.slice(0, -1), redo: opposite }
    : { undo: opposite, redo: steps.redo.slice(0, -1) };
}

/** Without what the server has refused. */
export function withoutStep({ undo, redo }: Steps, id: number): Steps {
  const others = (entries: readonly Undoable[]) => entries.filter((entry) => entry.id !== id);
  return { undo: others(undo), redo: others(redo) };
}
