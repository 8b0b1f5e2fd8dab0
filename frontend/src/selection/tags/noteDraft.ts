/** A note that is being written, as a tab remembers it across a reload: by data set and sample. */

import { forget, recall, remember } from '../../shared/visitMemory';

export interface NoteDraft {
  text: string;
  /** What stood there when the writing began. */
  over: string;
}

function keyOf(fingerprint: string | null, index: number): string {
  return `lpntk-note ${fingerprint ?? ''} ${String(index)}`;
}

/** What `JSON` kept; nothing where it is none. */
export function readDraft(text: string | null): NoteDraft | undefined {
  try {
    const found = JSON.parse(text ?? 'null') as Partial<NoteDraft> | null;
    return typeof found?.text === 'string' && typeof found.over === 'string'
      ? { text: found.text, over: found.over }
      : undefined;
  } catch {
    return undefined;
  }
}

export function recallDraft(fingerprint: string | null, index: number): NoteDraft | undefined {
  return readDraft(recall(keyOf(fingerprint, index)));
}

/** Remembers what is being written; forgets it where nothing is any more. */
export function keepDraft(fingerprint: string | null, index: number, draft: NoteDraft | undefined): void {
  if (draft) remember(keyOf(fingerprint, index), JSON.stringify(draft));
  else forget(keyOf(fingerprint, index));
}
