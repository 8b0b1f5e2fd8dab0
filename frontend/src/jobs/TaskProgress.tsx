import { Button, Group, Progress } from '@mantine/core';
import { ErrorMessage } from '../client/ErrorMessage';
import { useCancelTask, useResumeTask } from '../client/taskActions';
import type { Task } from '../client/types';
import { Message } from '../shared/Message';
import { isUnderWay, stageTitle, words } from './progress';
import classes from './ProgressView.module.css';

/** How far a task is that has not ended well, and how to stop it or go on with it. */
export function TaskProgress({ task }: { task: Task }) {
  const cancel = useCancelTask();
  const resume = useResumeTask();
  const { state, progress } = task;
  const refusal = cancel.error ?? resume.error;
  const works = isUnderWay(state);
  const action = works ? cancel : resume;
  const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : null;
  if (state === 'done') return null;
  return (
    <div className={classes.progress}>
      {works && (
        <>
          <Progress
            value={state === 'queued' ? 0 : (share ?? 100)}
            animated={state === 'running' && share === null}
            size="sm"
            transitionDuration={300}
            aria-label={progress ? `Progress: ${stageTitle(progress.stage)}` : 'Progress'}
          />
          <div className={classes.words}>{taskWords(task)}</div>
        </>
      )}
      {state === 'failed' && (
        <Message title="It failed" tone="error">
          <p>{task.error}</p>
        </Message>
      )}
      {state === 'cancelled' && <div className={classes.words}>Cancelled. What was finished is kept.</div>}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={action.isPending}
          onClick={() => {
            action.mutate(task);
          }}
        >
          {works ? 'Cancel' : 'Go on'}
        </Button>
      </Group>
      {refusal && <ErrorMessage error={refusal} />}
    </div>
  );
}

function taskWords({ state, progress }: Task): string {
  if (state === 'queued') return 'Waits for its turn.';
  return progress ? `${stageTitle(progress.stage)}: ${words(progress)}` : 'Starting';
}
