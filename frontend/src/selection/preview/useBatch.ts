import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Batches, Found } from './batches';

/** What is shown of a sample, asked for while it is in sight; of none where no index is given. */
export function useBatch<Shown>(batches: Batches<Shown>, index: number | undefined): Found<Shown> {
  const subscribe = useCallback(
    (listener: () => void) => (index === undefined ? () => undefined : batches.subscribe(index, listener)),
    [batches, index],
  );
  const found = useSyncExternalStore(subscribe, () => (index === undefined ? undefined : batches.get(index)));
  useEffect(() => {
    if (index !== undefined) batches.want([index]);
  }, [batches, index]);
  return found;
}
