import { Skeleton, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
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
  return <Skeleton height={200} width="auto" m="xl" />;
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
        {state === 'cancelled' && <Stopped id={analysis.id}>Cancelled. What was finished is kept.</Stopped>}
        {state === 'prepared' && (
          <Stopped id={analysis.id}>
            Prepared: <code>lpntk work {analysis.id} --shard K/N --folder DIR</code> computes each of N shards
            of the kernel on any machine, <code>lpntk gather {analysis.id} --folder DIR</code> puts them
            together. Resume computes all of it here.
          </Stopped>
        )}
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

function Stopped({ id, children }: { id: number; children: ReactNode }) {
  return (
    <div className={classes.stopped}>
      <span className="muted">{children}</span>
      <ResumeButton id={id} />
    </div>
  );
}
