import { Portal } from '@mantine/core';
import { className, useAnalysisPage } from '../../selection/page';
import { useModality } from '../../selection/preview/modalities';
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

const SIDE = 96;
const WORDS = 134;
const PADDING = 9;
const GAP = 14;

/** The sample behind the point under the pointer. */
export function HoverCard({ hovered: { row, x, y } }: { hovered: Hovered }) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const { effect } = useEffectOfSample(search.effect !== 'off');
  const index = valueAt(samples.index, row);
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const similarity = effect && effect.index !== index ? effect.similarity[row] : undefined;
  const frame = useModality().frame(SIDE);
  const [width, height] = [frame.width + WORDS, frame.height + 2 * PADDING];
  const left = x + GAP + width > window.innerWidth ? x - GAP - width : x + GAP;
  const top = Math.min(y + GAP, window.innerHeight - height - GAP);
  return (
    <Portal>
      <div className={classes.card} style={{ left, top, width }} aria-hidden>
        <SamplePreview dataset={analysis} index={index} size={SIDE} alt="" />
        <div>
          <strong>{className(classNames, label)}</strong>
          {predicted !== label && (
            <div className={classes.wrong}>predicted {className(classNames, predicted)}</div>
          )}
          <div className="muted numbers">Sample {index}</div>
          {similarity !== undefined && (
            <div className="numbers">
              c {effect?.source === 'sketch' ? '≈' : '='} {formatSimilarity(similarity)}
            </div>
          )}
        </div>
      </div>
    </Portal>
  );
}
