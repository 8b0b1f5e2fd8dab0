import type { Embedding } from '../../client/types';
import { useAnalysisPage } from '../page';

/** The embedding of a name, where its map and neighbours are there. */
export function useEmbedding(name: string | undefined): Embedding | undefined {
  const { embeddings } = useAnalysisPage();
  return embeddings.find((one) => one.name === name && one.state === 'done');
}
