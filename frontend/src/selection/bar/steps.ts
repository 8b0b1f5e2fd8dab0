import { useRouter } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { recall, remember } from '../../shared/visitMemory';
import { canStep, NO_STEPS, readSteps, withStep, type StepList } from './stepList';

const KEPT = 'lpntk-steps';

let steps: StepList = isNewVisit() ? NO_STEPS : readSteps(recall(KEPT));
const listeners = new Set<() => void>();

/** Whether this window came here by an address: a reload, or Back from another site, keeps the history. */
function isNewVisit(): boolean {
  const [entry] = window.performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'navigate';
}

function note(index: number, pathname: string, isNew: boolean): void {
  steps = withStep(steps, index, pathname, isNew);
  remember(KEPT, JSON.stringify(steps));
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
