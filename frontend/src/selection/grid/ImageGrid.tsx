import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Message } from '../../shared/Message';
import { useWidth } from '../../shared/useWidth';
import { valueAt } from '../../shared/valueAt';
import { useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import classes from './ImageGrid.module.css';
import { moved } from './keyboard';
import { Tile } from './Tile';

const CAPTION = 20;
const GAP = 8;
const PADDING = 12;

interface ImageGridProps {
  /** Positions in the page's columns. */
  rows: readonly number[];
  /** Side of an image in CSS pixels. */
  tile: number;
}

/**
 * Any number of images, of which only those in sight exist. It is one stop of the tab key: arrows move inside, Enter
 * selects.
 */
export function ImageGrid({ rows, tile }: ImageGridProps) {
  const { samples } = useAnalysisPage();
  const [{ sample }, update] = useAnalysisSearch();
  const scroller = useRef<HTMLDivElement>(null);
  const [measure, width] = useWidth();
  const columns = Math.max(1, Math.floor((width + GAP) / (tile + GAP)));
  // What is left of the width goes between the columns, so that both edges are straight.
  const gap = columns > 1 ? (width - columns * tile) / (columns - 1) : 0;
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));

  const virtualizer = useVirtualizer({
    count: Math.ceil(rows.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => tile + CAPTION + GAP,
    overscan: 3,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  });
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, tile]);

  function select(position: number): void {
    const row = rows[position];
    if (row === undefined) return;
    setActive(position);
    update({ sample: valueAt(samples.index, row) });
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      select(current);
      return;
    }
    const page = columns * Math.max(1, Math.floor(event.currentTarget.clientHeight / (tile + CAPTION + GAP)));
    const next = moved(event.key, current, rows.length, columns, page);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    virtualizer.scrollToIndex(Math.floor(next / columns));
  }

  if (rows.length === 0) {
    return (
      <Message title="No image passes these filters">
        <p>Take one of them away.</p>
      </Message>
    );
  }
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      aria-label="Images"
      aria-activedescendant={`tile-${String(current)}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div ref={measure} className={classes.content} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index: line, start }) => (
          <div
            key={line}
            className={classes.line}
            style={{ transform: `translateY(${String(start)}px)`, gap }}
          >
            {rows.slice(line * columns, (line + 1) * columns).map((row, column) => {
              const position = line * columns + column;
              return (
                <Tile
                  key={row}
                  id={`tile-${String(position)}`}
                  row={row}
                  size={tile}
                  position={position}
                  total={rows.length}
                  active={position === current}
                  selected={samples.index[row] === sample}
                  onSelect={() => {
                    select(position);
                  }}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
