import { useCallback, useMemo } from 'react';
import { useAnalysisPage } from '../page';
import { decodeRows, encodeRows } from '../selected/encode';
import { useSearchPart, useUpdateSearch } from '../useAnalysisSearch';
import { pinned, type Pin, type Pins } from './pins';

/** What a person has said by hand, as it stands in the address, and the way to say more. */
export function usePins(): [pins: Pins, pin: (rows: Iterable<number>, pin: Pin) => void] {
  const { samples } = useAnalysisPage();
  const stay = useSearchPart((search) => search.stay);
  const go = useSearchPart((search) => search.go);
  const update = useUpdateSearch();
  const total = samples.index.length;
  const pins = useMemo(
    () => ({ stay: decodeRows(stay, total), go: decodeRows(go, total) }),
    [stay, go, total],
  );
  const set = useCallback(
    (rows: Iterable<number>, pin: Pin) => {
      const next = pinned(pins, rows, pin);
      update({ stay: encodeRows(next.stay), go: encodeRows(next.go) });
    },
    [pins, update],
  );
  return [pins, set];
}
