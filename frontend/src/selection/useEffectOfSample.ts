import { useQuery } from '@tanstack/react-query';
import { rowQuery } from '../client/queries';
import { useAnalysisPage } from './page';
import { useAnalysisSearch } from './useAnalysisSearch';

/** What learning the chosen sample does to every other, where that is `asked`; the last one's meanwhile. */
export function useEffectOfSample(asked: boolean) {
  const { analysis } = useAnalysisPage();
  const [{ sample }] = useAnalysisSearch();
  const wanted = asked && sample !== undefined;
  const { data, error, isPlaceholderData } = useQuery({
    ...rowQuery(analysis.id, wanted ? sample : undefined),
    retry: false,
  });
  return { effect: wanted ? data : undefined, error, isStale: isPlaceholderData };
}
