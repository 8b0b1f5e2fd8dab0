/** The clusters, put together from every sample's head. */

import { useMemo } from 'react';
import { filled } from '../shared/filled';
import { orderOf, reordered } from '../shared/order';
import { valueAt } from '../shared/valueAt';
import { useAnalysisPage, type Samples } from './page';

export interface Cluster {
  /** Index of the head. */
  head: number;
  label: number;
  size: number;
  /** Indices, the head first, then who is most like it. */
  members: Uint32Array;
}

/** The clusters, the largest first (ties: the lower head). */
export function clustersOf({ index, label, head, head_similarity }: Samples): Cluster[] {
  const closeness = filled(new Float32Array(index.length), (row) =>
    head[row] === index[row] ? Infinity : (head_similarity[row] ?? NaN),
  );
  const rows = reordered(orderOf(closeness, true), head);
  const clusters: Cluster[] = [];
  for (let start = 0; start < rows.length;) {
    const first = valueAt(rows, start);
    let end = start + 1;
    while (end < rows.length && head[valueAt(rows, end)] === head[first]) end++;
    const members = rows.slice(start, end).map((row) => valueAt(index, row));
    clusters.push({ head: valueAt(head, first), label: valueAt(label, first), size: end - start, members });
    start = end;
  }
  return clusters.sort((a, b) => b.size - a.size || a.head - b.head);
}

const KNOWN = new WeakMap<Samples, Cluster[]>();

const NONE: readonly Cluster[] = [];

/** The clusters of the analysis, put together once, when they are first `wanted`. */
export function useClusters(wanted = true): readonly Cluster[] {
  const { samples } = useAnalysisPage();
  return useMemo(() => {
    if (!wanted) return NONE;
    const known = KNOWN.get(samples) ?? clustersOf(samples);
    KNOWN.set(samples, known);
    return known;
  }, [samples, wanted]);
}
