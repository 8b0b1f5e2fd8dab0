import { Alert, Button, Group } from '@mantine/core';
import { useDecisions } from '../../client/decisions';
import { useAnalysisPage } from '../../selection/page';
import { useReviewSession } from './session';
import { decisionWords } from './tally';

/** What the server would not take, and what is decided on that sample instead. */
export function RefusalAlert({ onOpen }: { onOpen: (index: number) => void }) {
  const { analysis, classNames } = useAnalysisPage();
  const { current } = useDecisions(analysis.id);
  const { refusal, dismiss } = useReviewSession();
  if (!refusal) return null;
  const { index, message } = refusal;
  const held = current.get(index);
  return (
    <Alert
      color="orange"
      role="alert"
      flex="none"
      py={8}
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={dismiss}
    >
      <Group gap="sm" justify="space-between">
        <span>
          {message} Sample {index} is {held ? decisionWords(held, classNames) : 'undecided'}.
        </span>
        <Button
          size="compact-xs"
          variant="light"
          color="orange"
          onClick={() => {
            dismiss();
            onOpen(index);
          }}
        >
          Look at sample {index}
        </Button>
      </Group>
    </Alert>
  );
}
