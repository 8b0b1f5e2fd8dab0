import { Portal } from '@mantine/core';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { valueAt } from '../../shared/valueAt';
import classes from './HoverCard.module.css';

export interface Hovered {
  index: number;
  /** Where the pointer is in the window. */
  x: number;
  y: number;
}

const WIDTH = 190;
const HEIGHT = 84;
const GAP = 14;

/** The image behind the point under the pointer. */
export function HoverCard({ hovered: { index, x, y } }: { hovered: Hovered }) {
  const { analysis, samples, rowOf, classNames } = useAnalysisPage();
  const row = rowOf.get(index);
  if (row === undefined) return null;
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const left = x + GAP + WIDTH > window.innerWidth ? x - GAP - WIDTH : x + GAP;
  const top = Math.min(y + GAP, window.innerHeight - HEIGHT - GAP);
  return (
    <Portal>
      <div className={classes.card} style={{ left, top, width: WIDTH }} aria-hidden>
        <SamplePreview dataset={analysis} index={index} size={64} alt="" />
        <div>
          <strong>{className(classNames, label)}</strong>
          {predicted !== label && (
            <div className={classes.wrong}>predicted {className(classNames, predicted)}</div>
          )}
          <div className="muted numbers">Sample {index}</div>
        </div>
      </div>
    </Portal>
  );
}
