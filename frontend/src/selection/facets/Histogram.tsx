import { RangeSlider } from '@mantine/core';
import { useRef, type PointerEvent } from 'react';
import { formatMeasure } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import type { Bins } from './bins';
import classes from './Histogram.module.css';
import type { Brush } from './useBrush';

const HEIGHT = 36;

interface HistogramProps {
  title: string;
  bins: Bins;
  passing: Uint32Array;
  brush: Brush;
}

/** All samples in grey, those that pass in colour; a drag chooses a part, and so do the two thumbs below. */
export function Histogram({ title, bins, passing, brush }: HistogramProps) {
  const { edges, counts } = bins;
  const last = edges.length - 1;
  const [from, to] = brush.span;
  const start = useRef<number>(undefined);

  const edgeAt = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(last, Math.max(0, ((event.clientX - left) / width) * last));
  };
  /** From one place to another, a bin at least. */
  const drag = (one: number, other: number) => {
    const low = Math.floor(Math.min(one, other));
    const high = Math.ceil(Math.max(one, other));
    brush.set([Math.min(low, last - 1), Math.max(high, low + 1)]);
  };
  return (
    <div className={classes.histogram}>
      <svg
        viewBox={`0 0 ${String(counts.length)} ${String(HEIGHT)}`}
        preserveAspectRatio="none"
        height={HEIGHT}
        aria-hidden
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = edgeAt(event);
        }}
        onPointerMove={(event) => {
          if (start.current !== undefined && Math.abs(edgeAt(event) - start.current) > 0.5)
            drag(start.current, edgeAt(event));
        }}
        onPointerUp={() => {
          start.current = undefined;
        }}
        onPointerCancel={() => {
          start.current = undefined;
        }}
      >
        {brush.isOn && <rect className={classes.span} x={from} width={to - from} height={HEIGHT} />}
        <path className={classes.all} d={outline(counts, counts)} />
        <path className={classes.passing} d={outline(passing, counts)} />
      </svg>
      <RangeSlider
        size={2}
        thumbSize={11}
        min={0}
        max={last}
        step={1}
        minRange={1}
        label={null}
        value={[from, to]}
        thumbFromLabel={`${title}, from`}
        thumbToLabel={`${title}, to`}
        thumbValueText={(edge) => formatMeasure(valueAt(edges, edge))}
        onChange={(span) => {
          brush.set(span);
        }}
      />
      <div className={classes.ends} aria-hidden>
        <span>{formatMeasure(bins.isWhole ? Math.ceil(valueAt(edges, 0)) : valueAt(edges, 0))}</span>
        <span>{formatMeasure(bins.isWhole ? Math.floor(valueAt(edges, last)) : valueAt(edges, last))}</span>
      </div>
    </div>
  );
}

/** Steps as high as the square roots of the counts: else few would not be seen beside many. */
function outline(counts: Uint32Array, all: Uint32Array): string {
  const largest = Math.sqrt(Math.max(1, ...all));
  const steps = Array.from(counts, (count, bin) => {
    const height = count === 0 ? 0 : Math.max(1, (Math.sqrt(count) / largest) * HEIGHT);
    return `V${(HEIGHT - height).toFixed(1)}H${String(bin + 1)}`;
  });
  return `M0 ${String(HEIGHT)}${steps.join('')}V${String(HEIGHT)}Z`;
}
