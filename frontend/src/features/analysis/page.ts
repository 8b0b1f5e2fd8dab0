import { createContext, useContext } from 'react';
import type { Page } from '../../client/types';

/** A finished analysis with what all of its views look up. */
export interface AnalysisPageData extends Page {
  classNames: readonly string[];
  /** From a sample's index to its position in the columns. */
  rowOf: ReadonlyMap<number, number>;
}

export function toPageData(page: Page): AnalysisPageData {
  return {
    ...page,
    classNames: page.analysis.class_names ?? [],
    rowOf: new Map(page.samples.index.map((index, row) => [index, row])),
  };
}

export const AnalysisPageContext = createContext<AnalysisPageData | null>(null);

export function useAnalysisPage(): AnalysisPageData {
  const page = useContext(AnalysisPageContext);
  if (!page) throw new Error('This view stands outside the page of an analysis.');
  return page;
}

/** The name of a class, or its number where it has none. */
export function className(names: readonly string[], label: number): string {
  return names[label] ?? String(label);
}
