import type { FinishedAnalysis } from '../page';

/** The columns of a table of samples: what they are, what was said of them, and every score that the analysis has. */
export function tableColumns(
  modality: FinishedAnalysis['modality'],
  scores: readonly string[],
  columns: Readonly<Record<string, unknown>>,
): string[] {
  const known = (names: string[], column: string) => (columns[column] === undefined ? [] : names);
  return [
    'index',
    ...(modality === 'texts' ? ['text'] : []),
    ...['label', 'label_name', 'predicted', 'predicted_name'],
    ...known(['suggested', 'suggested_name'], 'suggested'),
    ...known(['true_label', 'true_label_name'], 'true_label'),
    ...['head', 'head_similarity', 'x', 'y', 'tags', 'note', 'decision', 'decided'],
    ...scores,
  ];
}
