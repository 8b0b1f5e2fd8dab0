/** How much room the panel has, and what of it an image gets. */

export const NARROWEST = 320;
const WIDEST_SHARE = 0.7;
const PADDING = 36;
const COLUMNS = 6;
const ROOM_AROUND_TILE = 10;
const SMALLEST_TILE = 48;
const LARGEST_TILE = 128;

export function widest(window: number): number {
  return Math.max(NARROWEST, Math.floor(WIDEST_SHARE * window));
}

/** The nearest width that leaves room for the view beside the panel. */
export function clampWidth(width: number, window: number): number {
  return Math.round(Math.min(widest(window), Math.max(NARROWEST, width)));
}

/** Side of a neighbour's image: a wider panel has larger ones, so that twelve are two lines. */
export function tileSize(panel: number): number {
  const size = Math.floor((panel - PADDING) / COLUMNS) - ROOM_AROUND_TILE;
  return Math.min(LARGEST_TILE, Math.max(SMALLEST_TILE, size));
}

/** The same where neighbours have the whole page: six in a line, more where more than twelve are listed. */
export function largeTileSize(width: number, listed: number): number {
  const columns = listed > 2 * COLUMNS ? Math.max(COLUMNS, Math.floor(width / 150)) : COLUMNS;
  return Math.min(240, Math.max(96, Math.floor(width / columns) - 2 * ROOM_AROUND_TILE));
}

/** Side of the chosen sample's own image. */
export function largeSize(panel: number): number {
  return Math.round(Math.min(280, Math.max(112, 0.32 * panel)));
}
