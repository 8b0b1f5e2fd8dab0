/** Who has a tag, from the rows of each. */

export type TagRows = ReadonlyMap<string, ArrayLike<number>>;

/** 1 a row that has the tag; nobody has one that there is not. */
export function maskOf(rows: ArrayLike<number> | undefined, samples: number): Uint8Array {
  const mask = new Uint8Array(samples);
  for (const row of Array.from(rows ?? [])) mask[row] = 1;
  return mask;
}

/** The names of the tags that a row has. */
export function tagsOf(tags: TagRows, row: number): string[] {
  return [...tags].filter(([, rows]) => has(rows, row)).map(([name]) => name);
}

/** How many of the rows in a mask have each tag. */
export function countsIn(tags: TagRows, mask: Uint8Array): Map<string, number> {
  return new Map(
    [...tags].map(([name, rows]) => [name, Array.from(rows).reduce((sum, row) => sum + (mask[row] ?? 0), 0)]),
  );
}

function has(rows: ArrayLike<number>, row: number): boolean {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? Infinity) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
}
