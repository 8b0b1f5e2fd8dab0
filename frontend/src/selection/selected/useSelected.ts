import { useCallback, useMemo } from 'react';
import { useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { decodeRows, encodeRows } from './encode';

/** The one selection of the page, which every view shows and changes. */
export interface Selected {
  /** 1 a row that is selected. */
  rows: Uint8Array;
  count: number;
  /** Selects these rows and no others. */
  set: (rows: Uint8Array) => void;
  /** Selects these rows beside those that are. */
  add: (rows: Iterable<number>) => void;
  /** Takes these rows away from those that are selected. */
  remove: (rows: Iterable<number>) => void;
  toggle: (row: number) => void;
  invert: () => void;
  clear: () => void;
}

/** The rows that are 1 in a mask, ascending. */
export function rowsOf(mask: Uint8Array): Uint32Array {
  return Uint32Array.from(Array.from(mask.keys()).filter((row) => mask[row] === 1));
}

export function useSelected(): Selected {
  const { samples } = useAnalysisPage();
  const [{ selected }, update] = useAnalysisSearch();
  const total = samples.index.length;
  const rows = useMemo(() => decodeRows(selected, total), [selected, total]);
  const set = useCallback(
    (next: Uint8Array) => {
      const text = encodeRows(next);
      update({ selected: text, ...(text === undefined && { only: undefined }) });
    },
    [update],
  );
  return useMemo(() => {
    const changed = (which: Iterable<number>, value: (row: number) => number) => {
      const next = rows.slice();
      for (const row of which) next[row] = value(row);
      set(next);
    };
    return {
      rows,
      count: rows.reduce((sum, bit) => sum + bit, 0),
      set,
      add: (which) => {
        changed(which, () => 1);
      },
      remove: (which) => {
        changed(which, () => 0);
      },
      toggle: (row) => {
        changed([row], (one) => 1 - (rows[one] ?? 0));
      },
      invert: () => {
        set(rows.map((bit) => 1 - bit));
      },
      clear: () => {
        set(new Uint8Array(total));
      },
    };
  }, [rows, set, total]);
}
