import { Skeleton } from '@mantine/core';
import type { Layout, PointEvent, Trace } from 'plotly.js-strict-dist-min';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Message } from './Message';
import classes from './Plot.module.css';
import { SaveFigure } from './SaveFigure';

export interface PlotProps {
  data: Trace[];
  layout: Layout;
  /** What a person who cannot see it is told. */
  label: string;
  onPointClick?: (event: PointEvent) => void;
}

const CONFIG = { displayModeBar: false, displaylogo: false, scrollZoom: true, doubleClick: 'reset' };

/** A Plotly figure. The library is large, so it comes when the first figure does. */
export function Plot({ data, layout, label, onPointClick }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading');

  const onClick = useEffectEvent((event: PointEvent) => onPointClick?.(event));

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let current = true;
    async function draw(place: HTMLDivElement): Promise<void> {
      const { default: Plotly } = await import('plotly.js-strict-dist-min');
      if (!current) return;
      const plot = await Plotly.react(place, data, inPage(layout), CONFIG);
      if (!current) return;
      plot.removeAllListeners('plotly_click');
      plot.on('plotly_click', onClick);
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
      {state === 'drawn' && <SaveFigure element={element} name={label} />}
      {state === 'loading' && <Skeleton className={classes.over} />}
      {state === 'failed' && (
        <div className={classes.over}>
          <Message title="The figure could not be drawn" tone="error">
            <p>Reload the page.</p>
          </Message>
        </div>
      )}
    </div>
  );
}

/** The page's own font, and the size of the place it has. */
function inPage(layout: Layout): Layout {
  const family = getComputedStyle(document.body).fontFamily;
  return { ...layout, autosize: true, font: { ...(layout.font as object | undefined), family } };
}
