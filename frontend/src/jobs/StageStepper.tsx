import { IconCheck } from '@tabler/icons-react';
import type { Analysis, Stage } from '../client/types';
import { formatDuration } from '../shared/format';
import classes from './StageStepper.module.css';

export const STAGE_TITLES: Record<Stage, string> = {
  data: 'Read the data',
  learning: 'Learn',
  kernel: 'Kernel',
  clusters: 'Clusters',
  map: 'Map',
};

interface StageStepperProps {
  stages: Analysis['stages'];
  running: Stage | undefined;
}

export function StageStepper({ stages, running }: StageStepperProps) {
  return (
    <ol className={classes.stepper} aria-label="Stages">
      {stages.map(({ stage, done, seconds }) => {
        const state = done ? 'done' : stage === running ? 'running' : 'waiting';
        return (
          <li key={stage} data-state={state} aria-current={state === 'running' ? 'step' : undefined}>
            <span className={classes.dot}>
              {done && <IconCheck size={11} stroke={3} aria-label="done" />}
            </span>
            {STAGE_TITLES[stage]}
            {seconds !== null && <span className={classes.seconds}>{formatDuration(seconds)}</span>}
          </li>
        );
      })}
    </ol>
  );
}
