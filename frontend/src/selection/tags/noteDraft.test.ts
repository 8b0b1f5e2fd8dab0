import { expect, test } from 'vitest';
import { keepDraft, readDraft, recallDraft } from './noteDraft';

/** The part of a tab's memory that is used here. */
const kept = new Map<string, string>();
Object.assign(globalThis, {
  window: {
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    },
  },
});

test('what is being written is remembered by data set and sample until it is saved', () => {
  keepDraft('abc', 5, { text: 'half a sen', over: '' });
  expect(recallDraft('abc', 5)).toEqual({ text: 'half a sen', over: '' });
  expect(recallDraft('abc', 6)).toBeUndefined();
  expect(recallDraft('other', 5)).toBeUndefined();
  keepDraft('abc', 5, undefined);
  expect(recallDraft('abc', 5)).toBeUndefined();
  expect(kept.size).toBe(0);
});

test.each([null, '', '{', '7', '{"text": 3, "over": ""}', '{"text": "a"}'])(
  'of %j nothing is read',
  (text) => {
    expect(readDraft(text)).toBeUndefined();
  },
);
