/** An evaluation in a few words. */

import type { EvaluationSummary, Task } from '../../../client/types';
import { formatShare, formatTime } from '../../../shared/format';

/** What an evaluation is called in a list. */
export function taskTitle({ request, created_at }: Task): string {
  const arms = (request.arms as (string | { list: string })[]).map((arm) =>
    typeof arm === 'string' ? arm : arm.list,
  );
  const keeps = (request.keeps as number[]).map((keep) => formatShare(keep, 0)).join(', ');
  const what = arms.length === 0 ? 'random' : arms.join(', ');
  return `${what}${keeps && ` at ${keeps}`} · ${formatTime(created_at)}`;
}

export type Tone = 'good' | 'bad' | 'quiet';

const TONES: Record<string, Tone> = { better: 'good', worse: 'bad' };

/** How a verdict is to look. */
export function toneOf({ against_random }: EvaluationSummary): Tone {
  return TONES[against_random?.verdict ?? ''] ?? 'quiet';
}

/** "90.7 to 92.4 %"; nothing for an interval that there is not. */
export function intervalWords(interval: readonly number[] | null): string {
  if (interval === null) return '';
  const [low, high] = interval.map((bound) => (100 * bound).toFixed(1));
  return `${low ?? ''} to ${high ?? ''} %`;
}
