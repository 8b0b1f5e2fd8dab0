import { useState } from 'react';

/**
 * A value that runs ahead of its settled one while a slider is dragged.
 *
 * The draft ends when the settled value changes, whether by this slider or by the Back button. `settled` must keep
 * its identity while it is the same.
 */
export function useDraft<T>(settled: T): [value: T, draft: (value: T) => void] {
  const [base, setBase] = useState(settled);
  const [draft, setDraft] = useState(settled);
  if (base !== settled) {
    setBase(settled);
    setDraft(settled);
    return [settled, setDraft];
  }
  return [draft, setDraft];
}
