import { useRouter } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { canStep, readSteps, withStep, type StepList } from './stepList';

const KEPT = 'lpntk-steps';

let steps: StepList = readSteps(window.sessionStorage.getItem(KEPT));
const listeners = new Set<() => void>();

function note(index: number, pathname: string, isNew: boolean): void {
  steps = withStep(steps, index, pathname, isNew);
  // A reload keeps the history, and so what can be undone.
  window.sessionStorage.setItem(KEPT, JSON.stringify(steps));
  for (const tell of listeners) tell();
}

/** Notes every step from now on: once, above all pages. */
export function useWatchSteps(): void {
  const { history } = useRouter();
  useEffect(() => {
    const { location } = history;
    note(location.state.__TSR_index, location.pathname, false);
    return history.subscribe(({ location: next, action }) => {
      note(next.state.__TSR_index, next.pathname, action.type === 'PUSH');
    });
  }, [history]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The ways back and forth between the steps within this analysis; undefined where there is none. */
export function useSteps(): { undo: (() => void) | undefined; redo: (() => void) | undefined } {
  const { history } = useRouter();
  const known = useSyncExternalStore(subscribe, () => steps);
  return {
    undo: canStep(known, -1)
      ? () => {
          history.back();
        }
      : undefined,
    redo: canStep(known, 1)
      ? () => {
          history.forward();
        }
      : undefined,
  };
}
