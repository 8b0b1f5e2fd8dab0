import { useContext, useMemo } from 'react';
import { AnalysisPageContext } from '../page';
import { cellsBeside, type CellBeside, type Field } from './cells';
import { rowsOf } from './contents';
import type { PreviewProps } from './props';
import { useBatch } from './useBatch';

const NO_FIELDS: readonly Field[] = [];

/** What is known of the table's columns; nothing outside the page of an analysis. */
export function useFields(): readonly Field[] {
  return useContext(AnalysisPageContext)?.fields ?? NO_FIELDS;
}

/** The cells of a row, marked where there is another beside it; undefined while they are on their way. */
export function useCells(
  dataset: PreviewProps['dataset'],
  index: number,
  beside: number | undefined,
): CellBeside[] | undefined {
  const rows = rowsOf(dataset);
  const found = useBatch(rows, index);
  const other = useBatch(rows, beside);
  const fields = useFields();
  return useMemo(() => {
    if (found === undefined || found === 'missing') return undefined;
    const { columns, cells } = found;
    if (other === undefined || other === 'missing') {
      return columns.map((heading, place) => ({
        heading,
        cell: cells[place] ?? null,
        mark: undefined,
        deviations: undefined,
      }));
    }
    const deviations = new Map(fields.map(({ heading, deviation }) => [heading, deviation]));
    return cellsBeside(columns, cells, other.cells, deviations);
  }, [found, other, fields]);
}
