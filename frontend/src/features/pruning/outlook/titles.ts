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

const DRAWN: Record<string, string> = {
  stratified: ', as many from each part of its range',
  coverage: ', as many from each part of its range but for the most extreme',
};

/** What a strategy keeps, in a sentence. */
export function descriptionOfStrategy(strategies: readonly Strategy[], name: string): string {
  const known = strategies.find((one) => one.name === name);
  if (known) return known.description;
  if (!name.startsWith(BY)) return '';
  const [score = '', end = '', sampler = ''] = name.slice(BY.length).split(':');
  return `Goes by the score ${score.replaceAll('_', ' ')}, of which the ${end} of each class stay${DRAWN[sampler] ?? ''}.`;
}
