import { Link } from '@tanstack/react-router';
import type { Analysis } from '../../client/types';
import { formatNumberOf, formatShare, formatTime } from '../../shared/format';
import { AnalysisMenu } from './AnalysisMenu';
import classes from './AnalysisCard.module.css';
import { Failure } from './Failure';
import { isUnderWay } from './progress';
import { ProgressView } from './ProgressView';
import { StateBadge } from './StateBadge';

export function AnalysisCard({ analysis }: { analysis: Analysis }) {
  const { id, name, request, state, created_at, error } = analysis;
  return (
    <li className={classes.card} aria-label={name}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <Link to="/analyses/$analysisId/map" params={{ analysisId: id }} className={classes.name}>
            {name}
          </Link>
          <div className={classes.settings}>
            {request.source} · {request.model} · {request.label_vector}
          </div>
        </div>
        <dl className={`${classes.facts ?? ''} numbers`}>{facts(analysis)}</dl>
        <time className={classes.time} dateTime={created_at}>
          {formatTime(created_at)}
        </time>
        <StateBadge state={state} />
        <AnalysisMenu analysis={analysis} />
      </div>
      {isUnderWay(state) && <ProgressView analysis={analysis} />}
      {error !== null && state === 'failed' && <Failure analysis={analysis} />}
    </li>
  );
}

function facts({ samples, accuracy }: Analysis) {
  return (
    <>
      {samples !== null && <Fact term="Samples">{formatNumberOf(samples, 'sample')}</Fact>}
      {accuracy !== null && <Fact term="Accuracy">{formatShare(accuracy)} accurate</Fact>}
    </>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className={classes.hidden}>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
