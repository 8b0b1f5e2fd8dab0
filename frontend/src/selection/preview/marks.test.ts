import { expect, test } from 'vitest';
import { beginning, piecesOf, sharedWords } from './marks';

test('words that both have are shared, however they are written, and stop-words are not', () => {
  const shared = sharedWords('The River rises in the mountains', 'in the river, mountains and 7 hills');
  expect([...shared].sort()).toEqual(['mountains', 'river']);
});

test('words of other scripts are words', () => {
  expect([...sharedWords('Žluté kvítí', 'žluté pole')]).toEqual(['žluté']);
});

test('pieces are the whole text, those that are shared apart', () => {
  const text = 'River, river; rivers.';
  const pieces = piecesOf(text, new Set(['river']));
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.filter(({ isShared }) => isShared).map((piece) => piece.text)).toEqual(['River', 'river']);
  expect(piecesOf('', new Set())).toEqual([]);
});

test('a card begins where its first lines show a shared word', () => {
  const text = `${'nothing of note '.repeat(20)}the river rises`;
  expect(beginning(text, new Set(['nothing']), 100)).toBe(0);
  const from = beginning(text, new Set(['river']), 100);
  expect(text[from - 1]).toBe(' ');
  expect(text.indexOf('river') - from).toBeLessThan(30);
  expect(beginning(text, new Set(), 100)).toBe(0);
});
