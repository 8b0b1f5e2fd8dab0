import { useEffect, useEffectEvent } from 'react';
import { commandOf, isTaken, type Command } from './keys';

/** Runs the command of each key, wherever the focus is but where the key is wanted otherwise. */
export function useReviewKeys(run: (command: Command) => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event);
    if (command === undefined || event.defaultPrevented) return;
    if (event.target instanceof Element && isTaken(event.target, event.key)) return;
    event.preventDefault();
    run(command);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKeyDown(event);
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
    };
  }, []);
}
