/** From a sample's index to its position in the columns. */

/** What finds the row of an index. */
export interface RowOf {
  get: (index: number) => number | undefined;
  has: (index: number) => boolean;
}

/** The rows of ascending indices. */
export function rowOfIndices(indices: ArrayLike<number>): RowOf {
  function get(index: number): number | undefined {
    // A data set that is whole has every sample at its own index.
    if (indices[index] === index) return index;
    let [low, high] = [0, indices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((indices[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return indices[low] === index ? low : undefined;
  }
  return { get, has: (index) => get(index) !== undefined };
}

/** The row of a sample that the server has named: a plan's, a neighbour's. */
export function rowOfKnown(rowOf: RowOf, index: number): number {
  const row = rowOf.get(index);
  if (row === undefined) throw new Error(`Sample ${String(index)} is not among those of this analysis.`);
  return row;
}
