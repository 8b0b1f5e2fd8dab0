import { memo } from 'react';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { valueAt } from '../../shared/valueAt';
import { className, useAnalysisPage } from '../page';
import { useModality } from '../preview/modalities';
import { SamplePreview } from '../preview/SamplePreview';
import classes from './Tile.module.css';

interface TileProps {
  row: number;
  /** As `SamplePreview` takes it. */
  size: number;
  position: number;
  total: number;
  active: boolean;
  /** Whether it is the sample in the panel. */
  open: boolean;
  selected: boolean;
}

/** One image in the grid with its label, and what it was taken for where that is another. */
export const Tile = memo(function Tile({ row, size, position, total, active, open, selected }: TileProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const index = valueAt(samples.index, row);
  const label = className(classNames, valueAt(samples.label, row));
  const predicted = className(classNames, valueAt(samples.predicted, row));
  const { width } = useModality().frame(size);
  const isWrong = predicted !== label;
  const words = `Sample ${String(index)}, labelled ${label}${isWrong ? `, predicted ${predicted}` : ''}`;
  return (
    // Keys and clicks are handled by the list, which keeps the focus.
    <div
      id={`tile-${String(position)}`}
      role="option"
      className={classes.tile}
      style={{ width }}
      title={words}
      aria-selected={selected}
      aria-current={open || undefined}
      aria-posinset={position + 1}
      aria-setsize={total}
      data-active={active || undefined}
      data-index={index}
      data-position={position}
    >
      <SamplePreview dataset={analysis} index={index} size={size} alt="" />
      <span className={classes.mark} data-mark aria-hidden />
      <span className={classes.caption} data-wrong={isWrong || undefined}>
        <span>
          <VisuallyHidden>Sample {index}, labelled </VisuallyHidden>
          {label}
        </span>
        {isWrong && (
          <span className={classes.predicted}>
            <VisuallyHidden>, predicted </VisuallyHidden>
            {predicted}
          </span>
        )}
      </span>
    </div>
  );
});
