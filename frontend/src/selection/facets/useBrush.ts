import { useThrottledCallback } from '@mantine/hooks';
import { useMemo, useRef } from 'react';
import { useDraft } from '../../shared/useDraft';
import { rangesOf, withRange } from '../ranges';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { rangeOfSpan, spanOfRange, type Bins, type Span } from './bins';

/** How often the views follow while one drags. */
const FOLLOWING_MILLISECONDS = 90;
/** What follows so closely is one step for Back. */
const ONE_STEP_MILLISECONDS = 1200;

export interface Brush {
  span: Span;
  isOn: boolean;
  set: (span: Span) => void;
}

/** The part of a histogram that a person has brushed, which the address has as a range of its score. */
export function useBrush(name: string, bins: Bins): Brush {
  const [{ where }, update] = useAnalysisSearch();
  const text = useMemo(() => {
    const range = rangesOf(where).find((one) => one.name === name);
    return range ? spanOfRange(bins, range.low, range.high).join() : '';
  }, [where, name, bins]);
  const all = useMemo((): Span => [0, bins.edges.length - 1], [bins]);
  const settled = useMemo((): Span => {
    const [from, to] = text.split(',').map(Number);
    return from === undefined || to === undefined ? all : [from, to];
  }, [text, all]);
  const [span, draft] = useDraft(settled);
  const latest = useRef(-Infinity);
  const commit = useThrottledCallback((next: Span) => {
    const now = performance.now();
    const replace = now - latest.current < ONE_STEP_MILLISECONDS;
    latest.current = now;
    update({ where: withRange(where, name, rangeOfSpan(bins, next)) }, { replace });
  }, FOLLOWING_MILLISECONDS);
  return {
    span,
    isOn: text !== '',
    set: (next) => {
      draft(next);
      commit(next);
    },
  };
}
