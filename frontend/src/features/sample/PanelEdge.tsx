import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import classes from './SamplePanel.module.css';
import { usePanelWidth } from './usePanelWidth';
import { NARROWEST, widest } from './width';

const STEP = 24;
const LARGE_STEP = 120;

/** The edge of the panel, by which it is made wider; a double click or Enter brings the usual width back. */
export function PanelEdge({ width }: { width: number }) {
  const { show, choose } = usePanelWidth();
  const dragged = useRef<number>(undefined);

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const panel = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!panel) return;
    dragged.current = panel.right - event.clientX;
    show(dragged.current);
  }

  function onRelease(): void {
    if (dragged.current !== undefined) choose(dragged.current);
    dragged.current = undefined;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const next: Record<string, number | null> = {
      ArrowLeft: width + step,
      ArrowRight: width - step,
      Home: NARROWEST,
      End: widest(window.innerWidth),
      Enter: null,
    };
    const chosen = next[event.key];
    if (chosen === undefined) return;
    event.preventDefault();
    choose(chosen);
  }

  return (
    <div
      className={classes.edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuemin={NARROWEST}
      aria-valuemax={widest(window.innerWidth)}
      aria-valuenow={width}
      title="Drag to make the panel wider; a double click brings the usual width back"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onRelease}
      onPointerCancel={onRelease}
      onDoubleClick={() => {
        choose(null);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
