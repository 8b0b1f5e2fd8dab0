import { useEffect, useMemo, useRef } from 'react';
import type { Picture } from '../../client/kernelQueries';
import type { Range, Zoom } from '../../selection/zoom';
import { usePalette } from '../../shared/useTheme';
import { painted, rgb, scale } from './colours';
import classes from './HeatMap.module.css';

interface PictureCanvasProps {
  picture: Picture;
  /** What is looked at; where that picture is still to come, the last one is drawn as far as it reaches. */
  part: Zoom;
  /** In CSS pixels. */
  side: number;
}

export function PictureCanvas({ picture, part, side }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const drawing = useMemo(() => {
    const colours = scale(
      rgb(palette('contradictory')),
      rgb(palette('line')),
      rgb(palette('interchangeable')),
    );
    return draw(picture, colours);
  }, [picture, palette]);

  const pixels = Math.round(side * window.devicePixelRatio);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const across = place(picture.part.columns, part.columns, pixels);
    const down = place(picture.part.rows, part.rows, pixels);
    context.clearRect(0, 0, pixels, pixels);
    context.imageSmoothingEnabled = false;
    context.drawImage(drawing, across.start, down.start, across.length, down.length);
  }, [drawing, picture, part, pixels]);

  return (
    <canvas
      ref={canvas}
      className={classes.canvas}
      width={pixels}
      height={pixels}
      role="img"
      aria-label="Similarities of pairs: blue helps, grey does nothing, orange hurts"
    />
  );
}

/** A picture with one pixel a value. */
function draw({ values, rowCount, columnCount }: Picture, colours: Uint8ClampedArray): HTMLCanvasElement {
  const drawing = document.createElement('canvas');
  drawing.width = columnCount;
  drawing.height = rowCount;
  drawing
    .getContext('2d')
    ?.putImageData(new ImageData(painted(values, colours), columnCount, rowCount), 0, 0);
  return drawing;
}

/** Where what a picture shows of an axis lies on so many pixels that show `looked`. */
function place(shown: Range, looked: Range, pixels: number) {
  const each = pixels / (looked.end - looked.first);
  return { start: (shown.first - looked.first) * each, length: (shown.end - shown.first) * each };
}
