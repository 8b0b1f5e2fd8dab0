import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { PICTURE_SIZE, pictureQuery, type Picture } from '../../client/kernelQueries';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { decodeZoom, encodeZoom, type Range, type Zoom } from '../../selection/zoom';
import { formatCount } from '../../shared/format';
import { useDraft } from '../../shared/useDraft';
import { useWidth } from '../../shared/useWidth';
import { ClassLines, ClassNames } from './ClassEdges';
import classes from './HeatMap.module.css';
import { HeatMapToolbar } from './HeatMapToolbar';
import { PairCard, type Pair } from './PairCard';
import { isWhole, moved, positionAt, scaled, whole, within } from './part';
import { PictureCanvas } from './PictureCanvas';
import { usePointer } from './usePointer';

const STEP_IN = 0.5;
const STEP_ASIDE = 0.25;
const MIDDLE = { x: 0.5, y: 0.5 };

interface HeatMapProps {
  /** The index of the sample at each position. */
  order: Int32Array;
  /** Class k has the positions from the k-th of these up to the next. */
  boundaries: readonly number[];
}

/** The similarity of all pairs; what is looked at of it stands in the address. */
export function HeatMap({ order, boundaries }: HeatMapProps) {
  const { analysis } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const [measure, side] = useWidth();
  const [pair, setPair] = useState<Pair | null>(null);
  const count = order.length;
  const settled = useMemo(() => within(decodeZoom(search.zoom ?? ''), count), [search.zoom, count]);
  const [part, setDraft] = useDraft(settled);
  const { data: picture, error, isPlaceholderData } = useQuery(pictureQuery(analysis.id, settled));

  const settle = (next: Zoom, { replace = false } = {}) => {
    update({ zoom: isWhole(next, count) ? undefined : encodeZoom(next) }, { replace });
  };
  const surface = useRef<HTMLDivElement>(null);
  const { listeners, rectangle } = usePointer({
    surface,
    part,
    count,
    onDraft: setDraft,
    onSettle: settle,
    onHover: (at) => {
      setPair(
        at && {
          row: positionAt(part.rows, at.y),
          column: positionAt(part.columns, at.x),
          x: at.clientX,
          y: at.clientY,
        },
      );
    },
    onChoose: (at) => {
      update({ sample: order[positionAt(part.rows, at.y)] });
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = byKey(event.key, part, count);
    if (!next) return;
    event.preventDefault();
    settle(next, { replace: true });
  };

  if (error) return <ErrorMessage error={error} />;
  return (
    <div className={classes.frame}>
      <HeatMapToolbar
        words={wordsOf(part, count)}
        canGrow={!isWhole(part, count)}
        onStep={(factor) => {
          settle(scaled(part, factor, MIDDLE, count));
        }}
        onWhole={() => {
          settle(whole(count));
        }}
      />
      <div className={classes.grid}>
        <ClassNames axis="columns" range={part.columns} boundaries={boundaries} side={side} />
        <ClassNames axis="rows" range={part.rows} boundaries={boundaries} side={side} />
        <div
          ref={measure}
          className={classes.picture}
          tabIndex={0}
          role="group"
          aria-label="Heat map: drag to zoom, plus and minus zoom, arrows move, 0 shows all"
          aria-busy={!picture || isPlaceholderData}
          onKeyDown={onKeyDown}
        >
          <div ref={surface} className={classes.surface} {...listeners}>
            {!picture && <Skeleton height="100%" radius={0} />}
            {picture && side > 0 && <PictureCanvas picture={picture} part={part} side={side} />}
            <ClassLines part={part} boundaries={boundaries} side={side} />
            <Chosen order={order} part={part} />
            {rectangle && <div className={classes.rectangle} style={rectangle} />}
          </div>
        </div>
      </div>
      <Legend />
      {pair && picture && !rectangle && <PairCard pair={pair} order={order} {...meanAt(picture, pair)} />}
    </div>
  );
}

/** A cross where the selected sample lies. */
function Chosen({ order, part }: { order: Int32Array; part: Zoom }) {
  const [{ sample }] = useAnalysisSearch();
  const position = useMemo(() => (sample === undefined ? -1 : order.indexOf(sample)), [order, sample]);
  const across = shareOf(part.columns, position);
  const down = shareOf(part.rows, position);
  return (
    <>
      {down !== undefined && <div className={classes.row} style={{ top: down }} />}
      {across !== undefined && <div className={classes.column} style={{ left: across }} />}
    </>
  );
}

function Legend() {
  return (
    <div className={classes.legend} aria-hidden>
      <span>hurts −1</span>
      <i />
      <span>helps +1</span>
    </div>
  );
}

function shareOf({ first, end }: Range, position: number): string | undefined {
  if (position < first || position >= end) return undefined;
  return `${String((100 * (position + 0.5 - first)) / (end - first))}%`;
}

function byKey(key: string, part: Zoom, count: number): Zoom | undefined {
  switch (key) {
    case '+':
    case '=':
      return scaled(part, STEP_IN, MIDDLE, count);
    case '-':
      return scaled(part, 1 / STEP_IN, MIDDLE, count);
    case '0':
      return whole(count);
    case 'ArrowLeft':
      return moved(part, -STEP_ASIDE, 0, count);
    case 'ArrowRight':
      return moved(part, STEP_ASIDE, 0, count);
    case 'ArrowUp':
      return moved(part, 0, -STEP_ASIDE, count);
    case 'ArrowDown':
      return moved(part, 0, STEP_ASIDE, count);
    default:
      return undefined;
  }
}

/** How many positions each square of a picture stands for, at most. */
function runLength({ first, end }: Range): number {
  return Math.ceil((end - first) / PICTURE_SIZE);
}

function wordsOf(part: Zoom, count: number): string {
  const down = runLength(part.rows);
  const across = runLength(part.columns);
  const shown = isWhole(part, count)
    ? `All ${formatCount(count)} samples`
    : `${formatCount(part.rows.end - part.rows.first)} × ${formatCount(part.columns.end - part.columns.first)} samples`;
  return down * across === 1
    ? `${shown}, each pair by itself`
    : `${shown}, each square the mean of up to ${String(down)} × ${String(across)} pairs`;
}

/** What a picture says of a pair, and of how many it is the mean. */
function meanAt(picture: Picture, { row, column }: Pair) {
  const { values, rowCount, columnCount, part } = picture;
  const down = runAt(part.rows, rowCount, row);
  const across = runAt(part.columns, columnCount, column);
  if (!down || !across) return { mean: undefined, rows: undefined, columns: undefined };
  return { mean: values[down.run * columnCount + across.run], rows: down.range, columns: across.range };
}

/** The run that holds a position; run g of n positions in G runs begins at g n // G. */
function runAt({ first, end }: Range, runs: number, position: number) {
  if (position < first || position >= end) return undefined;
  const length = end - first;
  const begin = (run: number) => first + Math.floor((run * length) / runs);
  const guess = Math.floor(((position - first) * runs) / length);
  const run = begin(guess + 1) <= position ? guess + 1 : guess;
  return { run, range: { first: begin(run), end: begin(run + 1) } };
}
