import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior } from 'd3-zoom';
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import type { Area, Point } from '../../../selection/area';
import type { Gesture } from './view';

/** What dragging on the map does. */
export type Tool = 'pan' | 'select' | 'lasso';

/** Whether what is outlined is selected alone, beside what is selected, or taken away from it. */
export type Way = 'alone' | 'more' | 'less';

interface Listeners {
  onGesture: (gesture: Gesture) => void;
  /** While an outline is drawn, on the screen; undefined when there is none any more. */
  onDraft: (draft: Area | undefined) => void;
  onOutline: (outline: Area, way: Way) => void;
  onClick: (point: Point, event: PointerEvent) => void;
  /** The button goes down on it, and whether a click comes of that is still open. */
  onPress: (point: Point) => void;
  /** Null when the pointer leaves. */
  onMove: (point: Point | null, event: PointerEvent) => void;
}

const CLOSEST = 200;
const STILL_A_CLICK = 4;

/** Wheel, pinch and drag move the map; a tool outlines, and so does a drag with Shift or Alt. Gives the way to begin again. */
export function useGestures(
  host: RefObject<HTMLElement | null>,
  tool: Tool,
  listeners: Listeners,
): () => void {
  const behaviour = useRef<ZoomBehavior<HTMLElement, unknown>>(null);
  const onGesture = useEffectEvent(listeners.onGesture);
  const onDraft = useEffectEvent(listeners.onDraft);
  const onOutline = useEffectEvent(listeners.onOutline);
  const onClick = useEffectEvent(listeners.onClick);
  const onPress = useEffectEvent(listeners.onPress);
  const onMove = useEffectEvent(listeners.onMove);
  const isPanning = useEffectEvent(() => tool === 'pan');
  const isLasso = useEffectEvent(() => tool === 'lasso');

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const zooming = zoom<HTMLElement, unknown>()
      .scaleExtent([0.5, CLOSEST])
      .filter(
        (event: MouseEvent) =>
          event.type === 'wheel' ||
          event.type.startsWith('touch') ||
          (isPanning() && wayOf(event) === 'alone'),
      )
      .on('zoom', ({ transform }: { transform: Gesture }) => {
        onGesture({ k: transform.k, x: transform.x, y: transform.y });
      });
    behaviour.current = zooming;
    const selection = select(element).call(zooming).on('dblclick.zoom', null);
    return () => {
      selection.on('.zoom', null);
    };
  }, [host]);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let corners: Point[] = [];
    let start: Point | undefined;
    let way: Way = 'alone';
    let outlines = false;

    const at = (event: PointerEvent): Point => {
      const { left, top } = element.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      start = at(event);
      corners = [start];
      onPress(start);
      way = wayOf(event);
      outlines = !isPanning() || way !== 'alone';
      if (outlines) element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      const point = at(event);
      if (start === undefined || !outlines) {
        onMove(event.buttons === 0 ? point : null, event);
        return;
      }
      corners = isLasso() ? [...corners, point] : box(start, point);
      onDraft(corners);
    };
    const up = (event: PointerEvent) => {
      if (start === undefined) return;
      const point = at(event);
      const isClick =
        Math.hypot(point[0] - start[0], point[1] - start[1]) < STILL_A_CLICK && corners.length < 8;
      start = undefined;
      onDraft(undefined);
      if (isClick) onClick(point, event);
      else if (outlines && corners.length > 2) onOutline(corners, way === 'alone' ? wayOf(event) : way);
    };
    const leave = (event: PointerEvent) => {
      onMove(null, event);
    };
    const away = new AbortController();
    const options = { signal: away.signal };
    element.addEventListener('pointerdown', down, options);
    element.addEventListener('pointermove', move, options);
    element.addEventListener('pointerup', up, options);
    element.addEventListener('pointerleave', leave, options);
    return () => {
      away.abort();
    };
  }, [host]);

  return () => {
    if (host.current && behaviour.current)
      select(host.current).call(behaviour.current.transform, zoomIdentity);
  };
}

function box([left, top]: Point, [right, bottom]: Point): Point[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function wayOf({ shiftKey, altKey }: Pick<MouseEvent, 'shiftKey' | 'altKey'>): Way {
  if (altKey) return 'less';
  return shiftKey ? 'more' : 'alone';
}
