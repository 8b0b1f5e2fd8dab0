import { useOptions } from '../client/options';
import type { Score } from '../client/types';
import { useMemo } from 'react';
import { useAnalysisPage } from './page';

/** The scores that the analysis has, as Python describes them, and after them a person's own columns. */
export function useScores(): readonly Score[] {
  const { scores } = useOptions();
  const { scores: there, own } = useAnalysisPage();
  return useMemo(() => [...scores.filter(({ name }) => there.includes(name)), ...own], [scores, there, own]);
}
