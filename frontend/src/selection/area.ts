/** A region of the map as a polygon. */

import { valueAt } from '../shared/valueAt';

export type Point = readonly [x: number, y: number];
export type Area = readonly Point[];

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
