/** The map as two pictures over each other: the points, and what is drawn over them. */

import type { Area, Point } from '../../../selection/area';
import type { Drawn } from '../../../selection/preview/modality';
import { drawPoints, frameOf, radiusOf, rowAt, type Frame, type Points } from './raster';
import { fitted, moved, toPlace, toScreen, type Bounds, type Gesture, type View } from './view';
import { drawOverlay, type Overlay } from './overlay';

/** All that a map shows. */
export interface Scenery extends Overlay {
  points: Points;
  bounds: Bounds;
  gesture: Gesture;
  /** The pixel where there is no point. */
  background: number;
  /** The outline that is being drawn, on the screen. */
  draft: Area | undefined;
  /** The small picture of a row. */
  drawn: (row: number) => Drawn;
  /** Called with the rows whose pictures are about to be shown. */
  want: (rows: readonly number[]) => void;
}

const REACH = 5;
const MOST_RATIO = 2;
/** Points become their images where no more than so many are in sight, and one looks closer than at first. */
const MOST_IMAGES = 260;
const CLOSER = 1.8;

/** Draws on the next frame whatever was set since the last one. */
export class Scene {
  private readonly below = document.createElement('canvas');
  private readonly above = document.createElement('canvas');
  private readonly paper: CanvasRenderingContext2D;
  private readonly film: CanvasRenderingContext2D;
  private image: ImageData;
  private frame: Frame;
  private scheduled = 0;
  private scenery: Scenery;
  private arePointsOld = true;

  constructor(
    private readonly host: HTMLElement,
    scenery: Scenery,
  ) {
    const [paper, film] = [this.below.getContext('2d', { alpha: false }), this.above.getContext('2d')];
    if (!paper || !film) throw new Error('This browser has no canvas to draw on.');
    [this.paper, this.film] = [paper, film];
    this.image = paper.createImageData(1, 1);
    this.frame = frameOf(1, 1, new Uint32Array(this.image.data.buffer));
    host.replaceChildren(this.below, this.above);
    this.scenery = scenery;
    this.schedule();
  }

  set(part: Partial<Scenery>): void {
    this.arePointsOld ||= ['points', 'bounds', 'gesture', 'background'].some((name) => name in part);
    this.scenery = { ...this.scenery, ...part };
    this.schedule();
  }

  resize(): void {
    this.arePointsOld = true;
    this.schedule();
  }

  /** The map as it is seen, as a picture. */
  picture(): HTMLCanvasElement {
    const whole = document.createElement('canvas');
    Object.assign(whole, { width: this.below.width, height: this.below.height });
    const context = whole.getContext('2d');
    context?.drawImage(this.below, 0, 0);
    context?.drawImage(this.above, 0, 0);
    return whole;
  }

  end(): void {
    window.cancelAnimationFrame(this.scheduled);
    this.host.replaceChildren();
  }

  /** The row whose point is seen at a place of the host, in CSS pixels. */
  rowAt([across, down]: Point): number | undefined {
    return rowAt(this.frame, across * this.ratio, down * this.ratio, Math.round(REACH * this.ratio));
  }

  toPlace(point: Point): Point {
    return toPlace(this.view, point);
  }

  private get ratio(): number {
    return Math.min(MOST_RATIO, window.devicePixelRatio || 1);
  }

  private get view(): View {
    const { bounds, gesture } = this.scenery;
    return moved(fitted(bounds, this.size), gesture);
  }

  private get size() {
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  private schedule(): void {
    if (this.scheduled === 0)
      this.scheduled = window.requestAnimationFrame(() => {
        this.draw();
      });
  }

  private draw(): void {
    this.scheduled = 0;
    const { width, height } = this.size;
    if (width === 0 || height === 0) return;
    const { points, gesture, background } = this.scenery;
    const view = this.view;
    const radius = radiusOf(points.order.length, gesture.k);
    this.fit(Math.round(width * this.ratio), Math.round(height * this.ratio));
    if (this.arePointsOld) {
      drawPoints(this.frame, points, view, this.ratio, radius, background);
      this.paper.putImageData(this.image, 0, 0);
      this.arePointsOld = false;
      this.host.dataset.state = 'drawn';
    }
    const images = this.images(view);
    this.film.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.film.clearRect(0, 0, width, height);
    drawOverlay(this.film, this.scenery, view, this.size, radius, images);
  }

  private fit(width: number, height: number): void {
    if (this.below.width === width && this.below.height === height && this.frame.width === width) return;
    for (const canvas of [this.below, this.above]) Object.assign(canvas, { width, height });
    this.image = this.paper.createImageData(width, height);
    this.frame = frameOf(width, height, new Uint32Array(this.image.data.buffer));
    this.arePointsOld = true;
  }

  /** The rows in sight that are shown as images. */
  private images(view: View): number[] {
    const { points, gesture, want } = this.scenery;
    if (gesture.k < CLOSER) return [];
    const { width, height } = this.size;
    const rows: number[] = [];
    for (const row of points.order) {
      const [across, down] = toScreen(view, [points.x[row] ?? NaN, points.y[row] ?? NaN]);
      if (points.colours[row] === 0 || !(across >= 0 && down >= 0 && across <= width && down <= height))
        continue;
      rows.push(row);
      if (rows.length > MOST_IMAGES) return [];
    }
    want(rows);
    return rows;
  }
}
