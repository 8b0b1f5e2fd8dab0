import type { KeyboardEvent, PointerEvent } from 'react';
import { range, ruleText, type Rule } from '../../selection/relations';
import { snap } from '../../shared/histogram';
import classes from './SimilarityHistogram.module.css';
import type { Thresholds } from './useThresholds';

const LARGE_STEP = 5;

interface ThresholdHandlesProps {
  thresholds: Thresholds;
  /** How many of the histogram, at whose edges a threshold can stand. */
  bins: number;
}

/** The edges of the relations over a histogram on [-1, 1]: sliders, by pointer and by keys. */
export function ThresholdHandles({ thresholds, bins }: ThresholdHandlesProps) {
  return thresholds.rules.map((rule) => (
    <Handle key={rule.relation} rule={rule} thresholds={thresholds} bins={bins} />
  ));
}

interface HandleProps extends ThresholdHandlesProps {
  rule: Rule;
}

function Handle({ rule, thresholds: { move, settle }, bins }: HandleProps) {
  const { relation, title, threshold, absolute } = rule;
  const [low, high] = range(rule);
  const within = (value: number) => Math.min(high, Math.max(low, snap(value, bins)));

  function at(event: PointerEvent<HTMLElement>): number | undefined {
    const plot = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!plot || !event.currentTarget.hasPointerCapture(event.pointerId)) return undefined;
    const similarity = (2 * (event.clientX - plot.left)) / plot.width - 1;
    return within(absolute ? Math.abs(similarity) : similarity);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = 2 / bins;
    const next: Record<string, number> = {
      ArrowLeft: threshold - step,
      ArrowDown: threshold - step,
      ArrowRight: threshold + step,
      ArrowUp: threshold + step,
      PageDown: threshold - LARGE_STEP * step,
      PageUp: threshold + LARGE_STEP * step,
      Home: low,
      End: high,
    };
    const chosen = next[event.key];
    if (chosen === undefined) return;
    event.preventDefault();
    settle(relation, within(chosen));
  }

  const pointer = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const value = at(event);
      if (value !== undefined) move(relation, value);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const value = at(event);
      if (value !== undefined) settle(relation, value);
    },
  };
  return (
    <>
      <span
        className={classes.handle}
        style={{ left: place(threshold), color: `var(--${relation})` }}
        role="slider"
        tabIndex={0}
        aria-label={`${title} from`}
        aria-valuemin={low}
        aria-valuemax={high}
        aria-valuenow={threshold}
        aria-valuetext={ruleText(rule)}
        title={`${title}: ${ruleText(rule)}`}
        onKeyDown={onKeyDown}
        {...pointer}
      />
      {absolute && threshold > 0 && (
        <span
          className={classes.handle}
          style={{ left: place(-threshold), color: `var(--${relation})` }}
          aria-hidden
          {...pointer}
        />
      )}
    </>
  );
}

function place(similarity: number): string {
  return `${String(50 * (similarity + 1))}%`;
}
