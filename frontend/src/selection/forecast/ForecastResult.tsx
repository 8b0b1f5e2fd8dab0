import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { Forecast, ForecastIn } from '../../client/types';
import { forecastQuery } from '../../client/reviewQueries';
import { formatCount, formatPoints, formatShare } from '../../shared/format';
import { useAnalysisPage } from '../page';
import { heldOutWords } from './change';
import { ClassChanges } from './ClassChanges';
import classes from './ForecastResult.module.css';
import { TurnedPredictions } from './TurnedPredictions';

interface ForecastResultProps {
  change: ForecastIn;
  onSample: (index: number) => void;
}

/** What the linearised model predicts of held-out samples before and after a change. */
export function ForecastResult({ change, onSample }: ForecastResultProps) {
  const { analysis } = useAnalysisPage();
  const { data: forecast, error } = useQuery(forecastQuery(analysis.id, change));
  if (error) return <ErrorMessage error={error} />;
  if (!forecast) return <Loading />;
  return (
    <>
      <Accuracy forecast={forecast} />
      <section className={classes.section} aria-label="Predictions that turn">
        <Title order={3}>
          {forecast.turned_total === 0 ? 'No prediction turns' : 'Predictions that turn'}
          <span className="muted numbers">
            {formatCount(forecast.turned_total)} of {formatCount(forecast.samples)}
            {forecast.turned_total > 0 &&
              `: ${formatCount(forecast.gained)} become right, ${formatCount(forecast.lost)} wrong`}
            {forecast.turned.length < forecast.turned_total &&
              `, here the first ${formatCount(forecast.turned.length)}`}
          </span>
        </Title>
        <TurnedPredictions turned={forecast.turned} onSample={onSample} />
      </section>
      <ClassChanges forecast={forecast} />
    </>
  );
}

function Accuracy({ forecast }: { forecast: Forecast }) {
  const { before, after, classifier, note, agreement } = forecast;
  const gain = after - before;
  return (
    <div className={classes.top}>
      <p className={classes.accuracy} role="status" aria-label="Accuracy before and after">
        <span className="numbers">
          {formatShare(before)} → <strong>{formatShare(after)}</strong>
        </span>
        <span className={classes.gain} data-sign={Math.sign(gain)}>
          {formatPoints(gain)}
        </span>
        <span className="muted">
          accuracy {heldOutWords(forecast)}
          {classifier !== null && `; the classifier itself has ${formatShare(classifier)}`}
        </span>
      </p>
      <p className={classes.note}>
        {note} {agreement}
      </p>
    </div>
  );
}

function Loading() {
  return (
    <div aria-busy aria-label="Loading">
      <Skeleton height={64} mb="lg" />
      <Skeleton height={120} mb="lg" />
      <Skeleton height={160} />
    </div>
  );
}
