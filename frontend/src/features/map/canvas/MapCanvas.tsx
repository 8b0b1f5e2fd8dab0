import { useEffect, useEffectEvent, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import type { Area, Point } from '../../../selection/area';
import type { OnMap } from '../../../selection/preview/modality';
import classes from './MapCanvas.module.css';
import { MapButtons } from './MapButtons';
import { Scene, type Scenery } from './scene';
import { useGestures, type Tool, type Way } from './useGestures';

const UNMOVED = { k: 1, x: 0, y: 0 };

type Given = Omit<Scenery, 'gesture' | 'draft' | 'want' | 'drawn'>;

interface MapCanvasProps extends Given {
  /** What a person who cannot see it is told. */
  label: string;
  tool: Tool;
  shown: OnMap;
  /** By row, as previews know samples. */
  indices: Uint32Array;
  /** `hasKey`: with a key held that selects instead of opening. */
  onPick: (row: number | undefined, hasKey: boolean) => void;
  onPress: (row: number | undefined) => void;
  onHover: (row: number | undefined, x: number, y: number) => void;
  /** The corners as places on the map. */
  onOutline: (outline: Area, way: Way) => void;
  /** A direction on the screen, y upwards. */
  onArrow: (direction: Point) => void;
}

const ARROWS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The map itself: points, what is drawn over them, and what the pointer and the keys do there. */
export function MapCanvas({
  label,
  tool,
  shown,
  indices,
  onPick,
  onPress,
  onHover,
  onOutline,
  onArrow,
  ...given
}: MapCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const scene = useRef<Scene>(null);
  const { points, bounds, background, names, chosen, ties, heads, text, surface, font } = given;
  const first = useEffectEvent((): Scenery => ({
    ...given,
    gesture: UNMOVED,
    draft: undefined,
    drawn: (row) => shown.get(indices[row] ?? 0),
    want: (rows) => {
      shown.want(rows.map((row) => indices[row] ?? 0));
    },
  }));

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new Scene(element, first());
    scene.current = made;
    const observer = new ResizeObserver(() => {
      made.resize();
    });
    observer.observe(element);
    const unwatch = shown.watch(() => {
      made.set({});
    });
    return () => {
      observer.disconnect();
      unwatch();
      made.end();
      scene.current = null;
    };
  }, [shown]);

  useEffect(() => {
    scene.current?.set({ points, bounds, background });
  }, [points, bounds, background]);
  useEffect(() => {
    scene.current?.set({ names, chosen, ties, heads, text, surface, font });
    shown.want(heads.map((row) => indices[row] ?? 0));
  }, [names, chosen, ties, heads, text, surface, font, shown, indices]);

  const reset = useGestures(host, tool, {
    onGesture: (gesture) => {
      scene.current?.set({ gesture });
      onHover(undefined, 0, 0);
    },
    onDraft: (draft) => {
      scene.current?.set({ draft });
    },
    onOutline: (outline, way) => {
      const map = scene.current;
      if (map)
        onOutline(
          outline.map((corner) => map.toPlace(corner)),
          way,
        );
    },
    onClick: (point, event) => {
      onPick(scene.current?.rowAt(point), event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    },
    onPress: (point) => {
      onPress(scene.current?.rowAt(point));
    },
    onMove: (point, event) => {
      onHover(point ? scene.current?.rowAt(point) : undefined, event.clientX, event.clientY);
    },
  });

  function onKeyDown(event: KeyboardEvent): void {
    const direction = ARROWS[event.key];
    if (event.key === '0') reset();
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onArrow(direction);
  }

  function save(): void {
    scene.current?.picture().toBlob((picture) => {
      if (!picture) return;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(picture);
      link.download = 'lpntk-map.png';
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  return (
    <>
      <div
        ref={host}
        className={classes.map}
        role="application"
        aria-label={label}
        tabIndex={0}
        data-tool={tool}
        onKeyDown={onKeyDown}
        onDoubleClick={reset}
      />
      <MapButtons onReset={reset} onSave={save} />
    </>
  );
}
