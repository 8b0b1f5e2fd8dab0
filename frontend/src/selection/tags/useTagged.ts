import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { tagRowsQuery } from '../../client/keeping';
import { useAnalysisPage } from '../page';
import { maskOf } from './tagged';

/** 1 a row that has a tag; undefined where none is asked for, or it is on its way. */
export function useTagged(tag: string | undefined): Uint8Array | undefined {
  const { analysis, samples } = useAnalysisPage();
  const { data } = useQuery({ ...tagRowsQuery(analysis.id), enabled: tag !== undefined });
  return useMemo(
    () => (tag === undefined || !data ? undefined : maskOf(data.get(tag), samples.index.length)),
    [tag, data, samples],
  );
}
