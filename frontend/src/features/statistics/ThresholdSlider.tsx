import { Slider } from '@mantine/core';
import { formatCount, formatShare, formatSimilarity } from '../../shared/format';
import { countRelation, RELATION_TEXT, type Relation, type Thresholds } from '../../shared/relations';
import classes from './ThresholdSlider.module.css';

const RANGES: Record<Relation, { min: number; max: number; word: string; inverted: boolean }> = {
  interchangeable: { min: 0, max: 1, word: 'c ≥', inverted: true },
  unrelated: { min: 0, max: 1, word: '|c| ≤', inverted: false },
  contradictory: { min: -1, max: 0, word: 'c ≤', inverted: false },
};

interface ThresholdSliderProps {
  relation: Relation;
  thresholds: Thresholds;
  /** Counts each pair from both of its sides. */
  histogram: readonly number[];
  onMove: (value: number) => void;
  onSettle: (value: number) => void;
}

/** Where one relation begins, and how many pairs have it. */
export function ThresholdSlider({ relation, thresholds, histogram, onMove, onSettle }: ThresholdSliderProps) {
  const { min, max, word, inverted } = RANGES[relation];
  const { title, means } = RELATION_TEXT[relation];
  const count = countRelation(histogram, relation, thresholds);
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
        <span className="numbers">
          {word} {formatSimilarity(thresholds[relation])}
        </span>
      </div>
      <Slider
        thumbLabel={`${title} from`}
        size="sm"
        min={min}
        max={max}
        step={2 / histogram.length}
        inverted={inverted}
        label={null}
        color={`var(--${relation})`}
        value={thresholds[relation]}
        onChange={onMove}
        onChangeEnd={onSettle}
      />
      <p className={classes.count} role="status" aria-label={`${title} pairs`}>
        <strong>{formatCount(Math.round(count / 2))}</strong> pairs · {formatShare(count / total)}
      </p>
    </div>
  );
}
