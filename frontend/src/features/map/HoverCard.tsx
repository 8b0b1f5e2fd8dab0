import { Portal } from '@mantine/core';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useEffectOfSample } from '../../selection/useEffectOfSample';
import { formatSimilarity } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './HoverCard.module.css';

export interface Hovered {
  row: number;
  /** Where the pointer is in the window. */
  x: number;
  y: number;
}

const WIDTH = 230;
const HEIGHT = 114;
const GAP = 14;

/** The image behind the point under the pointer. */
export function HoverCard({ hovered: { row, x, y } }: { hovered: Hovered }) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const { effect } = useEffectOfSample(search.effect !== 'off');
  const index = valueAt(samples.index, row);
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const similarity = effect && effect.index !== index ? effect.similarity[row] : undefined;
  const left = x + GAP + WIDTH > window.innerWidth ? x - GAP - WIDTH : x + GAP;
  const top = Math.min(y + GAP, window.innerHeight - HEIGHT - GAP);
  return (
    <Portal>
      <div className={classes.card} style={{ left, top, width: WIDTH }} aria-hidden>
        <SamplePreview dataset={analysis} index={index} size={96} alt="" />
        <div>
          <strong>{className(classNames, label)}</strong>
          {predicted !== label && (
            <div className={classes.wrong}>predicted {className(classNames, predicted)}</div>
          )}
          <div className="muted numbers">Sample {index}</div>
          {similarity !== undefined && <div className="numbers">c = {formatSimilarity(similarity)}</div>}
        </div>
      </div>
    </Portal>
  );
}
