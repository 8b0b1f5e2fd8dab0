/** What Python knows of each sample, as something to sort by and to read. */

import type { Samples, Score } from '../client/types';
import { formatCount, formatMeasure } from '../shared/format';
import { valueAt } from '../shared/valueAt';

/** What the images can be sorted by. */
export type SortKey = Pick<Score, 'name' | 'title' | 'help' | 'suspicious'>;

const INDEX: SortKey = {
  name: 'index',
  title: 'Index',
  help: 'As they stand in the data set.',
  suspicious: null,
};
const HEAD_SIMILARITY: SortKey = {
  name: 'head_similarity',
  title: 'Similarity to the head',
  help: 'The similarity between a sample and the head of its cluster.',
  suspicious: null,
};

/** The index first, as it is the default. */
export function sortKeys(scores: readonly Score[]): [SortKey, ...SortKey[]] {
  return [INDEX, ...scores, HEAD_SIMILARITY];
}

/** The numbers behind a sort key, a row each; undefined where there are none. */
export function columnOf(samples: Samples, name: string): readonly (number | null)[] | undefined {
  if (name === INDEX.name) return samples.index;
  if (name === HEAD_SIMILARITY.name) return samples.head_similarity;
  return Object.hasOwn(samples.scores, name) ? samples.scores[name] : undefined;
}

/** A score of the sample in a row as a person reads it: "0.987", "0.0132 nats", "yes". */
export function scoreText({ name, unit, is_flag }: Score, samples: Samples, row: number): string {
  const column = columnOf(samples, name);
  const value = column ? valueAt(column, row) : null;
  if (value === null) return '–';
  if (is_flag) return value === 0 ? 'no' : 'yes';
  const number = Number.isInteger(value) ? formatCount(value) : formatMeasure(value);
  return unit === '' ? number : `${number} ${unit}`;
}
