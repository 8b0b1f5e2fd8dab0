import { createContext, useContext } from 'react';
import type { Analysis, Page } from '../client/types';

/** What an analysis says of itself as soon as its first stages are done. */
type Found = 'dataset_id' | 'samples' | 'class_names' | 'modality' | 'input_shape' | 'kernel';

/** An analysis with results. */
export type FinishedAnalysis = Analysis & { [Fact in Found]: NonNullable<Analysis[Fact]> };

/** A finished analysis with what all of its views look up. */
export interface AnalysisPageData extends Page {
  analysis: FinishedAnalysis;
  classNames: readonly string[];
  /** From a sample's index to its position in the columns. */
  rowOf: ReadonlyMap<number, number>;
}

export function toPageData(page: Page): AnalysisPageData {
  const analysis = finished(page.analysis);
  return {
    ...page,
    analysis,
    classNames: analysis.class_names,
    rowOf: new Map(page.samples.index.map((index, row) => [index, row])),
  };
}

function finished(analysis: Analysis): FinishedAnalysis {
  const { id, dataset_id, samples, class_names, modality, input_shape, kernel } = analysis;
  if (dataset_id === null || samples === null || !class_names || !modality || !input_shape || !kernel) {
    throw new Error(`Analysis ${String(id)} has results but does not say of what.`);
  }
  return { ...analysis, dataset_id, samples, class_names, modality, input_shape, kernel };
}

export const AnalysisPageContext = createContext<AnalysisPageData | null>(null);

export function useAnalysisPage(): AnalysisPageData {
  const page = useContext(AnalysisPageContext);
  if (!page) throw new Error('This view stands outside the page of an analysis.');
  return page;
}

/** The row of a sample that the server has named: a plan's, a neighbour's. */
export function rowOfKnown(rowOf: ReadonlyMap<number, number>, index: number): number {
  const row = rowOf.get(index);
  if (row === undefined) throw new Error(`Sample ${String(index)} is not among those of this analysis.`);
  return row;
}

/** The name of a class, or its number where it has none. */
export function className(names: readonly string[], label: number): string {
  return names[label] ?? String(label);
}
