/** What two texts share, word by word. */

/** Of a text: the words that are marked, and all between them. */
export interface Piece {
  text: string;
  isShared: boolean;
}

const WORD = /[\p{L}\p{N}_]+/gu;
const SHORTEST = 2;

/** Words that say nothing of what a text is about. */
const STOP_WORDS = new Set(
  (
    'a about after again all also am an and any are as at be because been before being both but by can could did do ' +
    'does doing down during each few for from further had has have having he her here hers him his how i if in into ' +
    'is it its itself just like may me might more most must my no nor not now of off on once one only or other our ' +
    'out over own same she should so some such than that the their them then there these they this those through to ' +
    'too under until up upon us use used using very was we were what when where whether which while who why will ' +
    'with would you your'
  ).split(' '),
);

function wordsOf(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(WORD), ([word]) => word.toLowerCase()));
}

/** The words, in small letters, that both have and that say something. */
export function sharedWords(one: string, other: string): Set<string> {
  const there = wordsOf(other);
  return new Set(
    [...wordsOf(one)].filter(
      (word) => there.has(word) && word.length >= SHORTEST && !STOP_WORDS.has(word) && !/^\d$/.test(word),
    ),
  );
}

/** A text in pieces, those of some words apart. */
export function piecesOf(text: string, shared: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let plainFrom = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!shared.has(word.toLowerCase())) continue;
    if (index > plainFrom) pieces.push({ text: text.slice(plainFrom, index), isShared: false });
    pieces.push({ text: word, isShared: true });
    plainFrom = index + word.length;
  }
  if (plainFrom < text.length) pieces.push({ text: text.slice(plainFrom), isShared: false });
  return pieces;
}

const LEAD = 24;

/** Where to begin so that the first shared word is among the first lines, at the beginning of a word. */
export function beginning(text: string, shared: ReadonlySet<string>, room: number): number {
  const first = [...text.matchAll(WORD)].find(({ 0: word }) => shared.has(word.toLowerCase()))?.index ?? 0;
  if (first < room) return 0;
  const space = text.indexOf(' ', first - LEAD);
  return space >= 0 && space < first ? space + 1 : first;
}
