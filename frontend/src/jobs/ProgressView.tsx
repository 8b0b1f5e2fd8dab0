import { Progress } from '@mantine/core';
import type { Analysis, Progress as JobProgress } from '../client/types';
import { stageTitle, words } from './progress';
import classes from './ProgressView.module.css';
import { StageStepper } from './StageStepper';

/** The stages of an analysis under way, and how far the running one is. */
export function ProgressView({ analysis: { state, stages, progress } }: { analysis: Analysis }) {
  return (
    <div className={classes.progress}>
      <StageStepper stages={stages} running={progress?.stage} />
      {state === 'queued' ? (
        <div className={classes.words}>Waits for its turn.</div>
      ) : (
        <StageProgress
          progress={progress}
          isAmongSteps={stages.some(({ stage }) => stage === progress?.stage)}
        />
      )}
    </div>
  );
}

interface StageProgressProps {
  progress: JobProgress | null;
  /** Whether the steps above name the stage. */
  isAmongSteps: boolean;
}

function StageProgress({ progress, isAmongSteps }: StageProgressProps) {
  const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : null;
  return (
    <>
      <Progress
        value={share ?? 100}
        animated={share === null}
        size="sm"
        transitionDuration={300}
        aria-label={progress ? `Progress of the stage ${stageTitle(progress.stage)}` : 'Progress'}
      />
      <div className={classes.words}>
        {progress && !isAmongSteps && `${stageTitle(progress.stage)}: `}
        {progress ? words(progress) : 'Starting'}
      </div>
    </>
  );
}
