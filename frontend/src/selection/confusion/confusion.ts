/** Matrices of given labels by others: what the classifier predicts, what the left-out prediction suggests. */

import { valueAt } from '../../shared/valueAt';

export type Confusion = readonly (readonly number[])[];

/** With more classes than this the matrix is too large to look at, and its largest cells are listed. */
export const LARGEST_MATRIX = 24;

export interface ConfusedPair {
  given: number;
  suggested: number;
  count: number;
}

/** How many rows that pass have each pair of labels; one that is no class, since it is not known, counts nowhere. */
export function confusionOf(
  given: ArrayLike<number>,
  other: ArrayLike<number>,
  classes: number,
  passes?: Uint8Array,
): Confusion {
  const counts = new Uint32Array(classes * classes);
  for (let row = 0; row < given.length; row++) {
    const [down, across] = [given[row] ?? classes, other[row] ?? classes];
    if (passes?.[row] === 0 || !(down < classes && across < classes)) continue;
    const cell = down * classes + across;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return Array.from({ length: classes }, (_, label) => [
    ...counts.subarray(label * classes, (label + 1) * classes),
  ]);
}

function cells(confusion: Confusion): ConfusedPair[] {
  return confusion.flatMap((row, given) => row.map((count, suggested) => ({ given, suggested, count })));
}

/** The cells off the diagonal that count anything, the largest first. */
export function confusedPairs(confusion: Confusion): ConfusedPair[] {
  return cells(confusion)
    .filter(({ given, suggested, count }) => given !== suggested && count > 0)
    .sort((a, b) => b.count - a.count);
}

/** How strongly each cell is coloured, from 0 to 1 among those of its kind: the diagonal would drown the rest. */
export function shades(confusion: Confusion): number[][] {
  const largest = (diagonal: boolean) =>
    Math.max(
      1,
      ...cells(confusion)
        .filter(({ given, suggested }) => (given === suggested) === diagonal)
        .map(({ count }) => count),
    );
  const [onDiagonal, off] = [largest(true), largest(false)];
  return confusion.map((row, given) =>
    row.map((_, suggested) => valueAt(row, suggested) / (given === suggested ? onDiagonal : off)),
  );
}
