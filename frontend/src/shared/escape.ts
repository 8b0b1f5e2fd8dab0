import type { KeyboardEvent } from 'react';

/** Props of a dialog that takes the Escape key for itself: what lies under it would take the same key, too. */
export function takesEscape(close: () => void) {
  return {
    closeOnEscape: false,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    },
  };
}
