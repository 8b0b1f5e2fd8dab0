import { Skeleton, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { analysesQuery } from '../../client/queries';
import type { Analysis } from '../../client/types';
import { AnalysisMenu } from '../../jobs/AnalysisMenu';
import { Failure } from '../../jobs/Failure';
import { isUnderWay } from '../../jobs/progress';
import { ProgressView } from '../../jobs/ProgressView';
import { ResumeButton } from '../../jobs/ResumeButton';
import { SettingsTable } from '../../jobs/SettingsTable';
import { StageStepper } from '../../jobs/StageStepper';
import { StateBadge } from '../../jobs/StateBadge';
import { Message } from '../../shared/Message';
import classes from './Unfinished.module.css';

/** The page of an analysis that has no results yet: how far it is, live, or why it stopped. */
export function Unfinished({ analysisId }: { analysisId: number }) {
  const { data: analyses } = useQuery(analysesQuery);
  const analysis = analyses?.find(({ id }) => id === analysisId);
  if (analysis) return <Stages analysis={analysis} />;
  if (analyses) return <Message title={`There is no analysis ${String(analysisId)}`} />;
  return <Skeleton height={200} m="xl" />;
}

function Stages({ analysis }: { analysis: Analysis }) {
  const { name, state, stages } = analysis;
  const navigate = useNavigate();
  useDocumentTitle(`${name} · lpNTK`);
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <Title order={1} className={classes.name}>
          {name}
        </Title>
        <StateBadge state={state} />
        <AnalysisMenu analysis={analysis} onDeleted={() => void navigate({ to: '/' })} />
      </div>
      <section className={classes.card} aria-label="Progress">
        {isUnderWay(state) ? (
          <ProgressView analysis={analysis} />
        ) : (
          <StageStepper stages={stages} running={undefined} />
        )}
        {state === 'failed' && <Failure analysis={analysis} />}
        {state === 'cancelled' && <Cancelled analysis={analysis} />}
        {isUnderWay(state) && (
          <p className={classes.hint}>
            The results appear here as soon as they are there. You may close this page: the work goes on.
          </p>
        )}
      </section>
      <SettingsTable analysis={analysis} />
    </div>
  );
}

function Cancelled({ analysis: { id } }: { analysis: Analysis }) {
  return (
    <div className={classes.cancelled}>
      <span className="muted">Cancelled. What was finished is kept.</span>
      <ResumeButton id={id} />
    </div>
  );
}
