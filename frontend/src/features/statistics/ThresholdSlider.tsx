import { Slider } from '@mantine/core';
import { countRelation, range, ruleText, type Rule } from '../../selection/relations';
import { formatCount, formatShare } from '../../shared/format';
import classes from './ThresholdSlider.module.css';

interface ThresholdSliderProps {
  rule: Rule;
  /** Counts each pair from both of its sides. */
  histogram: readonly number[];
  /** How many pairs there are, each once, and whether the histogram counts them all. */
  pairs: number;
  comparesAll: boolean;
  onMove: (threshold: number) => void;
  onSettle: (threshold: number) => void;
}

/** Where one relation begins, and how many pairs have it. */
export function ThresholdSlider({
  rule,
  histogram,
  pairs,
  comparesAll,
  onMove,
  onSettle,
}: ThresholdSliderProps) {
  const { relation, title, means, at_least, threshold } = rule;
  const [min, max] = range(rule);
  const count = countRelation(histogram, rule);
  const total = Math.max(
    1,
    histogram.reduce((sum, n) => sum + n, 0),
  );
  return (
    <div>
      <div className={classes.head} title={means}>
        <strong>
          <i style={{ background: `var(--${relation})` }} />
          {title}
        </strong>
        <span className="numbers">{ruleText(rule)}</span>
      </div>
      <Slider
        thumbLabel={`${title} from`}
        size="sm"
        min={min}
        max={max}
        step={2 / histogram.length}
        inverted={at_least}
        label={null}
        color={`var(--${relation})`}
        value={threshold}
        onChange={onMove}
        onChangeEnd={onSettle}
      />
      <p className={classes.count} role="status" aria-label={`${title} pairs`}>
        {!comparesAll && 'about '}
        <strong>
          {formatCount(comparesAll ? Math.round(count / 2) : roughly((pairs * count) / total))}
        </strong>{' '}
        pairs · {formatShare(count / total)}
      </p>
    </div>
  );
}

/** An estimate with no more digits than it is good for. */
function roughly(count: number): number {
  return Number(count.toPrecision(3));
}
