/** What Python knows of each sample, as something to sort by and to read. */

import type { Score } from '../client/types';
import { formatCount, formatMeasure } from '../shared/format';
import type { Samples } from './page';

/** What the images can be sorted by. */
export interface SortKey extends Pick<Score, 'name' | 'title' | 'help' | 'suspicious'> {
  group?: string;
}

/** Numbers a row; what is not known is NaN. */
export type Column = ArrayLike<number>;

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

/** The name of how many there are in a sample's cluster, which the page counts. */
export const CLUSTER_SIZE = 'cluster_size';
const CLUSTER_SIZE_KEY: SortKey = {
  name: CLUSTER_SIZE,
  title: 'Size of its cluster',
  help: 'How many samples its cluster holds: 1 where it is alone, many where much is alike.',
  suspicious: null,
};

/** The name of what learning the chosen sample does to every other, among the columns. */
export const EFFECT = 'effect';
const EFFECT_KEY: SortKey = {
  name: EFFECT,
  title: 'Helped by the chosen sample',
  help: 'The similarity to the chosen sample: what learning it does to each other.',
  suspicious: 'high',
};

/** What stands over the columns that people have added, and over those of a table whose rows are the samples. */
const GIVEN_GROUPS = ['Yours', 'In the table'];

/** Whether what belongs to a group was known before anything was learnt. */
export function isGiven(group: string): boolean {
  return GIVEN_GROUPS.includes(group);
}

/** What a group of theirs is called that holds those of which theirs is not known. */
export function isNotKnown(category: string): boolean {
  return category === 'none' || category === '(none)';
}

/** The index first, as it is the default. */
export function sortKeys(scores: readonly Score[], withEffect = false): [SortKey, ...SortKey[]] {
  return [INDEX, ...(withEffect ? [EFFECT_KEY] : []), HEAD_SIMILARITY, CLUSTER_SIZE_KEY, ...scores];
}

/** The numbers behind a sort key that come with the page; undefined of a score, which is asked for by itself. */
export function columnOf(samples: Samples, name: string): Column | undefined {
  if (name === INDEX.name) return samples.index;
  if (name === HEAD_SIMILARITY.name) return samples.head_similarity;
  if (name === CLUSTER_SIZE) return clusterSizes(samples);
  return undefined;
}

const SIZES = new WeakMap<Samples, Column>();

/** How many samples there are in the cluster of each, counted once. */
function clusterSizes(samples: Samples): Column {
  const known = SIZES.get(samples);
  if (known) return known;
  const counts = new Map<number, number>();
  for (const head of samples.head) counts.set(head, (counts.get(head) ?? 0) + 1);
  const sizes = Float32Array.from(samples.head, (head) => counts.get(head) ?? NaN);
  SIZES.set(samples, sizes);
  return sizes;
}

/** A score of a sample as a person reads it: "0.987", "0.0132 nats", "yes", "ambiguous". */
export function scoreText(
  { unit, is_flag, categories }: Score,
  value: number | string | null | undefined,
): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (is_flag) return value === 0 ? 'no' : 'yes';
  const category = categories[value];
  if (category !== undefined) return category;
  const number = Number.isInteger(value) ? formatCount(value) : formatMeasure(value);
  return unit === '' ? number : `${number} ${unit}`;
}

/** What belongs together, in the order in which it comes. */
export function byGroup<Grouped extends { group: string }>(
  things: readonly Grouped[],
): [string, Grouped[]][] {
  const groups = new Map<string, Grouped[]>();
  for (const thing of things) groups.set(thing.group, [...(groups.get(thing.group) ?? []), thing]);
  return [...groups];
}
