import type { Trace } from 'plotly.js-strict-dist-min';
import { intervals, type Rule } from '../../selection/relations';
import type { Palette } from '../../shared/useTheme';

/** A tinted band over the histogram for what counts as each relation. */
export function thresholdShapes(rules: readonly Rule[], palette: Palette) {
  return rules.flatMap((rule) =>
    intervals(rule).map(([x0, x1]) => ({
      type: 'rect',
      xref: 'x',
      yref: 'paper',
      x0,
      x1,
      y0: 0,
      y1: 1,
      fillcolor: palette(rule.relation),
      opacity: 0.22,
      line: { width: 0 },
      layer: 'below',
    })),
  );
}

/** The bars in one colour: Python's colours follow the defaults, the bands behind follow the sliders. */
export function withoutZones(data: Trace[], colour: string): Trace[] {
  return data.map((trace) => ({ ...trace, marker: { color: colour, opacity: 0.75, line: { width: 0 } } }));
}
