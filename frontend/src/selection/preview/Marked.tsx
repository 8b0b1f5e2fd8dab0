import { Fragment } from 'react';
import { piecesOf } from './marks';

/** A text in which some words are marked. */
export function Marked({ text, shared }: { text: string; shared: ReadonlySet<string> }) {
  return piecesOf(text, shared).map((piece, place) =>
    piece.isShared ? <mark key={place}>{piece.text}</mark> : <Fragment key={place}>{piece.text}</Fragment>,
  );
}
