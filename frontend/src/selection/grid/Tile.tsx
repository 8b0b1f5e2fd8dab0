import { valueAt } from '../../shared/valueAt';
import { className, useAnalysisPage } from '../page';
import { SamplePreview } from '../preview/SamplePreview';
import classes from './Tile.module.css';

interface TileProps {
  id: string;
  row: number;
  size: number;
  position: number;
  total: number;
  active: boolean;
  selected: boolean;
  onSelect: () => void;
}

/** One image in the grid with its label, and what it was taken for where that is another. */
export function Tile({ id, row, size, position, total, active, selected, onSelect }: TileProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const index = valueAt(samples.index, row);
  const label = className(classNames, valueAt(samples.label, row));
  const predicted = className(classNames, valueAt(samples.predicted, row));
  const words = `Sample ${String(index)}, labelled ${label}${predicted === label ? '' : `, predicted ${predicted}`}`;
  return (
    // Keys are handled by the list, which keeps the focus.
    <div
      id={id}
      role="option"
      className={classes.tile}
      style={{ width: size }}
      title={words}
      aria-label={words}
      aria-selected={selected}
      aria-posinset={position + 1}
      aria-setsize={total}
      data-active={active || undefined}
      data-index={index}
      onClick={onSelect}
    >
      <SamplePreview dataset={analysis} index={index} size={size} alt="" />
      <span className={classes.caption} data-wrong={predicted !== label || undefined}>
        <span>{label}</span>
        {predicted !== label && <span className={classes.predicted}>{predicted}</span>}
      </span>
    </div>
  );
}
