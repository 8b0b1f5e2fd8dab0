/** What is drawn over Python's map: the selected sample, its neighbours, and the region. */

import type { Layout, Trace } from 'plotly.js-strict-dist-min';
import type { Sample, Samples } from '../../client/types';
import { decodeArea } from '../../selection/area';
import { rowOfKnown } from '../../selection/page';
import { holds, type Rule } from '../../selection/relations';
import type { Palette } from '../../shared/useTheme';
import { valueAt } from '../../shared/valueAt';

/** Python's points, without its hover labels (this page shows images), and fainter behind a selection. */
export function backdrop(data: Trace[], faint: boolean): Trace[] {
  return data.map((trace) => ({
    ...trace,
    hoverinfo: 'none',
    hovertemplate: null,
    ...(faint && { marker: { ...(trace.marker as object), opacity: 0.4 } }),
  }));
}

/** Rings around the selected sample and those of its neighbours that count as such; its own lies on top. */
export function selectionTraces(
  samples: Samples,
  rowOf: ReadonlyMap<number, number>,
  selected: number,
  neighbours: Sample['neighbours'] | undefined,
  rules: readonly Rule[],
  palette: Palette,
): Trace[] {
  const rings = neighbours
    ? rules.map((rule) =>
        ring(
          samples,
          neighbours[rule.relation]
            .filter(({ similarity }) => holds(rule, similarity))
            .map(({ index }) => rowOfKnown(rowOf, index)),
          { name: rule.title, colour: palette(rule.relation), size: 12, width: 2 },
        ),
      )
    : [];
  const row = rowOf.get(selected);
  const own = row === undefined ? [] : [row];
  return [...rings, ring(samples, own, { name: 'Selected', colour: palette('text'), size: 20, width: 3 })];
}

/** The layout with the region's outline, and no leftover of Plotly's own selection. */
export function withArea(layout: Layout, area: string | undefined, colour: string): Layout {
  const corners = area === undefined ? undefined : decodeArea(area);
  const shapes = corners && [
    {
      type: 'path',
      path: `M ${corners.map(([x, y]) => `${String(x)},${String(y)}`).join(' L ')} Z`,
      line: { color: colour, width: 1.5, dash: 'dot' },
      fillcolor: colour,
      opacity: 0.12,
      layer: 'below',
    },
  ];
  return { ...layout, shapes: shapes ?? [], selections: [], selectionrevision: area ?? 'none' };
}

interface Ring {
  name: string;
  colour: string;
  size: number;
  width: number;
}

function ring(samples: Samples, rows: number[], { name, colour, size, width }: Ring): Trace {
  return {
    type: 'scattergl',
    mode: 'markers',
    name,
    x: rows.map((row) => valueAt(samples.x, row)),
    y: rows.map((row) => valueAt(samples.y, row)),
    customdata: rows.map((row) => valueAt(samples.index, row)),
    marker: { symbol: 'circle-open', size, color: colour, line: { width, color: colour } },
    hoverinfo: 'none',
    showlegend: false,
  };
}
