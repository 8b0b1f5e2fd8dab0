import { Portal } from '@mantine/core';
import { className, useAnalysisPage } from '../../selection/page';
import { rowOfKnown } from '../../selection/rowOf';
import { useModality } from '../../selection/preview/modalities';
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

const SIDE = 56;
/** What stands around the two samples. */
const AROUND = { width: 112, height: 74 };
const GAP = 16;

/** The two samples of a pair with their similarity, or what a square is the mean of. */
export function PairCard({ pair: { row, column, x, y }, order, mean, rows, columns }: PairCardProps) {
  const frame = useModality().frame(SIDE);
  const [width, height] = [2 * frame.width + AROUND.width, frame.height + AROUND.height];
  const left = x + GAP + width > window.innerWidth ? x - GAP - width : x + GAP;
  const top = y + GAP + height > window.innerHeight ? y - GAP - height : y + GAP;
  const pairs = rows && columns ? (rows.end - rows.first) * (columns.end - columns.first) : undefined;
  return (
    <Portal>
      <div className={classes.card} style={{ left, top, width }} aria-hidden data-testid="pair">
        {pairs === 1 && (
          <div className={classes.pair}>
            <Sample index={order[row]} beside={order[column]} />
            <Sample index={order[column]} beside={order[row]} />
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

function Sample({ index, beside }: Record<'index' | 'beside', number | undefined>) {
  const { analysis } = useAnalysisPage();
  if (index === undefined) return null;
  return (
    <div>
      <SamplePreview dataset={analysis} index={index} beside={beside} size={SIDE} alt="" />
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
