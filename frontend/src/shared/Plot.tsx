import { Skeleton } from '@mantine/core';
import type { Layout, PlotlyElement, PointEvent, SelectionEvent, Trace } from 'plotly.js-strict-dist-min';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Message } from './Message';
import classes from './Plot.module.css';

export interface PlotProps {
  data: Trace[];
  layout: Layout;
  /** What a person who cannot see it is told. */
  label: string;
  onPointClick?: (event: PointEvent) => void;
  onPointHover?: (event: PointEvent | null) => void;
  onSelected?: (event: SelectionEvent | null) => void;
}

const CONFIG = { displayModeBar: false, displaylogo: false, scrollZoom: true, doubleClick: 'reset' };

/** A Plotly figure. The library is large, so it comes when the first figure does. */
export function Plot({ data, layout, label, ...listeners }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading');

  const onClick = useEffectEvent((event: PointEvent) => listeners.onPointClick?.(event));
  const onHover = useEffectEvent((event: PointEvent | null) => listeners.onPointHover?.(event));
  const onSelected = useEffectEvent((event: SelectionEvent | null) => listeners.onSelected?.(event));

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let current = true;
    async function draw(place: HTMLDivElement): Promise<void> {
      const { default: Plotly } = await import('plotly.js-strict-dist-min');
      if (!current) return;
      const plot = await Plotly.react(place, data, { ...layout, autosize: true }, CONFIG);
      if (!current) return;
      listen(plot, onClick, onHover, onSelected);
      setState('drawn');
    }
    draw(target).catch(() => {
      if (current) setState('failed');
    });
    return () => {
      current = false;
    };
  }, [data, layout]);

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => {
      if (!target.querySelector('.plot-container')) return;
      void import('plotly.js-strict-dist-min').then(({ default: Plotly }) => Plotly.Plots.resize(target));
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
      void import('plotly.js-strict-dist-min').then(({ default: Plotly }) => {
        Plotly.purge(target);
      });
    };
  }, []);

  return (
    <div className={classes.frame}>
      <div ref={element} className={classes.plot} role="img" aria-label={label} data-state={state} />
      {state === 'loading' && <Skeleton className={classes.over} />}
      {state === 'failed' && (
        <div className={classes.over}>
          <Message title="The figure could not be drawn" tone="error">
            <p>Reload the page; if it stays so, this browser may lack WebGL.</p>
          </Message>
        </div>
      )}
    </div>
  );
}

function listen(
  plot: PlotlyElement,
  onClick: (event: PointEvent) => void,
  onHover: (event: PointEvent | null) => void,
  onSelected: (event: SelectionEvent | null) => void,
): void {
  for (const name of [
    'plotly_click',
    'plotly_hover',
    'plotly_unhover',
    'plotly_selected',
    'plotly_deselect',
  ]) {
    plot.removeAllListeners(name);
  }
  plot.on('plotly_click', onClick);
  plot.on('plotly_hover', onHover);
  plot.on('plotly_unhover', () => {
    onHover(null);
  });
  plot.on('plotly_selected', (event) => {
    onSelected(event ?? null);
  });
  plot.on('plotly_deselect', () => {
    onSelected(null);
  });
}
