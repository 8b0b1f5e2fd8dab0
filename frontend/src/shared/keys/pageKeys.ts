/** Keys of the page: which one was pressed, and whether what has the focus wants it for itself. */

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** "i", "?", "mod+z", "mod+shift+z": Ctrl and the Mac's Command are one. */
export function comboOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | undefined {
  if (altKey) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const isModified = ctrlKey || metaKey;
  // Of a plain key the sign says it already: "?" is typed with Shift on one keyboard and without on another.
  if (!isModified) return shiftKey && /^[a-z]$/.test(name) ? undefined : name;
  return `mod+${shiftKey ? 'shift+' : ''}${name}`;
}

// A switch has no use for letters, and neither has the field of a list that is only chosen from.
const TYPED_INTO =
  'input:not([type="checkbox"], [type="radio"], [readonly]), textarea, select, [contenteditable="true"]';
const OVERLAYS = '[role="dialog"], [role="menu"], [aria-expanded="true"][role="combobox"]';

/** Whether a person types into what has the focus, or is in something that lies over the page. */
export function isTyping(target: Pick<Element, 'closest'>): boolean {
  return target.closest(TYPED_INTO) !== null || target.closest(OVERLAYS) !== null;
}

/** Whether a key was meant for a dialog or a menu that lies over the page, which have Escape for themselves. */
export function isOverPage(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-portal]') !== null;
}
