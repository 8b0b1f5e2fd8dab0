import { useEffect, useRef } from 'react';
import { client } from '../../client/api';
import { useAnalysisPage } from '../page';
import { useSelected } from './useSelected';

const QUIET_MILLISECONDS = 400;

/** Tells the server what is selected, so that a notebook can go on with it. */
export function useTellSelection(): void {
  const { analysis, samples } = useAnalysisPage();
  const { rows, count } = useSelected();
  const hasTold = useRef(false);
  useEffect(() => {
    // A page that was just opened without a selection must not take away what another one has selected.
    if (count === 0 && !hasTold.current) return undefined;
    const timer = window.setTimeout(() => {
      hasTold.current = true;
      client
        .PUT('/api/analyses/{analysis_id}/selection', {
          params: { path: { analysis_id: analysis.id } },
          body: { indices: Array.from(samples.index).filter((_, row) => rows[row] === 1) },
        })
        .catch(() => undefined); // the next change tells again
    }, QUIET_MILLISECONDS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [analysis.id, samples, rows, count]);
}
