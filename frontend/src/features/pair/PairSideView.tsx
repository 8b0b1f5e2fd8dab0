import { useViewportSize } from '@mantine/hooks';
import type { PairSample } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { WholeSample } from '../../selection/preview/SamplePreview';
import { rowOfKnown } from '../../selection/rowOf';
import { formatShare } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import { largestClasses } from './largest';
import classes from './PairView.module.css';

/** Side of an image, as a share of the window's height, and in CSS pixels. */
const SHARE = 0.38;
const LARGEST = 460;
const CLASSES = 5;

interface PairSideViewProps {
  index: number;
  /** The other. */
  beside: number;
  /** While it is on its way, or cannot be had, undefined. */
  side: PairSample | undefined;
}

/** One of the two samples, large, with what the classifier takes it for. */
export function PairSideView({ index, beside, side }: PairSideViewProps) {
  const { analysis, samples, classNames, rowOf } = useAnalysisPage();
  const { height, width } = useViewportSize();
  const size = Math.round(Math.min(LARGEST, SHARE * height, SHARE * 0.75 * width));
  const row = rowOfKnown(rowOf, index);
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const name = className(classNames, label);
  return (
    <section className={classes.side} aria-label={`Sample ${String(index)}`}>
      <WholeSample
        dataset={analysis}
        index={index}
        beside={beside}
        size={size}
        alt={`Sample ${String(index)}, labelled ${name}`}
      />
      <p>
        <span className="muted numbers">Sample {index}</span> · labelled <strong>{name}</strong>, predicted{' '}
        <strong data-wrong={predicted !== label || undefined}>{className(classNames, predicted)}</strong>
      </p>
      <div className={classes.table}>{side && <Probabilities side={side} />}</div>
    </section>
  );
}

/** The likeliest classes, each with a bar at the checkpoint and one without the sample. */
function Probabilities({ side }: { side: PairSample }) {
  const { classNames } = useAnalysisPage();
  const { probabilities, left_out } = side;
  const shown = largestClasses(probabilities, left_out, CLASSES);
  return (
    <table className={classes.probabilities}>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" title="The probability that the classifier gives the class at the checkpoint">
            Predicted
          </th>
          {left_out.length > 0 && (
            <th
              scope="col"
              title="The probability of the class by all other samples, had it never seen this one"
            >
              Left out
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ label, probability, leftOut }) => (
          <tr key={label} data-label={label === side.label || undefined}>
            <th scope="row">{className(classNames, label)}</th>
            <Bar share={probability} />
            {leftOut !== undefined && <Bar share={leftOut} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ share }: { share: number }) {
  return (
    <td>
      <span className={classes.bar}>
        <i style={{ width: `${String(100 * share)}%` }} />
      </span>
      <span className="numbers">{formatShare(share)}</span>
    </td>
  );
}
