/** The part of a picture of all pairs that is looked at, short enough to live in the URL. */

/** Positions from the first up to, but without, the end. */
export interface Range {
  first: number;
  end: number;
}

export interface Zoom {
  rows: Range;
  columns: Range;
}

/** "120-631", or "120-631,0-99" where the columns are others than the rows; the last ones are included. */
export function encodeZoom({ rows, columns }: Zoom): string {
  const [down, across] = [encode(rows), encode(columns)];
  return down === across ? down : `${down},${across}`;
}

/** The inverse of `encodeZoom`; undefined for anything that is none. */
export function decodeZoom(text: string): Zoom | undefined {
  const [rows, columns, ...more] = text.split(',').map(decode);
  if (!rows || more.length > 0 || text.split(',').length !== (columns ? 2 : 1)) return undefined;
  return { rows, columns: columns ?? rows };
}

function encode({ first, end }: Range): string {
  return `${String(first)}-${String(end - 1)}`;
}

function decode(text: string): Range | undefined {
  const found = /^(\d{1,9})-(\d{1,9})$/.exec(text);
  if (!found) return undefined;
  const [first, last] = [Number(found[1]), Number(found[2])];
  return first <= last ? { first, end: last + 1 } : undefined;
}
