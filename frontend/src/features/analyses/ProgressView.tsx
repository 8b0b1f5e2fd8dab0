import { Progress } from '@mantine/core';
import type { Analysis, JobState, Progress as JobProgress } from '../../client/types';
import { formatCount, formatDuration } from '../../shared/format';
import classes from './ProgressView.module.css';
import { StageStepper } from './StageStepper';

export function isUnderWay(state: JobState): boolean {
  return state === 'queued' || state === 'running';
}

/** The stages of an analysis under way, and how far the running one is. */
export function ProgressView({ analysis: { state, stages, progress } }: { analysis: Analysis }) {
  return (
    <div className={classes.progress}>
      <StageStepper stages={stages} running={progress?.stage} />
      {state === 'queued' ? (
        <div className={classes.words}>Waits for its turn.</div>
      ) : (
        <StageProgress progress={progress} />
      )}
    </div>
  );
}

function StageProgress({ progress }: { progress: JobProgress | null }) {
  const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : null;
  return (
    <>
      <Progress
        value={share ?? 100}
        animated={share === null}
        size="sm"
        transitionDuration={300}
        aria-label={progress ? `Progress of the stage ${progress.stage}` : 'Progress'}
      />
      <div className={`${classes.words ?? ''} numbers`}>{progress ? words(progress) : 'Starting'}</div>
    </>
  );
}

/** "34 of 120 tiles · 1.2 tiles a second · 1 min 12 s left". */
export function words({ done, total, unit, rate, remaining }: JobProgress): string {
  const parts = [
    total > 0 ? `${formatCount(done)} of ${formatCount(total)} ${unit}` : `${formatCount(done)} ${unit}`,
  ];
  if (rate !== null && rate > 0) {
    parts.push(
      rate >= 1
        ? `${rate >= 10 ? formatCount(rate) : rate.toFixed(1)} ${unit} a second`
        : `${formatDuration(1 / rate)} each`,
    );
  }
  if (remaining !== null) parts.push(`${formatDuration(remaining)} left`);
  return parts.join(' · ');
}
