import { createContext, useContext } from 'react';
import type { AnalysisPageData } from '../../selection/page';

/** The analyses that stand beside each other. */
export interface Two {
  first: AnalysisPageData;
  second: AnalysisPageData;
}

export const TwoContext = createContext<Two | null>(null);

export function useTwo(): Two {
  const two = useContext(TwoContext);
  if (!two) throw new Error('This stands outside the page of a comparison.');
  return two;
}
