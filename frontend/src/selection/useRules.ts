import { useMemo } from 'react';
import { useOptions } from '../client/options';
import type { Rule } from './relations';
import { rulesOf } from './search';
import { useAnalysisSearch } from './useAnalysisSearch';

/** The relations in their order, each from where it begins on this page. */
export function useRules(): readonly Rule[] {
  const { relations } = useOptions();
  const [search] = useAnalysisSearch();
  return useMemo(() => rulesOf(search, relations), [search, relations]);
}
