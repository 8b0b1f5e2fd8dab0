import type { Strategy } from '../../../client/types';

const BY = 'by:';

/** What a strategy is called; one by a score, by its parts. */
export function titleOfStrategy(strategies: readonly Strategy[], name: string): string {
  const known = strategies.find((one) => one.name === name);
  if (known) return known.title;
  if (!name.startsWith(BY)) return name;
  const [score = '', end = '', sampler] = name.slice(BY.length).split(':');
  const words = `${score.replaceAll('_', ' ')}, ${end}`;
  return sampler === undefined ? words : `${words}, ${sampler}`;
}
