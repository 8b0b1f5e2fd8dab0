/** A region of the map as a polygon, short enough to live in the URL. */

import { valueAt } from '../shared/valueAt';

export type Point = readonly [x: number, y: number];
export type Area = readonly Point[];

const MOST_CORNERS = 40;

/** What Plotly says about a finished box or lasso selection. */
export interface Selection {
  range?: { x: [number, number]; y: [number, number] };
  lassoPoints?: { x: number[]; y: number[] };
}

export function areaOf(selection: Selection): Area | undefined {
  if (selection.range) {
    const { x, y } = selection.range;
    return [
      [x[0], y[0]],
      [x[1], y[0]],
      [x[1], y[1]],
      [x[0], y[1]],
    ];
  }
  if (selection.lassoPoints) {
    const { x, y } = selection.lassoPoints;
    return thin(x.map((value, i): Point => [value, valueAt(y, i)]));
  }
  return undefined;
}

/** "x,y x,y …" with two digits: a hundredth of a map that is tens of units wide is below a pixel. */
export function encodeArea(area: Area): string {
  return area.map(([x, y]) => `${String(round(x))},${String(round(y))}`).join(' ');
}

/** The inverse of `encodeArea`; undefined for anything that is no polygon. */
export function decodeArea(text: string): Area | undefined {
  const area = text.split(' ').map((pair) => pair.split(',').map(Number));
  const isArea = area.length >= 3 && area.every((pair) => pair.length === 2 && pair.every(Number.isFinite));
  return isArea ? (area as unknown as Area) : undefined;
}

/** Whether a point lies inside: a ray to the right crosses the outline an odd number of times. */
export function contains(area: Area, x: number, y: number): boolean {
  let inside = false;
  let [previousX, previousY] = valueAt(area, area.length - 1);
  for (const [cornerX, cornerY] of area) {
    const crosses = cornerY > y !== previousY > y;
    if (crosses && x < ((previousX - cornerX) * (y - cornerY)) / (previousY - cornerY) + cornerX)
      inside = !inside;
    [previousX, previousY] = [cornerX, cornerY];
  }
  return inside;
}

function thin(area: Area): Area {
  const step = Math.max(1, Math.ceil(area.length / MOST_CORNERS));
  return area.filter((_, i) => i % step === 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
