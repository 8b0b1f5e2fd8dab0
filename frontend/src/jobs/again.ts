import type { Analysis } from '../client/types';

/** Whether the server has what it takes to compute an analysis once more. */
export function canBeAskedAgain({ in_memory, extension }: Analysis): boolean {
  return !in_memory && extension === null;
}

/** Whether another label vector would show contradictions that this one hides. */
export function hidesContradictions(analysis: Analysis): boolean {
  return analysis.label_vector_note !== null && canBeAskedAgain(analysis);
}
