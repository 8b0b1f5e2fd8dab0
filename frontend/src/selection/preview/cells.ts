/** What two rows of a table share, and where they differ most. */

import { formatCount } from '../../shared/format';
import type { Cell } from './contents';

/** What is known of a column of the table: how far its numbers differ, and how much of that lies between classes. */
export interface Field {
  heading: string;
  deviation: number | null;
  telling: number;
}

export type Mark = 'same' | 'apart';

/** A cell beside that of another row. */
export interface CellBeside {
  heading: string;
  cell: Cell;
  mark: Mark | undefined;
  /** By how many standard deviations of the column it is larger; undefined of what are no numbers. */
  deviations: number | undefined;
}

/** Of so many cells, those that differ most, it is said that they do; and of none that differs by less. */
const MOST_APART = 3;
const LEAST_APART = 1;
/** Two groups that differ are as far apart as numbers by so many standard deviations. */
const GROUPS_APART = 2;

export function formatCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? formatCount(cell) : String(Number(cell.toPrecision(5)));
}

/** So many of a row's cells, in their order, of the columns that tell the classes apart best. */
export function mostTelling<One extends { heading: string }>(
  cells: readonly One[],
  fields: readonly Field[],
  count: number,
): One[] {
  if (cells.length <= count) return [...cells];
  const by = tellingOf(fields);
  const chosen = new Set([...cells].sort((one, other) => by(other) - by(one)).slice(0, count));
  return cells.filter((one) => chosen.has(one));
}

/** How well a cell's column tells the classes apart. */
function tellingOf(fields: readonly Field[]): (cell: { heading: string }) => number {
  const telling = new Map(fields.map((field) => [field.heading, field.telling]));
  return ({ heading }) => telling.get(heading) ?? 0;
}

/** The cells of a row, in their order, beside those of another. */
export function cellsBeside(
  columns: readonly string[],
  cells: readonly Cell[],
  others: readonly Cell[],
  deviations: ReadonlyMap<string, number | null>,
): CellBeside[] {
  const found = columns.map((heading, place): CellBeside => {
    const [cell, other] = [cells[place] ?? null, others[place] ?? null];
    const by = typeof cell === 'number' && typeof other === 'number' ? cell - other : undefined;
    const spread = deviations.get(heading) ?? 0;
    return {
      heading,
      cell,
      mark: cell === other ? 'same' : undefined,
      deviations: by !== undefined && spread > 0 ? by / spread : undefined,
    };
  });
  const apart = found
    .filter((one) => one.mark === undefined && distance(one) >= LEAST_APART)
    .sort((one, other) => distance(other) - distance(one))
    .slice(0, MOST_APART);
  return found.map((one) => (apart.includes(one) ? { ...one, mark: 'apart' } : one));
}

function distance({ mark, deviations }: CellBeside): number {
  if (mark === 'same') return 0;
  return deviations === undefined ? GROUPS_APART : Math.abs(deviations);
}

/** All of them, those that differ most first, and what is the same last. */
export function differingFirst(cells: readonly CellBeside[]): CellBeside[] {
  return [...cells].sort((one, other) => distance(other) - distance(one));
}

/** Those that differ most first, then what is the same, then the rest, of either what tells the classes apart best. */
export function tellingFirst(cells: readonly CellBeside[], fields: readonly Field[]): CellBeside[] {
  const rank = { apart: 0, same: 1 };
  const by = tellingOf(fields);
  return [...cells].sort(
    (one, other) =>
      (one.mark ? rank[one.mark] : 2) - (other.mark ? rank[other.mark] : 2) ||
      (one.mark === 'apart' ? distance(other) - distance(one) : by(other) - by(one)),
  );
}
