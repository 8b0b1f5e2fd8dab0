import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { tagRowsQuery } from '../../client/keeping';
import { useAnalysisPage } from '../page';
import { maskOf } from './tagged';

/** 1 a row that has a tag: none before it is known who has it; undefined where no tag is asked for. */
export function useTagged(tag: string | undefined): { tagged: Uint8Array | undefined; error: Error | null } {
  const { analysis, samples } = useAnalysisPage();
  const { data, error } = useQuery({ ...tagRowsQuery(analysis.id), enabled: tag !== undefined });
  const tagged = useMemo(
    () => (tag === undefined ? undefined : maskOf(data?.get(tag), samples.index.length)),
    [tag, data, samples],
  );
  return { tagged, error: tag === undefined ? null : error };
}
