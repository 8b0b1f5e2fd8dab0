/** Histograms of similarity over [-1, 1], in bins of equal width. */

/**
 * How many similarities lie between two others.
 *
 * Exact where both lie on edges of bins, which `snap` sees to.
 */
export function countBetween(histogram: readonly number[], low: number, high: number): number {
  return histogram
    .slice(edge(low, histogram.length), edge(high, histogram.length))
    .reduce((sum, count) => sum + count, 0);
}

/** The nearest edge of a bin, as a similarity. */
export function snap(similarity: number, bins: number): number {
  return Number(((2 * edge(similarity, bins)) / bins - 1).toFixed(6));
}

function edge(similarity: number, bins: number): number {
  return Math.round(((Math.min(1, Math.max(-1, similarity)) + 1) / 2) * bins);
}
