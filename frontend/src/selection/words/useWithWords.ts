import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { searchQuery } from '../../client/queries';
import { useAnalysisPage } from '../page';

/** 1 a row that has the words: none before it is known which have; undefined where none are asked for. */
export function useWithWords(words: string | undefined): {
  withWords: Uint8Array | undefined;
  error: Error | null;
} {
  const { analysis, samples, rowOf } = useAnalysisPage();
  const { data, error } = useQuery(searchQuery(analysis.id, words));
  const withWords = useMemo(() => {
    if (words === undefined) return undefined;
    const mask = new Uint8Array(samples.index.length);
    for (const index of data ?? []) mask[rowOf.get(index) ?? -1] = 1;
    return mask;
  }, [words, data, samples, rowOf]);
  return { withWords, error: words === undefined ? null : error };
}
