import { useQuery } from '@tanstack/react-query';
import { useTheme } from '../shared/useTheme';
import { figureQuery } from './queries';
import type { FigureKind } from './types';

/** A figure that Python has built, in the page's present theme. */
export function useFigure(analysisId: number, kind: FigureKind) {
  return useQuery(figureQuery(analysisId, kind, useTheme()));
}
