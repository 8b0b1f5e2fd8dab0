/** Relations between samples, counted from histograms of similarity: no server needed when a threshold moves. */

export const RELATIONS = ['interchangeable', 'unrelated', 'contradictory'] as const;
export type Relation = (typeof RELATIONS)[number];
export type Thresholds = Record<Relation, number>;

/** The defaults of lpntk.domain.Thresholds. */
export const DEFAULT_THRESHOLDS: Thresholds = { interchangeable: 0.8, unrelated: 0.1, contradictory: -0.3 };

export const RELATION_TEXT: Record<Relation, { title: string; means: string; strongest: string }> = {
  interchangeable: {
    title: 'Interchangeable',
    means: 'Learning one teaches the other.',
    strongest: 'most similar first',
  },
  unrelated: {
    title: 'Unrelated',
    means: 'Learning one does nothing for the other.',
    strongest: 'nearest to zero first',
  },
  contradictory: {
    title: 'Contradictory',
    means: 'Learning one unlearns the other.',
    strongest: 'least similar first',
  },
};

/** Whether a similarity counts as a relation. */
export function holds(relation: Relation, similarity: number, thresholds: Thresholds): boolean {
  switch (relation) {
    case 'interchangeable':
      return similarity >= thresholds.interchangeable;
    case 'unrelated':
      return Math.abs(similarity) <= thresholds.unrelated;
    case 'contradictory':
      return similarity <= thresholds.contradictory;
  }
}

/** A threshold as a person says it: "≥ 0.80", "−0.10 to 0.10", "≤ −0.30". */
export function bounds(relation: Relation, thresholds: Thresholds): [low: number, high: number] {
  switch (relation) {
    case 'interchangeable':
      return [thresholds.interchangeable, 1];
    case 'unrelated':
      return [-thresholds.unrelated, thresholds.unrelated];
    case 'contradictory':
      return [-1, thresholds.contradictory];
  }
}

/**
 * How many similarities of a histogram over [-1, 1] have a relation.
 *
 * Exact where a threshold lies on the edge of a bin, which `snap` sees to.
 */
export function countRelation(
  histogram: readonly number[],
  relation: Relation,
  thresholds: Thresholds,
): number {
  const [low, high] = bounds(relation, thresholds);
  const first = edge(low, histogram.length);
  const last = edge(high, histogram.length);
  return histogram.slice(first, last).reduce((sum, count) => sum + count, 0);
}

/** The nearest edge of a bin, as a similarity. */
export function snap(similarity: number, bins: number): number {
  return Number(((2 * edge(similarity, bins)) / bins - 1).toFixed(6));
}

function edge(similarity: number, bins: number): number {
  return Math.round(((Math.min(1, Math.max(-1, similarity)) + 1) / 2) * bins);
}
