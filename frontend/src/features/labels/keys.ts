/** The keys of the review, and what each of them does. */

import type { KeyHelp } from '../../shared/keys/KeysHelp';

export type Command = 'accept' | 'choose' | 'keep' | 'exclude' | 'skip' | 'back' | 'help';

export const KEYS: readonly (KeyHelp & { command: Command })[] = [
  { command: 'accept', keys: ['Enter', 'a'], does: 'Accept the suggested class' },
  { command: 'choose', keys: ['c'], does: 'Choose another class: type to search, arrow keys, Enter' },
  { command: 'keep', keys: ['k'], does: 'Keep the given label' },
  { command: 'exclude', keys: ['x'], does: 'Exclude the sample' },
  { command: 'skip', keys: ['s', '→'], does: 'Skip to the next candidate' },
  { command: 'back', keys: ['←'], does: 'Back to the one before' },
  { command: 'help', keys: ['?'], does: 'Show these keys' },
];

/** What the two arrows of the page stand for here. */
export const STEP_KEYS: readonly KeyHelp[] = [
  { keys: ['u', 'Ctrl+Z'], does: 'Undo the last decision' },
  { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], does: 'Redo it' },
];

const COMMANDS: Record<string, Command> = {
  Enter: 'accept',
  a: 'accept',
  c: 'choose',
  k: 'keep',
  x: 'exclude',
  s: 'skip',
  ArrowRight: 'skip',
  ArrowLeft: 'back',
  '?': 'help',
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>;

/** What a key asks for; nothing where it is held down, so that one press never decides twice. */
export function commandOf({ key, ctrlKey, metaKey, altKey, repeat }: Pressed): Command | undefined {
  const plain = key.length === 1 ? key.toLowerCase() : key;
  if (altKey || ctrlKey || metaKey) return undefined;
  const command = Object.hasOwn(COMMANDS, plain) ? COMMANDS[plain] : undefined;
  const moves = command === 'skip' || command === 'back';
  return repeat && !moves ? undefined : command;
}

// A switch and a closed list have no use for the keys, and keep the focus after a click.
const TYPES =
  'input:not([type="checkbox"], [readonly]), textarea, select, [contenteditable="true"], [role="slider"], [aria-expanded="true"]';
const OVERLAYS = '[role="dialog"], [role="menu"], [role="listbox"]';
const PRESSED_BY_ENTER = 'a, button, summary';

/** Whether what has the focus wants the key for itself. */
export function isTaken(target: Pick<Element, 'closest'>, key: string): boolean {
  if (target.closest(TYPES) || target.closest(OVERLAYS)) return true;
  return key === 'Enter' && target.closest(PRESSED_BY_ENTER) !== null;
}
