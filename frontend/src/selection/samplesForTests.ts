/** Samples for tests: what is left out is as it comes. */

import type { Samples } from './page';

export function samplesOf(given: Partial<Record<keyof Samples, readonly number[]>>): Samples {
  const count = given.index?.length ?? given.label?.length ?? 0;
  const column = (name: keyof Samples, other: (row: number) => number) =>
    given[name] ?? Array.from({ length: count }, (_, row) => other(row));
  const index = column('index', (row) => row);
  return {
    index: Uint32Array.from(index),
    label: Uint16Array.from(column('label', () => 0)),
    predicted: Uint16Array.from(column('predicted', (row) => given.label?.[row] ?? 0)),
    head: Uint32Array.from(column('head', (row) => index[row] ?? row)),
    head_similarity: Float32Array.from(column('head_similarity', () => 1)),
    x: Float32Array.from(column('x', (row) => row)),
    y: Float32Array.from(column('y', (row) => row)),
  };
}
