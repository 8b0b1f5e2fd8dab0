/** The value of a column at a row that is known to be there: one that is not is a mistake, and told as one. */
export function valueAt<T>(column: ArrayLike<T>, row: number): T {
  const value = column[row];
  if (value === undefined) {
    throw new Error(`A column of ${String(column.length)} values has none at ${String(row)}.`);
  }
  return value;
}
