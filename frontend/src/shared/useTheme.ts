import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { Relation } from './relations';

export type Theme = 'light' | 'dark';

/** Whether the page is light or dark now. */
export function useTheme(): Theme {
  return useComputedColorScheme('light', { getInitialValueInEffect: false });
}

export type Palette = Record<Relation | 'text' | 'muted', string>;

/** The present values of colours in tokens.css, for what is drawn outside CSS. */
export function usePalette(): Palette {
  const theme = useTheme();
  return useMemo(() => readPalette(theme), [theme]);
}

function readPalette(theme: Theme): Palette {
  const root = document.querySelector(`[data-mantine-color-scheme='${theme}']`) ?? document.documentElement;
  const style = getComputedStyle(root);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    interchangeable: read('interchangeable'),
    unrelated: read('unrelated'),
    contradictory: read('contradictory'),
    text: read('text'),
    muted: read('text-muted'),
  };
}
