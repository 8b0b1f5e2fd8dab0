import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

/** Whether the page is light or dark now. */
export function useTheme() {
  return useComputedColorScheme('light', { getInitialValueInEffect: false });
}

/** The present value of a colour in tokens.css, by its name there. */
export type Palette = (name: string) => string;

/** The colours of tokens.css for what is drawn outside CSS. */
export function usePalette(): Palette {
  const theme = useTheme();
  return useMemo(() => paletteOf(theme), [theme]);
}

function paletteOf(theme: string): Palette {
  const root = document.querySelector(`[data-mantine-color-scheme='${theme}']`) ?? document.documentElement;
  const style = getComputedStyle(root);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}
