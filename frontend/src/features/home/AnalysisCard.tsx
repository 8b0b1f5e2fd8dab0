import { Link } from '@tanstack/react-router';
import type { Analysis } from '../../client/types';
import { AnalysisMenu } from '../../jobs/AnalysisMenu';
import { Failure } from '../../jobs/Failure';
import { isUnderWay } from '../../jobs/progress';
import { ProgressView } from '../../jobs/ProgressView';
import { StateBadge } from '../../jobs/StateBadge';
import { formatNumberOf, formatShare, formatTime } from '../../shared/format';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import classes from './AnalysisCard.module.css';

export function AnalysisCard({ analysis }: { analysis: Analysis }) {
  const { id, name, request, state, created_at, error } = analysis;
  return (
    <li className={classes.card} aria-label={name}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <Link to="/analyses/$analysisId/standout" params={{ analysisId: id }} className={classes.name}>
            {name}
          </Link>
          <div className={classes.settings}>
            {request.source} · {request.model} · {request.label_vector}
          </div>
        </div>
        <dl className={classes.facts}>{facts(analysis)}</dl>
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
      <dt>
        <VisuallyHidden>{term}</VisuallyHidden>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
