import { countRelation, holds, type Rule } from '../../selection/relations';
import { formatCount } from '../../shared/format';
import classes from './SimilarityHistogram.module.css';

const WIDTH = 300;
const HEIGHT = 52;

interface SimilarityHistogramProps {
  /** How many other samples there are in each of equal bins of similarity over [-1, 1]. */
  counts: readonly number[];
  rules: readonly Rule[];
}

/** How all other samples relate to one: small, so the heights are square roots to keep the few visible. */
export function SimilarityHistogram({ counts, rules }: SimilarityHistogramProps) {
  const bar = WIDTH / counts.length;
  const highest = Math.sqrt(Math.max(1, ...counts));
  return (
    <figure className={classes.figure}>
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
      <div className={classes.axis} aria-hidden>
        <span>−1</span>
        <span>similarity</span>
        <span>1</span>
      </div>
      <figcaption className={classes.counts}>
        {rules.map((rule) => (
          <span key={rule.relation}>
            <i style={{ background: `var(--${rule.relation})` }} />
            {formatCount(countRelation(counts, rule))} {rule.title.toLowerCase()}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
