/** The chart of forecasts, for Plotly. */

import type { Layout, Trace } from 'plotly.js-strict-dist-min';
import type { Outlooks } from '../../../client/types';
import type { Palette } from '../../../shared/useTheme';
import { accuracyAt, RANDOM } from './curve';

export function tracesOf(
  found: readonly Outlooks[],
  chosen: string,
  keep: number,
  titleOf: (name: string) => string,
  palette: Palette,
): Trace[] {
  const [any] = found;
  if (!any) return [];
  const own = found.find(({ strategy }) => strategy === chosen);
  const others = found.filter(({ strategy }) => strategy !== chosen && strategy !== RANDOM);
  return [
    ...bandOf(any, palette),
    ...others.map((one) => lineOf(one, titleOf, { color: palette('line-strong'), width: 1 })),
    ...(own ? [lineOf(own, titleOf, { color: palette('accent'), width: 3 }, 'lines+markers')] : []),
    ...(own ? [pointOf(own, keep, palette)] : []),
  ];
}

/** What the axis of accuracies has beside its outermost values, and how far it reaches at least. */
const ROOM = 0.06;
const SHORTEST = 0.02;

/** From the lowest to the highest that is drawn, with room; all there can be while nothing is known. */
export function accuracyRange(found: readonly Outlooks[]): [low: number, high: number] {
  const values = found.flatMap(({ full, shares }) => [
    full,
    ...shares.flatMap(({ accuracy, random }) => [accuracy, random.low, random.high]),
  ]);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(ROOM * (high - low), (SHORTEST - (high - low)) / 2);
  return [Math.max(0, low - room), Math.min(1 + ROOM * (high - low), high + room)];
}

export function layoutOf(palette: Palette, range: readonly [number, number]): Layout {
  const axis = {
    gridcolor: palette('line'),
    zeroline: false,
    color: palette('text-muted'),
    automargin: true,
  };
  return {
    margin: { l: 48, r: 12, t: 8, b: 40 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    showlegend: false,
    hovermode: 'closest',
    dragmode: false,
    hoverlabel: { align: 'left' },
    xaxis: {
      ...axis,
      title: { text: 'share that stays' },
      tickformat: '.0%',
      range: [1.02, 0.06],
      fixedrange: true,
    },
    yaxis: { ...axis, title: { text: 'forecast accuracy' }, tickformat: '.1%', range, fixedrange: true },
  };
}

/** The points of a strategy with the full set, from all samples down. */
function points({ shares, full }: Outlooks, value: (one: Outlooks['shares'][number]) => number) {
  const sorted = [...shares].sort((a, b) => b.keep - a.keep);
  return { x: [1, ...sorted.map(({ keep }) => keep)], y: [full, ...sorted.map(value)] };
}

function bandOf(any: Outlooks, palette: Palette): Trace[] {
  const edge = { type: 'scatter', mode: 'lines', line: { width: 0 }, hoverinfo: 'skip' };
  return [
    { ...edge, ...points(any, ({ random }) => random.low) },
    {
      ...edge,
      ...points(any, ({ random }) => random.high),
      fill: 'tonexty',
      fillcolor: `${palette('unrelated')}40`,
    },
    {
      ...points(any, ({ random }) => random.mean),
      type: 'scatter',
      mode: 'lines',
      line: { color: palette('unrelated'), dash: 'dash', width: 1.5 },
      customdata: Array<string>(any.shares.length + 1).fill(RANDOM),
      hovertemplate: 'ten random plans<br>%{x:.0%} kept: %{y:.2%} on average<extra></extra>',
    },
  ];
}

function lineOf(one: Outlooks, titleOf: (name: string) => string, line: object, mode = 'lines'): Trace {
  return {
    ...points(one, ({ accuracy }) => accuracy),
    type: 'scatter',
    mode,
    line,
    customdata: Array<string>(one.shares.length + 1).fill(one.strategy),
    hovertemplate: `${titleOf(one.strategy)}<br>%{x:.0%} kept: %{y:.2%}<extra></extra>`,
  };
}

function pointOf({ shares, full }: Outlooks, keep: number, palette: Palette): Trace {
  return {
    x: [keep],
    y: [accuracyAt(shares, full, keep)],
    type: 'scatter',
    mode: 'markers',
    marker: { size: 13, color: palette('accent'), line: { width: 2, color: palette('surface') } },
    hoverinfo: 'skip',
  };
}
