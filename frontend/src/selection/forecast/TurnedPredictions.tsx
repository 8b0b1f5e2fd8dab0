import { UnstyledButton } from '@mantine/core';
import type { TurnedPrediction } from '../../client/types';
import { className, useAnalysisPage } from '../page';
import { SamplePreview } from '../preview/SamplePreview';
import classes from './TurnedPredictions.module.css';

const SIZE = 64;

interface TurnedPredictionsProps {
  turned: readonly TurnedPrediction[];
  onSample: (index: number) => void;
}

/** The held-out samples that would be predicted otherwise; those of the analysed data open. */
export function TurnedPredictions({ turned, onSample }: TurnedPredictionsProps) {
  return (
    <ul className={classes.list}>
      {turned.map((prediction) => (
        <li key={prediction.position}>
          <Turned prediction={prediction} onSample={onSample} />
        </li>
      ))}
    </ul>
  );
}

function Turned({
  prediction: { index, position, label, before, after },
  onSample,
}: {
  prediction: TurnedPrediction;
  onSample: (index: number) => void;
}) {
  const { analysis, rowOf, classNames } = useAnalysisPage();
  const name = (one: number) => className(classNames, one);
  const outcome = after === label ? 'gained' : before === label ? 'lost' : 'wrong';
  const who = index === null ? `Held-out sample ${String(position)}` : `Sample ${String(index)}`;
  const words = `${who}, labelled ${name(label)}: predicted ${name(before)}, then ${name(after)}`;
  const caption = (
    <span className={classes.caption} data-outcome={outcome}>
      {name(before)} → {name(after)}
    </span>
  );
  if (index === null || !rowOf.has(index)) {
    return (
      <div className={classes.turned} title={words} aria-label={words} role="img">
        <span className={classes.elsewhere} style={{ width: SIZE, height: SIZE }}>
          {position}
        </span>
        {caption}
      </div>
    );
  }
  return (
    <UnstyledButton
      className={classes.turned}
      title={words}
      aria-label={words}
      onClick={() => {
        onSample(index);
      }}
    >
      <SamplePreview dataset={analysis} index={index} size={SIZE} alt="" />
      {caption}
    </UnstyledButton>
  );
}
