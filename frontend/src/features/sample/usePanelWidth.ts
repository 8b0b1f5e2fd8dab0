import { useLocalStorage } from '@mantine/hooks';
import { useLayoutEffect } from 'react';
import { clampWidth } from './width';

const VARIABLE = '--panel-width';

interface PanelWidth {
  /** Shows a width while it is being chosen, without anything drawn anew but what it moves. */
  show: (width: number) => void;
  /** Keeps a width; the usual one where it is null. */
  choose: (width: number | null) => void;
}

/** How wide a person wants the panel: the same on every view and at the next visit. */
export function usePanelWidth(): PanelWidth {
  const [width, setWidth] = useLocalStorage<number | null>({
    key: 'lpntk-panel-width',
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  useLayoutEffect(() => {
    if (typeof width === 'number') show(width);
    else document.documentElement.style.removeProperty(VARIABLE);
  }, [width]);
  return {
    show,
    choose: (next) => {
      setWidth(next === null ? null : clampWidth(next, window.innerWidth));
    },
  };
}

function show(width: number): void {
  document.documentElement.style.setProperty(VARIABLE, `${String(clampWidth(width, window.innerWidth))}px`);
}
