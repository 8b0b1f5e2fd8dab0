/** Parts of the picture of all pairs: how one follows from another by zooming and moving. */

import type { Range, Zoom } from '../../selection/zoom';

/** The fewest positions that are shown: below, a pair would be larger than its images. */
export const FEWEST = 8;

/** The whole picture of so many samples. */
export function whole(count: number): Zoom {
  return { rows: { first: 0, end: count }, columns: { first: 0, end: count } };
}

export function isWhole({ rows, columns }: Zoom, count: number): boolean {
  return [rows, columns].every(({ first, end }) => first === 0 && end === count);
}

/** The part that an address names, as far as there are samples. */
export function within(zoom: Zoom | undefined, count: number): Zoom {
  if (!zoom) return whole(count);
  return { rows: fitted(zoom.rows, count), columns: fitted(zoom.columns, count) };
}

/** From `low` to `high`, in shares of the part along each axis, whichever is the larger. */
export function inside(
  { rows, columns }: Zoom,
  corner: { x: number; y: number },
  other: { x: number; y: number },
  count: number,
): Zoom {
  return { rows: cut(rows, corner.y, other.y, count), columns: cut(columns, corner.x, other.x, count) };
}

/** `factor` times as much of it, so that what lies at a point (in shares of the part) stays there. */
export function scaled(
  { rows, columns }: Zoom,
  factor: number,
  at: { x: number; y: number },
  count: number,
): Zoom {
  return {
    rows: scaledRange(rows, factor, at.y, count),
    columns: scaledRange(columns, factor, at.x, count),
  };
}

/** Moved by so many shares of itself. */
export function moved({ rows, columns }: Zoom, right: number, down: number, count: number): Zoom {
  const shifted = (range: Range, by: number) => {
    const steps = Math.round(by * (range.end - range.first));
    return fitted({ first: range.first + steps, end: range.end + steps }, count);
  };
  return { rows: shifted(rows, down), columns: shifted(columns, right) };
}

/** The position at a share of a range. */
export function positionAt({ first, end }: Range, share: number): number {
  return Math.min(end - 1, Math.max(first, first + Math.floor(share * (end - first))));
}

function cut(range: Range, one: number, other: number, count: number): Range {
  const low = positionAt(range, Math.min(one, other));
  const high = positionAt(range, Math.max(one, other)) + 1;
  return fitted({ first: low, end: high }, count);
}

function scaledRange(range: Range, factor: number, at: number, count: number): Range {
  const length = range.end - range.first;
  const wanted = Math.max(Math.min(FEWEST, count), Math.round(length * factor));
  const first = Math.round(range.first + at * (length - wanted));
  return fitted({ first, end: first + wanted }, count);
}

/** A range that lies among `count` positions and is not too small, as near to another as there is one. */
function fitted({ first, end }: Range, count: number): Range {
  const length = Math.min(count, Math.max(FEWEST, end - first));
  const middle = Math.round((first + end - length) / 2);
  const start = Math.max(0, Math.min(count - length, end - first === length ? first : middle));
  return { first: start, end: start + length };
}
