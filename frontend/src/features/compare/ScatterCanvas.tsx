import { useEffect, useRef, type MouseEvent } from 'react';
import { useColours } from '../../shared/palette';
import { useWidth } from '../../shared/useWidth';
import classes from './ComparePage.module.css';
import { nearestPoint, type Scatter } from './scatter';

/** In CSS pixels. */
const PADDING = 8;
const POINT = 2.5;
const NEAR = 12;
const TALLEST = 420;

interface ScatterCanvasProps {
  scatter: Scatter;
  /** What a person who cannot see it is told. */
  label: string;
  across: string;
  up: string;
  ends: readonly [low: string, high: string];
  /** The place of a point. */
  chosen: number | undefined;
  onChoose: (place: number | undefined) => void;
}

/** Points in a square with its diagonal; a click chooses the nearest. */
export function ScatterCanvas({ scatter, label, across, up, ends, chosen, onChoose }: ScatterCanvasProps) {
  const [measure, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useColours();
  const side = Math.min(width, TALLEST);
  const room = side - 2 * PADDING;

  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!target || !context || room <= 0) return;
    const scale = window.devicePixelRatio;
    target.width = side * scale;
    target.height = side * scale;
    context.setTransform(scale, 0, 0, scale, PADDING * scale, PADDING * scale);
    context.strokeStyle = colours.neutral;
    context.beginPath();
    context.moveTo(0, room);
    context.lineTo(room, 0);
    context.stroke();
    // Many points lie on each other: the fewer there are, the stronger each is.
    context.globalAlpha = Math.max(0.15, Math.min(0.8, 3000 / scatter.x.length));
    context.fillStyle = colours.diverging[2];
    for (let place = 0; place < scatter.x.length; place++) {
      const [x, y] = at(scatter, place, room);
      context.fillRect(x - POINT / 2, y - POINT / 2, POINT, POINT);
    }
    if (chosen === undefined) return;
    context.globalAlpha = 1;
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(...at(scatter, chosen, room), 6, 0, 2 * Math.PI);
    context.stroke();
  }, [scatter, chosen, colours, side, room]);

  function onClick({ clientX, clientY, currentTarget }: MouseEvent<HTMLCanvasElement>): void {
    const { left, bottom } = currentTarget.getBoundingClientRect();
    const x = (clientX - left - PADDING) / room;
    const y = (bottom - clientY - PADDING) / room;
    onChoose(nearestPoint(scatter, x, y, NEAR / room));
  }

  return (
    <div ref={measure} className={classes.scatter}>
      <div style={{ width: side }}>
        <div className={classes.axis}>
          <span>↑ {up}</span>
          <span className="numbers">{ends[1]}</span>
        </div>
        <canvas
          ref={canvas}
          role="img"
          aria-label={label}
          style={{ width: side, height: side }}
          onClick={onClick}
        />
        <div className={classes.axis}>
          <span className="numbers">{ends[0]}</span>
          <span>{across} →</span>
        </div>
      </div>
    </div>
  );
}

function at({ x, y }: Scatter, place: number, room: number): [x: number, y: number] {
  return [(x[place] ?? 0) * room, (1 - (y[place] ?? 0)) * room];
}
