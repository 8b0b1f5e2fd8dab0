/** The clusters, put together from every sample's head. */

import { useMemo } from 'react';
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
  const similarity = (row: number) =>
    head[row] === index[row]
      ? Infinity
      : Number.isNaN(head_similarity[row])
        ? -Infinity
        : valueAt(head_similarity, row);
  const rows = Uint32Array.from(index, (_, row) => row).sort(
    (a, b) => valueAt(head, a) - valueAt(head, b) || compare(similarity(b), similarity(a)) || a - b,
  );
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

function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b);
}

const KNOWN = new WeakMap<Samples, Cluster[]>();

/** The clusters of the analysis, put together once. */
export function useClusters(): readonly Cluster[] {
  const { samples } = useAnalysisPage();
  return useMemo(() => {
    const known = KNOWN.get(samples) ?? clustersOf(samples);
    KNOWN.set(samples, known);
    return known;
  }, [samples]);
}
