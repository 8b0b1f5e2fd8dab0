import { useMemo } from 'react';
import { className, useAnalysisPage } from '../../selection/page';
import type { Range, Zoom } from '../../selection/zoom';
import { valueAt } from '../../shared/valueAt';
import classes from './ClassEdges.module.css';

/** The fewest pixels that a class's name needs, and that two borders lie apart. */
const NAME_PIXELS = 15;
const LINE_PIXELS = 4;

interface Span {
  label: number;
  /** In shares of the side. */
  start: number;
  length: number;
}

interface ClassNamesProps {
  axis: 'rows' | 'columns';
  range: Range;
  boundaries: readonly number[];
  /** In CSS pixels. */
  side: number;
}

/** The names of the classes along one side of the picture, where there is room. */
export function ClassNames({ axis, range, boundaries, side }: ClassNamesProps) {
  const { classNames } = useAnalysisPage();
  const spans = useMemo(() => spansOf(boundaries, range), [boundaries, range]);
  const longest = Math.max(...classNames.map((name) => name.length));
  const width = axis === 'rows' ? `clamp(28px, ${String(longest)}ch + 10px, 104px)` : undefined;
  return (
    <div className={classes[axis]} style={{ width }} aria-hidden>
      {spans
        .filter(({ length }) => length * side >= NAME_PIXELS)
        .map(({ label, start, length }) => (
          <span
            key={label}
            title={className(classNames, label)}
            style={
              axis === 'rows'
                ? { top: percent(start), height: percent(length) }
                : { left: percent(start), width: percent(length) }
            }
          >
            <span>{className(classNames, label)}</span>
          </span>
        ))}
    </div>
  );
}

/** Lines where one class ends and another begins. */
export function ClassLines({
  part,
  boundaries,
  side,
}: {
  part: Zoom;
  boundaries: readonly number[];
  side: number;
}) {
  const rows = useMemo(() => edges(spansOf(boundaries, part.rows), side), [boundaries, part.rows, side]);
  const columns = useMemo(
    () => edges(spansOf(boundaries, part.columns), side),
    [boundaries, part.columns, side],
  );
  return (
    <>
      {rows.map((at) => (
        <div key={`row ${String(at)}`} className={classes.rowLine} style={{ top: percent(at) }} />
      ))}
      {columns.map((at) => (
        <div key={`column ${String(at)}`} className={classes.columnLine} style={{ left: percent(at) }} />
      ))}
    </>
  );
}

function edges(spans: readonly Span[], side: number): number[] {
  if (spans.length * LINE_PIXELS > side) return [];
  return spans.slice(1).map(({ start }) => start);
}

/** What each class has of a range, those that have none of it left out. */
function spansOf(boundaries: readonly number[], { first, end }: Range): Span[] {
  return boundaries.slice(0, -1).flatMap((begin, label) => {
    const [from, to] = [Math.max(begin, first), Math.min(valueAt(boundaries, label + 1), end)];
    return from < to
      ? [{ label, start: (from - first) / (end - first), length: (to - from) / (end - first) }]
      : [];
  });
}

function percent(share: number): string {
  return `${String(100 * share)}%`;
}
