import { createContext, useContext, useMemo } from 'react';
import { columnsNeeded, needsPlan, passing, rowsToShow, type Material } from './filter';
import { useAnalysisPage } from './page';
import { usePlan } from './plan';
import { rangesOf } from './ranges';
import { EFFECT, type Column } from './scores';
import type { AnalysisSearch } from './search';
import { useSelected } from './selected/useSelected';
import { useTagged } from './tags/useTagged';
import { useAnalysisSearch } from './useAnalysisSearch';
import { useColumns } from './useColumns';
import { useEffectOfSample } from './useEffectOfSample';
import { useWithWords } from './words/useWithWords';

/** The address without what says how samples that pass are shown, so that only what matters makes them anew. */
function filtersOf(search: AnalysisSearch): AnalysisSearch {
  const { class: label, predicted, suggested, cluster, prediction, status, where, tag, words, only } = search;
  return { class: label, predicted, suggested, cluster, prediction, status, where, tag, words, only };
}

function isFilteredByEffect({ where }: AnalysisSearch): boolean {
  return rangesOf(where).some(({ name }) => name === EFFECT);
}

export interface Filtered {
  /** 1 a row that passes. */
  passes: Uint8Array;
  /** The rows that pass, sorted. */
  rows: Uint32Array;
  error: Error | null;
}

export const FilteredContext = createContext<Filtered | null>(null);

/** Which samples pass the filters of the page: the same in every view. */
export function useFiltered(): Filtered {
  const filtered = useContext(FilteredContext);
  if (!filtered) throw new Error('This view stands outside the page of an analysis.');
  return filtered;
}

/** Filters and sorts, once for all views. */
export function useFiltering(): Filtered {
  const { samples, columns: there } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const { plan, error: planError } = usePlan(needsPlan(search));
  const selected = useSelected();
  const { tagged, error: tagError } = useTagged(search.tag);
  const { withWords, error: wordsError } = useWithWords(search.words);
  const found = useColumns(columnsNeeded(search, Object.keys(there)));
  const { effect } = useEffectOfSample(search.sort === EFFECT || isFilteredByEffect(search));
  const wanted = search.only ? selected.rows : undefined;
  const key = JSON.stringify(filtersOf(search));
  const material = useMemo((): Material => {
    const columns = new Map<string, Column>(found.columns);
    if (effect) columns.set(EFFECT, effect.similarity);
    return { goes: plan?.goes, selected: wanted, tagged, found: withWords, columns };
  }, [plan, wanted, tagged, withWords, found.columns, effect]);
  const passes = useMemo(
    () => passing(samples, JSON.parse(key) as AnalysisSearch, material),
    [samples, key, material],
  );
  const { sort, order } = search;
  const rows = useMemo(
    () => rowsToShow(samples, { sort, order }, material, passes),
    [samples, sort, order, material, passes],
  );
  const error = planError ?? tagError ?? wordsError ?? found.error;
  return useMemo(() => ({ passes, rows, error }), [passes, rows, error]);
}
