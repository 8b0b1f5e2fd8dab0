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
  onSelected?: (event: SelectionEvent) => void;
  onDoubleClick?: () => void;
}

const CONFIG = { displayModeBar: false, displaylogo: false, scrollZoom: true, doubleClick: 'reset' };

/** A Plotly figure. The library is large, so it comes when the first figure does. */
export function Plot({ data, layout, label, ...listeners }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading');

  const onClick = useEffectEvent((event: PointEvent) => listeners.onPointClick?.(event));
  const onHover = useEffectEvent((event: PointEvent | null) => listeners.onPointHover?.(event));
  const onSelected = useEffectEvent((event: SelectionEvent) => listeners.onSelected?.(event));
  const onDoubleClick = useEffectEvent(() => listeners.onDoubleClick?.());

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let current = true;
    async function draw(place: HTMLDivElement): Promise<void> {
      const { default: Plotly } = await import('plotly.js-strict-dist-min');
      if (!current) return;
      const plot = await Plotly.react(place, data, inPage(layout), CONFIG);
      if (!current) return;
      listen(plot, { onClick, onHover, onSelected, onDoubleClick });
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

/** The page's own font, and the size of the place it has. */
function inPage(layout: Layout): Layout {
  const family = getComputedStyle(document.body).fontFamily;
  return { ...layout, autosize: true, font: { ...(layout.font as object | undefined), family } };
}

interface Listeners {
  onClick: (event: PointEvent) => void;
  onHover: (event: PointEvent | null) => void;
  onSelected: (event: SelectionEvent) => void;
  onDoubleClick: () => void;
}

function listen(plot: PlotlyElement, { onClick, onHover, onSelected, onDoubleClick }: Listeners): void {
  for (const name of ['click', 'hover', 'unhover', 'selected', 'doubleclick']) {
    plot.removeAllListeners(`plotly_${name}`);
  }
  plot.on('plotly_click', onClick);
  plot.on('plotly_hover', onHover);
  plot.on('plotly_unhover', () => {
    onHover(null);
  });
  plot.on('plotly_selected', (event) => {
    if (event) onSelected(event);
  });
  plot.on('plotly_doubleclick', onDoubleClick);
}
