import { useEffect, useEffectEvent } from 'react';
import { comboOf, isTyping } from './pageKeys';

/** What keys do, wherever the focus is but where a person types; what is nearer to the focus comes first. */
export function usePageKeys(commands: Readonly<Record<string, (() => void) | undefined>>): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat) return;
    const combo = comboOf(event);
    const run = combo !== undefined && Object.hasOwn(commands, combo) ? commands[combo] : undefined;
    if (!run || (event.target instanceof Element && isTyping(event.target))) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKeyDown(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);
}
