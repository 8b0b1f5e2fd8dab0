import { createContext, useContext } from 'react';
import { columnIn, type Columns } from '../client/columns';
import type { Analysis, Page } from '../client/types';
import { rowOfIndices, type RowOf } from './rowOf';

/** What an analysis says of itself as soon as its first stages are done. */
type Found = 'dataset_id' | 'samples' | 'class_names' | 'modality' | 'input_shape' | 'kernel';

/** An analysis with results. */
export type FinishedAnalysis = Analysis & { [Fact in Found]: NonNullable<Analysis[Fact]> };

/** What is looked up of every sample, a number a row; what is not known is NaN. */
export interface Samples {
  index: Uint32Array;
  label: Uint16Array;
  predicted: Uint16Array;
  /** Index of the head of the sample's cluster. */
  head: Uint32Array;
  head_similarity: Float32Array;
  x: Float32Array;
  y: Float32Array;
}

/** A finished analysis with what all of its views look up. */
export interface AnalysisPageData extends Omit<Page, 'analysis'> {
  analysis: FinishedAnalysis;
  classNames: readonly string[];
  samples: Samples;
  rowOf: RowOf;
}

export function toPageData(page: Page, base: Columns): AnalysisPageData {
  const analysis = finished(page.analysis);
  const index = columnIn(base, 'index', Uint32Array);
  const samples: Samples = {
    index,
    label: columnIn(base, 'label', Uint16Array),
    predicted: columnIn(base, 'predicted', Uint16Array),
    head: columnIn(base, 'head', Uint32Array).map((row) => index[row] ?? 0),
    head_similarity: columnIn(base, 'head_similarity', Float32Array),
    x: columnIn(base, 'x', Float32Array),
    y: columnIn(base, 'y', Float32Array),
  };
  return { ...page, analysis, classNames: analysis.class_names, samples, rowOf: rowOfIndices(index) };
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

/** The name of a class, or its number where it has none. */
export function className(names: readonly string[], label: number): string {
  return names[label] ?? String(label);
}
