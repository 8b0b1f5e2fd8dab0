import type { SketchError } from '../../client/types';
import { formatCount, formatShare } from '../../shared/format';

/** What was measured of a sketch, and what follows for the page. */
export function sketchNote(error: SketchError): string {
  return (
    `Compared with the exact kernel over ${formatCount(error.pairs)} pairs, its similarity is off by ` +
    `${error.similarity_error.toFixed(4)} on average; Spearman’s ρ is ${error.rank_correlation.toFixed(3)}. ` +
    `Of the ${String(error.nearest)} nearest samples it finds ${formatShare(error.recall)}, and ` +
    `${formatShare(error.reranked_recall)} once its ${String(error.candidates)} best are ranked exactly, ` +
    'as happens when you click a sample.'
  );
}
