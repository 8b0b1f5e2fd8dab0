import { useQuery } from '@tanstack/react-query';
import { useTheme } from '../shared/useTheme';
import { figureQuery, type Colouring } from './queries';
import type { FigureKind } from './types';

/** A figure that Python has built, in the page's present theme. */
export function useFigure(analysisId: number, kind: FigureKind, colouring?: Colouring) {
  return useQuery(figureQuery(analysisId, kind, useTheme(), colouring));
}
