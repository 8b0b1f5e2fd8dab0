import { IconCheck } from '@tabler/icons-react';
import type { Analysis } from '../client/types';
import { formatDuration } from '../shared/format';
import { stageTitle } from './progress';
import classes from './StageStepper.module.css';

interface StageStepperProps {
  stages: Analysis['stages'];
  /** None of these where a job of another kind runs. */
  running: string | undefined;
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
            {stageTitle(stage)}
            {seconds !== null && <span className={classes.seconds}>{formatDuration(seconds)}</span>}
          </li>
        );
      })}
    </ol>
  );
}
