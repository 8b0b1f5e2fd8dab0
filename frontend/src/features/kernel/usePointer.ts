import { useEffect, useEffectEvent, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { Zoom } from '../../selection/zoom';
import { inside, scaled } from './part';

/** Below so many pixels a drag is a click. */
const CLICK = 4;
/** How much a notch of the wheel zooms. */
const NOTCH = 0.0015;
/** How long the wheel rests before the server is asked. */
const REST_MILLISECONDS = 220;

/** A place on the picture, in shares of its sides, and in the window. */
export interface Place {
  x: number;
  y: number;
  clientX: number;
  clientY: number;
}

interface PointerOptions {
  surface: RefObject<HTMLDivElement | null>;
  part: Zoom;
  count: number;
  /** While the wheel turns. */
  onDraft: (part: Zoom) => void;
  onSettle: (part: Zoom, options?: { replace?: boolean }) => void;
  onHover: (place: Place | null) => void;
  onChoose: (place: Place) => void;
}

/** Zooming by dragging a rectangle and by the wheel, and what lies under the pointer. */
export function usePointer({ surface, part, count, onDraft, onSettle, onHover, onChoose }: PointerOptions) {
  const [from, setFrom] = useState<Place | null>(null);
  const [to, setTo] = useState<Place | null>(null);
  const resting = useRef<number | undefined>(undefined);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    const target = surface.current;
    if (!target) return;
    event.preventDefault();
    const next = scaled(part, Math.exp(NOTCH * event.deltaY), placeOf(target, event), count);
    onDraft(next);
    onHover(null);
    window.clearTimeout(resting.current);
    resting.current = window.setTimeout(() => {
      onSettle(next, { replace: true });
    }, REST_MILLISECONDS);
  });
  useEffect(() => {
    const target = surface.current;
    // React's own listeners are passive: the page would scroll as well.
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      target?.removeEventListener('wheel', onWheel);
      window.clearTimeout(resting.current);
    };
  }, [surface]);

  const isDrag = from !== null && to !== null && distance(from, to) >= CLICK;
  const listeners = {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setFrom(placeOf(event.currentTarget, event));
      setTo(null);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const place = placeOf(event.currentTarget, event);
      if (from) setTo(place);
      onHover(place);
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      const place = placeOf(event.currentTarget, event);
      if (from && distance(from, place) >= CLICK) onSettle(inside(part, from, place, count));
      else if (from) onChoose(place);
      setFrom(null);
    },
    onPointerCancel: () => {
      setFrom(null);
    },
    onPointerLeave: () => {
      onHover(null);
    },
  };
  return { listeners, rectangle: isDrag ? rectangleOf(from, to) : undefined };
}

function placeOf(target: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): Place {
  const { left, top, width, height } = target.getBoundingClientRect();
  const share = (value: number) => Math.min(1, Math.max(0, value));
  return { x: share((clientX - left) / width), y: share((clientY - top) / height), clientX, clientY };
}

function distance(one: Place, other: Place): number {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

function rectangleOf(one: Place, other: Place) {
  const percent = (share: number) => `${String(100 * share)}%`;
  return {
    left: percent(Math.min(one.x, other.x)),
    top: percent(Math.min(one.y, other.y)),
    width: percent(Math.abs(one.x - other.x)),
    height: percent(Math.abs(one.y - other.y)),
  };
}
