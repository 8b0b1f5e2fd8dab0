import { useMemo } from 'react';
import { useColours } from '../../shared/palette';
import { useClusters } from '../clusters';
import { useAnalysisPage } from '../page';
import { usePlan } from '../plan';
import { colourOf } from '../search';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useColumns } from '../useColumns';
import { useEffectOfSample } from '../useEffectOfSample';
import { useScores } from '../useScores';
import { byClass, byCluster, byCorrectness, byEffect, byPlan, byScore, type Colouring } from './colouring';

/** What the samples are coloured by now; what was asked for before while the next is on its way. */
export function useColouring() {
  const { samples, classNames, columns } = useAnalysisPage();
  const scores = useScores();
  const colours = useColours();
  const [search] = useAnalysisSearch();
  const colour = colourOf(search, Object.keys(columns));
  const score = scores.find(({ name }) => name === colour);
  const { columns: found, error } = useColumns(score || colour === 'suggested' ? [colour] : []);
  const column = found.get(colour);
  const clusters = useClusters(colour === 'cluster');
  const { plan } = usePlan(colour === 'pruned');
  const { effect: shown, error: whyNot } = useEffectOfSample(search.effect !== 'off');
  const colouring = useMemo((): Colouring => {
    if (shown) return byEffect(shown.similarity);
    if (score && column) return byScore(score, column, colours);
    if (colour === 'suggested' && column) return byClass('Left-out prediction', column, classNames, colours);
    if (colour === 'predicted') return byClass('Predicted', samples.predicted, classNames, colours);
    if (colour === 'correct') return byCorrectness(samples, colours);
    if (colour === 'cluster') return byCluster(samples, clusters, colours);
    if (colour === 'pruned' && plan) return byPlan(plan.goes, colours);
    return byClass('Class', samples.label, classNames, colours);
  }, [shown, score, column, colour, samples, classNames, clusters, plan, colours]);
  return { colouring, effect: shown, whyNoEffect: whyNot?.message, error };
}
