/** What stands out in a data set: each kind by one score, with the words for it. */

import type { Relation, RelationRule } from '../../client/types';
import { rowsToShow } from '../../selection/filter';
import type { Samples } from '../../selection/page';
import { withRange } from '../../selection/ranges';
import { ruleText } from '../../selection/relations';
import type { Column } from '../../selection/scores';
import { SUSPICIOUS_BY, type AnalysisSearch } from '../../selection/search';
import { formatNumberOf } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';

type Rules = Record<Relation, RelationRule>;

interface Kind {
  name: string;
  title: string;
  /** What stands out comes first by this score. */
  score: string;
  order?: 'descending';
  /** What counts; without it the two in a hundred at that end do. */
  counts?: (rules: Rules) => readonly [low: number, high: number];
  /** What one sees and what to do with it: `samples` says how many, "3 images". */
  words: (samples: string, count: number, rules: Rules) => string;
}

export const KINDS: readonly Kind[] = [
  {
    name: 'suspicious',
    title: 'Suspicious labels',
    score: SUSPICIOUS_BY,
    order: 'descending',
    counts: () => [0, Infinity],
    words: (samples) =>
      `Of ${samples} the others, not knowing the label, say another class. Look whether the label is wrong.`,
  },
  {
    name: 'contradicted',
    title: 'Most contradicted',
    score: 'strongest_contradiction',
    counts: ({ contradictory }) => [-Infinity, contradictory.threshold],
    words: (samples, count, { contradictory }) =>
      `${samples} ${count === 1 ? 'is' : 'are'} unlearnt when some other is learnt (${ruleText(contradictory)}). One of the two may be mislabelled or mean two things.`,
  },
  {
    name: 'redundant',
    title: 'Most redundant',
    score: 'interchangeable_partners',
    order: 'descending',
    counts: () => [1, Infinity],
    words: (samples, count, { interchangeable }) =>
      `${samples} ${count === 1 ? 'has' : 'have'} at least one other that teaches the same (${ruleText(interchangeable)}). Those with the most are the first that you can do without.`,
  },
  {
    name: 'loneliest',
    title: 'Loneliest',
    score: 'strongest_partner',
    words: (samples) =>
      `No other helps these ${samples} much: they are rare, odd or broken. Keep the rare ones, drop the broken.`,
  },
  {
    name: 'hardest',
    title: 'Hardest',
    score: 'loss',
    order: 'descending',
    words: (samples) => `The trained classifier still disagrees most with the labels of these ${samples}.`,
  },
  {
    name: 'forgotten',
    title: 'Forgotten most',
    score: 'forgetting_events',
    order: 'descending',
    counts: () => [1, Infinity],
    words: (samples, count) =>
      `${samples} ${count === 1 ? 'was' : 'were'} right after one epoch of the training and wrong after a later one: they are easily lost, so keep them.`,
  },
];

const SHARE = 0.02;
/** As many as one looks through in a line. */
const SHOWN = 40;

export interface Standout {
  kind: Kind;
  count: number;
  /** The first rows. */
  rows: Uint32Array;
  /** The filter and the order that show them all. */
  search: AnalysisSearch;
  words: string;
}

/** What stands out by a score, in words that call a sample `one`; undefined where nothing does. */
export function standoutOf(
  kind: Kind,
  samples: Samples,
  column: Column,
  relations: readonly RelationRule[],
  one: string,
): Standout | undefined {
  const rules = Object.fromEntries(relations.map((rule) => [rule.relation, rule])) as Rules;
  const { score: sort, order } = kind;
  const material = { columns: new Map([[sort, column]]) };
  const bounds = kind.counts?.(rules) ?? tail(rowsToShow(samples, { sort, order }, material), column, order);
  if (!bounds) return undefined;
  const search = { sort, order, where: withRange(undefined, sort, bounds) };
  const rows = rowsToShow(samples, search, material);
  if (rows.length === 0) return undefined;
  return {
    kind,
    count: rows.length,
    rows: rows.slice(0, SHOWN),
    search,
    words: kind.words(formatNumberOf(rows.length, one), rows.length, rules),
  };
}

/** The address writes bounds with four digits: so much further out nobody of the tail is lost to rounding. */
const ROUNDING = 5e-4;

/** From the end that comes first to where two in a hundred are passed; undefined where nothing is known. */
function tail(
  sorted: Uint32Array,
  column: Column,
  order: 'descending' | undefined,
): readonly [low: number, high: number] | undefined {
  const known = sorted.filter((row) => !Number.isNaN(column[row]));
  if (known.length === 0) return undefined;
  const bound = valueAt(column, valueAt(known, Math.ceil(SHARE * known.length) - 1));
  const room = ROUNDING * Math.abs(bound);
  return order === 'descending' ? [bound - room, Infinity] : [-Infinity, bound + room];
}
