import { Tooltip, UnstyledButton } from '@mantine/core';
import type { Sample } from '../../client/types';
import { holds, type Rule } from '../../selection/relations';
import { formatCount } from '../../shared/format';
import classes from './SimilarityHistogram.module.css';
import { ThresholdHandles } from './ThresholdHandles';
import type { Thresholds } from './useThresholds';

const WIDTH = 300;
const HEIGHT = 60;

const ESTIMATED =
  'A sketch of so many samples compares each with some of the others. A number with “about” before it is estimated from those, and in 95 of 100 cases within what stands in brackets; it is never below what is listed.';

interface SimilarityHistogramProps {
  sample: Sample;
  thresholds: Thresholds;
}

/** How the other samples relate to one, with the thresholds as edges that are dragged. */
export function SimilarityHistogram({ sample, thresholds }: SimilarityHistogramProps) {
  const { compared, others, histogram } = sample;
  const { rules, reset } = thresholds;
  return (
    <figure className={classes.figure}>
      <div className={classes.plot}>
        <Bars counts={histogram} rules={rules} />
        <ThresholdHandles thresholds={thresholds} bins={histogram.length} />
      </div>
      <div className={classes.axis} aria-hidden>
        <span>−1</span>
        <span>similarity c of this sample to the others; drag the edges</span>
        <span>1</span>
      </div>
      <figcaption className={classes.caption}>
        {compared < others && (
          <Tooltip label={ESTIMATED}>
            <span>
              Counted in {formatCount(compared)} of {formatCount(others)}, drawn at random
            </span>
          </Tooltip>
        )}
        {reset && (
          <UnstyledButton className={classes.reset} onClick={reset}>
            Default thresholds
          </UnstyledButton>
        )}
      </figcaption>
    </figure>
  );
}

interface BarsProps {
  /** How many other samples there are in each of equal bins of similarity over [-1, 1]. */
  counts: readonly number[];
  rules: readonly Rule[];
}

/** Small, so the heights are square roots to keep the few visible. */
function Bars({ counts, rules }: BarsProps) {
  const bar = WIDTH / counts.length;
  const highest = Math.sqrt(Math.max(1, ...counts));
  return (
    <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" aria-hidden>
      {counts.map((count, bin) => {
        const height = (Math.sqrt(count) / highest) * HEIGHT;
        const centre = (2 * (bin + 0.5)) / counts.length - 1;
        const relation = rules.find((rule) => holds(rule, centre))?.relation;
        return (
          <rect
            key={bin}
            x={bin * bar}
            y={HEIGHT - height}
            width={bar * 0.85}
            height={height}
            fill={relation ? `var(--${relation})` : 'var(--line-strong)'}
          />
        );
      })}
    </svg>
  );
}
