/** Strategies that go by a score, as their names spell it: "by:loss:lowest:stratified". */

export const ENDS = ['highest', 'lowest', 'middle'] as const;
/** The first is what is not said. */
export const SAMPLERS = ['class', 'stratified', 'coverage'] as const;

export interface ByScore {
  score: string | null;
  end: string;
  sampler: string;
}

export function parsed(strategy: string): ByScore {
  const [by, score, end, sampler] = strategy.split(':');
  const known = by === 'by' && score !== undefined && score !== '';
  return {
    score: known ? score : null,
    end: known && end !== undefined ? end : ENDS[0],
    sampler: known && sampler !== undefined ? sampler : SAMPLERS[0],
  };
}

export function composed(score: string, end: string, sampler: string): string {
  return sampler === SAMPLERS[0] ? `by:${score}:${end}` : `by:${score}:${end}:${sampler}`;
}
