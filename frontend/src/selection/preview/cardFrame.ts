import type { Frame } from './modality';

const WIDTH_TO_SIDE = 2.6;
const [NARROWEST, WIDEST] = [136, 340];
const [LOWEST, HEIGHT_TO_SIDE] = [46, 1.1];

/** The room of what is read, where an image would be a square of a side: wide enough for some words in a line. */
export function cardFrame(side: number): Frame {
  return {
    width: Math.round(Math.min(WIDEST, Math.max(NARROWEST, WIDTH_TO_SIDE * side))),
    height: Math.round(Math.max(LOWEST, HEIGHT_TO_SIDE * side)),
  };
}
