import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useSampleAhead } from '../../client/useSampleAhead';
import { Message } from '../../shared/Message';
import { capitalised } from '../../shared/format';
import { useWidth } from '../../shared/useWidth';
import { valueAt } from '../../shared/valueAt';
import { useAnalysisPage } from '../page';
import { useSelected } from '../selected/useSelected';
import { useAnalysisSearch } from '../useAnalysisSearch';
import classes from './ImageGrid.module.css';
import { useModality } from '../preview/modalities';
import { moved } from './keyboard';
import { Tile } from './Tile';
import { usePrefetch } from './usePrefetch';

/** Under an image: label and prediction in one line where both fit, else one below the other. */
const [CAPTION, TALL_CAPTION] = [20, 34];
const LETTER = 6.3;
const GAP = 8;
const PADDING = 12;

interface ImageGridProps {
  rows: Uint32Array;
  /** Side of an image in CSS pixels. */
  tile: number;
}

/**
 * Any number of images, of which only those in sight exist. It is one stop of the tab key: arrows move inside, Enter
 * opens, Space selects, both with Shift as far as one moves.
 */
export function ImageGrid({ rows, tile }: ImageGridProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const askAhead = useSampleAhead(analysis.id);
  const [{ sample }, update] = useAnalysisSearch();
  const selected = useSelected();
  const scroller = useRef<HTMLDivElement>(null);
  const [measure, width] = useWidth();
  const { one, frame: frameOf } = useModality();
  const frame = frameOf(tile);
  const columns = Math.max(1, Math.floor((width + GAP) / (frame.width + GAP)));
  // What is left of the width goes between the columns, so that both edges are straight.
  const gap = columns > 1 ? (width - columns * frame.width) / (columns - 1) : 0;
  const isTall = (2 * Math.max(...classNames.map(({ length }) => length)) + 2) * LETTER > frame.width;
  const caption = isTall ? TALL_CAPTION : CAPTION;
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));

  const virtualizer = useVirtualizer({
    count: Math.ceil(rows.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => frame.height + caption + GAP,
    overscan: 6,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  });
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, tile, caption]);
  const lines = virtualizer.getVirtualItems();
  usePrefetch(rows, (lines[0]?.index ?? 0) * columns, ((lines.at(-1)?.index ?? 0) + 1) * columns);

  const open = (position: number) => {
    const row = rows[position];
    if (row !== undefined) update({ sample: valueAt(samples.index, row) }, { replace: sample !== undefined });
  };
  const range = (to: number) => rows.subarray(Math.min(anchor, to), Math.max(anchor, to) + 1);

  function onPointerDown(event: PointerEvent): void {
    const row = rows[positionOf(event)];
    if (row !== undefined && event.button === 0) askAhead(valueAt(samples.index, row));
  }

  function onClick(event: MouseEvent): void {
    const position = positionOf(event);
    const row = rows[position];
    if (row === undefined) return;
    setActive(position);
    const toggles =
      event.ctrlKey || event.metaKey || (event.target as Element).closest('[data-mark]') !== null;
    if (event.shiftKey) selected.add(range(position));
    else {
      setAnchor(position);
      if (toggles) selected.toggle(row);
      else open(position);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const row = rows[current];
    if (event.key === 'Enter') open(current);
    else if (event.key === ' ' && row !== undefined) selected.toggle(row);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selected.add(rows);
    else {
      const page =
        columns * Math.max(1, Math.floor(event.currentTarget.clientHeight / (frame.height + caption + GAP)));
      const next = moved(event.key, current, rows.length, columns, page);
      if (next === undefined) return;
      setActive(next);
      virtualizer.scrollToIndex(Math.floor(next / columns));
      if (event.shiftKey) selected.add(range(next));
      else setAnchor(next);
      // With the panel open the samples pass by like a film.
      if (sample !== undefined && !event.shiftKey) open(next);
    }
    event.preventDefault();
  }

  if (rows.length === 0) {
    return (
      <Message title={`No ${one} passes these filters`}>
        <p>Take one of them away.</p>
      </Message>
    );
  }
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      aria-label={capitalised(`${one}s`)}
      aria-multiselectable
      aria-activedescendant={`tile-${String(current)}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onClick={onClick}
    >
      <div
        ref={measure}
        className={classes.content}
        data-tall={isTall || undefined}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {lines.map(({ index: line, start }) => (
          <Line
            key={line}
            rows={rows}
            first={line * columns}
            columns={columns}
            tile={tile}
            gap={gap}
            top={start}
            active={current >= line * columns && current < (line + 1) * columns ? current : undefined}
            sample={sample}
            selected={selected.count > 0 ? selected.rows : undefined}
          />
        ))}
      </div>
    </div>
  );
}

/** Where in the grid the image stands that an event is about. */
function positionOf({ target }: MouseEvent): number {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null;
  return Number(place?.dataset.position ?? NaN);
}

interface LineProps {
  rows: Uint32Array;
  first: number;
  columns: number;
  tile: number;
  gap: number;
  top: number;
  /** The position in the grid that the keys are at, where it is in this line. */
  active: number | undefined;
  sample: number | undefined;
  selected: Uint8Array | undefined;
}

/** One line of the grid; it is drawn anew only when something in it changes, since many pass by in a second. */
const Line = memo(function Line({
  rows,
  first,
  columns,
  tile,
  gap,
  top,
  active,
  sample,
  selected,
}: LineProps) {
  const { samples } = useAnalysisPage();
  const inLine = useMemo(() => rows.slice(first, first + columns), [rows, first, columns]);
  const isSample = useCallback((row: number) => samples.index[row] === sample, [samples, sample]);
  return (
    <div
      className={classes.line}
      style={{ transform: `translateY(${String(top)}px)`, gap }}
      role="presentation"
    >
      {Array.from(inLine, (row, column) => (
        <Tile
          key={row}
          row={row}
          size={tile}
          position={first + column}
          total={rows.length}
          active={first + column === active}
          open={isSample(row)}
          selected={selected?.[row] === 1}
        />
      ))}
    </div>
  );
});
