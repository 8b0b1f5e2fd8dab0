import type { Trace } from 'plotly.js-strict-dist-min';
import { bounds, RELATIONS, type Relation, type Thresholds } from '../../shared/relations';

/** A tinted band over the histogram for the range of each relation. */
export function thresholdShapes(thresholds: Thresholds, colours: Record<Relation, string>) {
  return RELATIONS.map((relation) => {
    const [x0, x1] = bounds(relation, thresholds);
    return {
      type: 'rect',
      xref: 'x',
      yref: 'paper',
      x0,
      x1,
      y0: 0,
      y1: 1,
      fillcolor: colours[relation],
      opacity: 0.22,
      line: { width: 0 },
      layer: 'below',
    };
  });
}

/** The bars in one colour: Python's colours follow the defaults, the bands behind follow the sliders. */
export function withoutZones(data: Trace[], colour: string): Trace[] {
  return data.map((trace) => ({ ...trace, marker: { color: colour, opacity: 0.75, line: { width: 0 } } }));
}
