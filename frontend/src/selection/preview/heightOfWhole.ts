const TO_SIDE = 1.6;
const LEAST = 180;

/** How high a whole text or row becomes before it scrolls, in CSS pixels, where an image would have that side. */
export function heightOfWhole(size: number): number {
  return Math.max(LEAST, TO_SIDE * size);
}
