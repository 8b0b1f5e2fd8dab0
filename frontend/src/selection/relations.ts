/** When a similarity counts as a relation: Python's rules as functions, so that no threshold asks the server. */

import type { Relation, RelationRule } from '../client/types';
import { formatCount, formatNumberOf, formatSimilarity } from '../shared/format';
import { countBetween } from '../shared/histogram';

/** A rule whose threshold is the one in effect, which a person may have moved. */
export type Rule = RelationRule;

export type Interval = readonly [low: number, high: number];

export function holds({ absolute, at_least, threshold }: Rule, similarity: number): boolean {
  const value = absolute ? Math.abs(similarity) : similarity;
  return at_least ? value >= threshold : value <= threshold;
}

/** The similarities that count, as parts of [-1, 1]. */
export function intervals({ absolute, at_least, threshold }: Rule): Interval[] {
  if (!absolute) return at_least ? [[threshold, 1]] : [[-1, threshold]];
  if (!at_least) return [[-threshold, threshold]];
  return [
    [-1, -threshold],
    [threshold, 1],
  ];
}

/** How many similarities of a histogram over [-1, 1] count. */
export function countRelation(histogram: readonly number[], rule: Rule): number {
  return intervals(rule).reduce((sum, [low, high]) => sum + countBetween(histogram, low, high), 0);
}

/** What is known of a sample's partners: some one by one, and how many of those it was compared with lie in each bin. */
export interface Known {
  neighbours: Record<Relation, readonly { similarity: number }[]>;
  partners: Record<Relation, { listed: number; reach: number | null }>;
  histogram: readonly number[];
  compared: number;
  others: number;
}

/** How many others count, and where that is within in 95 of 100 cases: all the same where it was counted. */
export interface PartnerCount {
  count: number;
  low: number;
  high: number;
}

/** How many others of a sample count as a relation, as `lpntk.domain.partners` says it and for its reasons. */
export function countPartners(sample: Known, rule: Rule): PartnerCount {
  const { histogram, compared, others } = sample;
  const { listed, reach } = sample.partners[rule.relation];
  const known = sample.neighbours[rule.relation];
  const sure = known.filter(({ similarity }) => holds(rule, similarity)).length;
  const ends = sure < known.length || known.length >= listed;
  if (ends && reach !== null && !holds(rule, reach)) return { count: sure, low: sure, high: sure };
  const found = countRelation(histogram, rule);
  const least = Math.max(sure, found);
  if (compared >= others) return { count: least, low: least, high: least };
  const most = Math.max(others - (compared - found), least);
  const between = (value: number) => Math.min(most, Math.max(least, value));
  const share = found / Math.max(compared, 1);
  const [low, high] = wilson(share, compared, others);
  return {
    count: between(roundHalfToEven(others * share)),
    low: between(Math.floor(others * low + 1e-9)),
    high: between(Math.ceil(others * high - 1e-9)),
  };
}

/** Of a normal distribution 95 % lie within so many standard deviations. */
const DEVIATIONS = 1.959964;

/** Wilson's interval of a share (1927), corrected for drawing `drawn` of `total` without putting any back. */
function wilson(share: number, drawn: number, total: number): [low: number, high: number] {
  const left = Math.max(total - drawn, 1e-9);
  const size = (Math.max(drawn, 1e-9) * Math.max(total - 1, 1)) / left;
  const squared = DEVIATIONS ** 2 / size;
  const middle = (share + squared / 2) / (1 + squared);
  const half = Math.sqrt(share * (1 - share) * squared + squared ** 2 / 4) / (1 + squared);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** As NumPy rounds. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/** "none", "27 samples", "about 27 (19 to 36)". */
export function partnersText({ count, low, high }: PartnerCount): string {
  if (high === 0) return 'none';
  if (low === high) return formatNumberOf(count, 'sample');
  return `about ${formatCount(count)} (${formatCount(low)} to ${formatCount(high)})`;
}

/** How far the threshold can be moved: not to the other side of zero, where the relation would lose its name. */
export function range({ absolute, at_least }: Rule): Interval {
  return absolute || at_least ? [0, 1] : [-1, 0];
}

/** The rule in one short line: "c ≥ 0.80", "|c| ≤ 0.10". */
export function ruleText({ absolute, at_least, threshold }: Rule): string {
  return `${absolute ? '|c|' : 'c'} ${at_least ? '≥' : '≤'} ${formatSimilarity(threshold)}`;
}
