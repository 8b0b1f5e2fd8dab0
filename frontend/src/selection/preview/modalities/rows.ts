import { cardFrame } from '../cardFrame';
import { formatCell } from '../cells';
import { rowsOf } from '../contents';
import type { Modality } from '../modality';
import { saidOnMap } from '../onMap';
import { RowCard } from '../RowCard';
import { WholeRow } from '../WholeRow';

export const ROWS: Modality = {
  one: 'row',
  frame: cardFrame,
  Card: RowCard,
  Sharp: RowCard,
  Whole: WholeRow,
  ahead: rowsOf,
  onMap: (dataset) => saidOnMap(rowsOf(dataset), ({ cells }) => cells.map(formatCell).join(' · ')),
  isWide: true,
  hasWords: true,
  hasPixels: false,
};
