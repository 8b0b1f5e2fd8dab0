import { Portal } from '@mantine/core';
import { className, useAnalysisPage } from '../../selection/page';
import { rowOfKnown } from '../../selection/rowOf';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import type { Range } from '../../selection/zoom';
import { formatCount, formatSimilarity } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './PairCard.module.css';

/** Two positions under the pointer. */
export interface Pair {
  row: number;
  column: number;
  /** Where the pointer is in the window. */
  x: number;
  y: number;
}

interface PairCardProps {
  pair: Pair;
  /** The index of the sample at each position. */
  order: Int32Array;
  /** Of the square under the pointer, and which positions it is the mean of; absent while it is loaded. */
  mean: number | undefined;
  rows: Range | undefined;
  columns: Range | undefined;
}

const WIDTH = 224;
const HEIGHT = 130;
const GAP = 16;

/** The two samples of a pair with their similarity, or what a square is the mean of. */
export function PairCard({ pair: { row, column, x, y }, order, mean, rows, columns }: PairCardProps) {
  const left = x + GAP + WIDTH > window.innerWidth ? x - GAP - WIDTH : x + GAP;
  const top = y + GAP + HEIGHT > window.innerHeight ? y - GAP - HEIGHT : y + GAP;
  const pairs = rows && columns ? (rows.end - rows.first) * (columns.end - columns.first) : undefined;
  return (
    <Portal>
      <div className={classes.card} style={{ left, top, width: WIDTH }} aria-hidden data-testid="pair">
        {pairs === 1 && (
          <div className={classes.pair}>
            <Sample index={order[row]} />
            <Sample index={order[column]} />
          </div>
        )}
        {pairs !== undefined && pairs > 1 && (
          <p>
            <ClassAt index={order[row]} /> and <ClassAt index={order[column]} />
            <span className="muted"> mean of {formatCount(pairs)} pairs</span>
          </p>
        )}
        <p className={classes.similarity}>
          {mean === undefined ? '…' : formatSimilarity(mean)} <span className="muted">similarity</span>
        </p>
      </div>
    </Portal>
  );
}

function Sample({ index }: { index: number | undefined }) {
  const { analysis } = useAnalysisPage();
  if (index === undefined) return null;
  return (
    <div>
      <SamplePreview dataset={analysis} index={index} size={56} alt="" />
      <ClassAt index={index} />
      <div className="muted numbers">{index}</div>
    </div>
  );
}

function ClassAt({ index }: { index: number | undefined }) {
  const { samples, rowOf, classNames } = useAnalysisPage();
  if (index === undefined) return null;
  return <strong>{className(classNames, valueAt(samples.label, rowOfKnown(rowOf, index)))}</strong>;
}
