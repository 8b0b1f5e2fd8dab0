import { useQuery } from '@tanstack/react-query';
import { rowQuery } from '../client/queries';
import { useAnalysisPage } from './page';
import { EFFECT } from './scores';
import { useAnalysisSearch } from './useAnalysisSearch';

/** What learning the chosen sample does to every other, where somebody looks at it; the last one's meanwhile. */
export function useEffectOfSample() {
  const { analysis } = useAnalysisPage();
  const [{ sample, effect, sort }] = useAnalysisSearch();
  const wanted = sample !== undefined && (effect !== 'off' || sort === EFFECT);
  const { data, error, isPlaceholderData } = useQuery({
    ...rowQuery(analysis.id, wanted ? sample : undefined),
    retry: false,
  });
  return { effect: wanted ? data : undefined, error, isStale: isPlaceholderData };
}
