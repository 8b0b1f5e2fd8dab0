import { useState, type FocusEvent, type KeyboardEvent } from 'react';
import { alongList, type Place } from './directions';

type Move = (key: string, places: readonly Place[], from: number) => number | undefined;

const ITEM = '[data-item]';

/**
 * One stop of the tab key for many things, among which arrow keys move: props for what holds them, and which of them
 * the tab key reaches.
 */
export function useRoving(count: number, move: Move = alongList) {
  const [chosen, choose] = useState(0);
  const active = Math.min(chosen, count - 1);
  const itemsOf = (holder: HTMLElement) => [...holder.querySelectorAll<HTMLElement>(ITEM)];
  return {
    active,
    choose,
    holder: {
      onFocus: ({ currentTarget, target }: FocusEvent<HTMLElement>) => {
        const at = itemsOf(currentTarget).indexOf(target);
        if (at >= 0) choose(at);
      },
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const items = itemsOf(event.currentTarget);
        const from = items.findIndex((item) => item === document.activeElement);
        if (from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
        const next = move(event.key, items.map(centre), from);
        const item = next === undefined ? undefined : items[next];
        if (!item) return;
        event.preventDefault();
        event.stopPropagation();
        item.focus();
        item.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      },
    },
  };
}

function centre(item: HTMLElement): Place {
  const { left, top, width, height } = item.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
