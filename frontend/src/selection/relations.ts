/** When a similarity counts as a relation: Python's rules as functions, so that no threshold asks the server. */

import type { RelationRule } from '../client/types';
import { formatSimilarity } from '../shared/format';
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

/** How far the threshold can be moved: not to the other side of zero, where the relation would lose its name. */
export function range({ absolute, at_least }: Rule): Interval {
  return absolute || at_least ? [0, 1] : [-1, 0];
}

/** The rule in one short line: "c ≥ 0.80", "|c| ≤ 0.10". */
export function ruleText({ absolute, at_least, threshold }: Rule): string {
  return `${absolute ? '|c|' : 'c'} ${at_least ? '≥' : '≤'} ${formatSimilarity(threshold)}`;
}

/** Which samples come first, the strongest being what the rule is about. */
export function strongestFirst({ absolute, at_least }: Rule): string {
  if (absolute) return at_least ? 'farthest from zero first' : 'nearest to zero first';
  return at_least ? 'most similar first' : 'least similar first';
}
