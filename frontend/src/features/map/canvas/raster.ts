/**
 * Points as pixels, written one by one: without a graphics card that is a hundred times as fast as WebGL, which the
 * processor then has to imitate, and with one it is fast enough for a million.
 */

import { mixed } from '../../../shared/pixels';
import type { View } from './view';

/** A picture, and whose point each of its pixels shows. */
export interface Frame {
  width: number;
  height: number;
  pixels: Uint32Array;
  /** Row + 1 of the sample that a pixel shows; 0 of none. */
  rows: Uint32Array;
}

export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** The pixel of each row; 0 of one that is not drawn. */
  colours: Uint32Array;
  order: Uint32Array;
}

/** Which pixels around its middle a round point covers, and how much of each, out of 256. */
interface Stamp {
  reach: number;
  dx: Int8Array;
  dy: Int8Array;
  share: Uint16Array;
}

export function frameOf(width: number, height: number, pixels: Uint32Array): Frame {
  return { width, height, pixels, rows: new Uint32Array(width * height) };
}

export function stampOf(radius: number): Stamp {
  const reach = Math.ceil(radius);
  const found: [number, number, number][] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const share = Math.round(256 * Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy))));
      if (share > 0) found.push([dx, dy, share]);
    }
  }
  return {
    reach,
    dx: Int8Array.from(found, ([dx]) => dx),
    dy: Int8Array.from(found, ([, dy]) => dy),
    share: Uint16Array.from(found, ([, , share]) => share),
  };
}

/** Draws the points over a background, the first of the order at the bottom; `ratio` is of screen to CSS pixels. */
export function drawPoints(
  frame: Frame,
  { x, y, colours, order }: Points,
  view: View,
  ratio: number,
  radius: number,
  background: number,
): void {
  const { width, height, pixels, rows } = frame;
  pixels.fill(background);
  rows.fill(0);
  const stamp = stampOf(radius * ratio);
  const [scale, left, top] = [view.scale * ratio, view.left * ratio, view.top * ratio];
  for (const row of order) {
    const colour = colours[row] ?? 0;
    if (colour === 0) continue;
    const across = Math.round((x[row] ?? NaN) * scale + left);
    const down = Math.round(top - (y[row] ?? NaN) * scale);
    // No comparison with the place of a sample that has none holds.
    if (
      across >= -stamp.reach &&
      down >= -stamp.reach &&
      across < width + stamp.reach &&
      down < height + stamp.reach
    )
      put(stamp, across, down, row, colour);
  }

  function put({ dx, dy, share }: Stamp, across: number, down: number, row: number, colour: number): void {
    for (let dot = 0; dot < share.length; dot++) {
      const [px, py] = [across + (dx[dot] ?? 0), down + (dy[dot] ?? 0)];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const at = py * width + px;
      const covers = share[dot] ?? 0;
      pixels[at] = covers >= 256 ? colour : mixed(colour, pixels[at] ?? 0, covers);
      if (covers >= 128) rows[at] = row + 1;
    }
  }
}

/** The row whose point is nearest to a pixel, at most `reach` pixels away. */
export function rowAt(
  { width, height, rows }: Frame,
  across: number,
  down: number,
  reach: number,
): number | undefined {
  let [found, nearest] = [0, Infinity];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const [px, py] = [Math.round(across) + dx, Math.round(down) + dy];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const row = rows[py * width + px] ?? 0;
      const distance = dx * dx + dy * dy;
      if (row > 0 && distance < nearest) [found, nearest] = [row, distance];
    }
  }
  return found > 0 ? found - 1 : undefined;
}

/** The radius of a point in CSS pixels: the more there are the smaller, and larger the nearer one looks. */
export function radiusOf(samples: number, zoom: number): number {
  const fits =
    samples > 200_000 ? 0.8 : samples > 20_000 ? 1.3 : samples > 4_000 ? 2.2 : samples > 1_000 ? 3 : 4.2;
  return Math.min(7, fits * Math.max(1, zoom) ** 0.4);
}
