import { useEffect, useRef } from 'react';
import { useAnalysisPage } from '../page';
import { modalityOf } from '../preview/modalities';

/** How far ahead they are fetched, in what is in sight at once. */
const AHEAD = 3;
const FEWEST = 256;

/** Has the samples in sight come in few answers, and those that follow in the direction in which one scrolls. */
export function usePrefetch(rows: Uint32Array, first: number, end: number): void {
  const { analysis, samples } = useAnalysisPage();
  const before = useRef(first);
  useEffect(() => {
    const previews = modalityOf(analysis).ahead(analysis);
    const indices = (from: number, to: number) =>
      Array.from(rows.subarray(Math.max(0, from), Math.max(0, to)), (row) => samples.index[row] ?? 0);
    const far = Math.max(FEWEST, AHEAD * (end - first));
    previews.forgetLater();
    previews.want(indices(first, end));
    if (first >= before.current) previews.want(indices(end, end + far), 'later');
    else previews.want(indices(first - far, first).reverse(), 'later');
    before.current = first;
  }, [analysis, samples, rows, first, end]);
}
