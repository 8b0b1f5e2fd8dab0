import { useQuery } from '@tanstack/react-query';
import { embeddingMapQuery } from '../../client/ownColumns';
import { useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useEmbedding } from './useEmbedding';

/** Where the samples lie on the map that is looked at: the kernel's until that of an embedding has come. */
export function usePlaces() {
  const { analysis, samples } = useAnalysisPage();
  const [{ map }] = useAnalysisSearch();
  const embedding = useEmbedding(map);
  const { data, error } = useQuery(
    embeddingMapQuery(analysis.id, embedding?.name, embedding?.task_id ?? null),
  );
  return { places: data ?? samples, error };
}
