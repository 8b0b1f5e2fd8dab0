/** What is drawn over the points: names, images, the chosen sample with its neighbours, outlines. */

import type { Area, Point } from '../../../selection/area';
import { sizeOf, type Thumbnail } from '../../../selection/preview/thumbnails';
import type { Scenery } from './scene';
import { toScreen, type Size, type View } from './view';

/** A neighbour of the chosen sample, and the colour of its relation. */
export interface Tie {
  row: number;
  colour: string;
}

export interface Name {
  text: string;
  at: Point;
}

export interface Overlay {
  names: readonly Name[];
  /** The row of the chosen sample. */
  chosen: number | undefined;
  ties: readonly Tie[];
  /** The rows that are shown as images wherever one looks: the heads of the largest clusters. */
  heads: readonly number[];
  text: string;
  surface: string;
  font: string;
}

const HEAD_SIDE = 26;
const LARGEST_IMAGE = 46;
const SMALLEST_IMAGE = 14;
/** From the middle of a point to its words. */
const POINT = 12;
const WORDS = { width: 160, height: 14 };

export function drawOverlay(
  film: CanvasRenderingContext2D,
  scenery: Scenery,
  view: View,
  size: Size,
  radius: number,
  images: readonly number[],
): void {
  const { points, chosen, ties, heads, names, draft } = scenery;
  const place = (row: number) => toScreen(view, [points.x[row] ?? NaN, points.y[row] ?? NaN]);
  const room = Math.sqrt((size.width * size.height) / Math.max(1, images.length));
  const side = Math.min(LARGEST_IMAGE, Math.max(SMALLEST_IMAGE, 0.5 * room));
  const taken: Point[] = [];
  for (const row of images) drawSample(film, scenery, row, place(row), side, taken);
  for (const row of heads)
    if (isInside(place(row), size)) drawSample(film, scenery, row, place(row), HEAD_SIDE, taken);
  if (chosen !== undefined) drawTies(film, scenery, place, chosen, ties, radius);
  if (images.length === 0) drawNames(film, scenery, view, names);
  if (draft && draft.length > 1) drawOutline(film, draft, scenery.text);
}

function isInside([across, down]: Point, { width, height }: Size): boolean {
  return across > -HEAD_SIDE && down > -HEAD_SIDE && across < width + HEAD_SIDE && down < height + HEAD_SIDE;
}

function drawSample(
  film: CanvasRenderingContext2D,
  scenery: Scenery,
  row: number,
  at: Point,
  side: number,
  /** Where words stand already, which others would hide. */
  taken: Point[],
): void {
  const found = scenery.drawn(row);
  if (found === undefined) return;
  if (!('words' in found)) drawImage(film, scenery, row, found, at, side);
  else if (!taken.some((other) => isOver(other, at))) {
    taken.push(at);
    drawWords(film, scenery, found.words, at);
  }
}

function isOver([across, down]: Point, [toAcross, toDown]: Point): boolean {
  return Math.abs(across - toAcross) < WORDS.width && Math.abs(down - toDown) < WORDS.height;
}

/** Right of its point, which stays to be seen. */
function drawWords(
  film: CanvasRenderingContext2D,
  { text, surface, font }: Scenery,
  words: string,
  [across, down]: Point,
): void {
  film.font = `11px ${font}`;
  film.textAlign = 'left';
  film.textBaseline = 'middle';
  film.lineJoin = 'round';
  film.strokeStyle = surface;
  film.lineWidth = 3.5;
  film.strokeText(words, across + POINT, down);
  film.fillStyle = text;
  film.fillText(words, across + POINT, down);
}

function drawImage(
  film: CanvasRenderingContext2D,
  { points, surface }: Scenery,
  row: number,
  found: Thumbnail,
  [across, down]: Point,
  side: number,
): void {
  const cell = sizeOf(found);
  const scale = side / Math.max(cell.width, cell.height);
  const [width, height] = [cell.width * scale, cell.height * scale];
  const [left, top] = [across - width / 2, down - height / 2];
  for (const [colour, edge] of [
    [surface, 2.5],
    [cssOf(points.colours[row] ?? 0), 1.75],
  ] as const) {
    film.fillStyle = colour;
    film.fillRect(left - edge, top - edge, width + 2 * edge, height + 2 * edge);
  }
  film.imageSmoothingEnabled = scale < 1;
  const [fromLeft, fromTop] = [found.column * cell.width, found.line * cell.height];
  film.drawImage(found.sheet, fromLeft, fromTop, cell.width, cell.height, left, top, width, height);
}

function cssOf(pixel: number): string {
  return `rgb(${String(pixel & 255)} ${String((pixel >> 8) & 255)} ${String((pixel >> 16) & 255)})`;
}

function drawTies(
  film: CanvasRenderingContext2D,
  { text, surface }: Scenery,
  place: (row: number) => Point,
  chosen: number,
  ties: readonly Tie[],
  radius: number,
): void {
  const [across, down] = place(chosen);
  if (Number.isNaN(across)) return;
  for (const { row, colour } of ties) {
    const [toAcross, toDown] = place(row);
    if (Number.isNaN(toAcross)) continue;
    for (const [style, width] of [
      [surface, 3.5],
      [colour, 1.75],
    ] as const) {
      film.strokeStyle = style;
      film.lineWidth = width;
      film.beginPath();
      film.moveTo(across, down);
      film.lineTo(toAcross, toDown);
      film.stroke();
    }
    drawRing(film, [toAcross, toDown], radius + 3, colour, surface);
  }
  drawRing(film, [across, down], radius + 6, text, surface);
}

function drawRing(
  film: CanvasRenderingContext2D,
  [across, down]: Point,
  radius: number,
  colour: string,
  surface: string,
) {
  for (const [style, width] of [
    [surface, 5],
    [colour, 2.5],
  ] as const) {
    film.strokeStyle = style;
    film.lineWidth = width;
    film.beginPath();
    film.arc(across, down, radius, 0, 2 * Math.PI);
    film.stroke();
  }
}

function drawNames(
  film: CanvasRenderingContext2D,
  { text, surface, font }: Scenery,
  view: View,
  names: readonly Name[],
): void {
  film.font = `650 14px ${font}`;
  film.textAlign = 'center';
  film.textBaseline = 'middle';
  film.lineJoin = 'round';
  for (const name of names) {
    const [across, down] = toScreen(view, name.at);
    film.strokeStyle = surface;
    film.lineWidth = 4.5;
    film.strokeText(name.text, across, down);
    film.fillStyle = text;
    film.fillText(name.text, across, down);
  }
}

function drawOutline(film: CanvasRenderingContext2D, corners: Area, colour: string): void {
  film.beginPath();
  for (const [across, down] of corners) film.lineTo(across, down);
  film.closePath();
  film.globalAlpha = 0.1;
  film.fillStyle = colour;
  film.fill();
  film.globalAlpha = 1;
  film.setLineDash([4, 4]);
  film.strokeStyle = colour;
  film.lineWidth = 1.5;
  film.stroke();
  film.setLineDash([]);
}
