import { textsOf } from '../contents';
import type { Modality } from '../modality';
import { saidOnMap } from '../onMap';
import { TextCard } from '../TextCard';
import { WholeText } from '../WholeText';
import { cardFrame } from '../cardFrame';

export const TEXTS: Modality = {
  one: 'text',
  frame: cardFrame,
  Card: TextCard,
  Sharp: TextCard,
  Whole: WholeText,
  ahead: textsOf,
  onMap: (dataset) => saidOnMap(textsOf(dataset), ({ text }) => text),
  isWide: true,
  hasWords: true,
  hasPixels: false,
};
