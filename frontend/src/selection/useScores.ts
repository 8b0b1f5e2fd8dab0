import { useOptions } from '../client/options';
import type { Score } from '../client/types';
import { useMemo } from 'react';
import { useAnalysisPage } from './page';

/** The scores that the analysis has, as Python describes them. */
export function useScores(): readonly Score[] {
  const { scores } = useOptions();
  const { scores: there } = useAnalysisPage();
  return useMemo(() => scores.filter(({ name }) => there.includes(name)), [scores, there]);
}
