import { Button, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask } from '@tabler/icons-react';
import { EVALUATION } from '../../../client/evaluations';
import type { Task } from '../../../client/types';
import { useTasks } from '../../../jobs/useTasks';
import { words } from '../../../jobs/progress';
import { useAnalysisPage } from '../../../selection/page';
import { formatNumberOf } from '../../../shared/format';
import { EvaluationDialog } from './EvaluationDialog';
import classes from './EvaluationSection.module.css';

/** Proof by retraining: whether there is one, how far it is, and the way to it. */
export function EvaluationSection() {
  const { analysis } = useAnalysisPage();
  const tasks = useTasks(analysis.id, EVALUATION);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <section className={classes.bar} aria-label="Proof by retraining">
      <div>
        <Text size="sm" fw={550}>
          Proof by retraining
        </Text>
        <Text size="sm" c="dimmed" className="numbers">
          {statusWords(tasks)}
        </Text>
      </div>
      <Button
        size="xs"
        variant={tasks.length === 0 ? 'light' : 'default'}
        leftSection={<IconFlask size={14} aria-hidden />}
        onClick={open}
      >
        {tasks.length === 0 ? 'Evaluate by retraining…' : 'Open the evaluations…'}
      </Button>
      <Modal opened={opened} onClose={close} size={1040} title="Proof by retraining">
        <EvaluationDialog tasks={tasks} />
      </Modal>
    </section>
  );
}

function statusWords(tasks: readonly Task[]): string {
  const [latest] = tasks;
  if (!latest)
    return 'A forecast is not a training. Train on what strategies keep, and see if random is as good.';
  const running = tasks.find(({ state }) => state === 'running');
  if (running?.progress) return words(running.progress);
  if (tasks.some(({ state }) => state === 'queued')) return 'Waits for its turn.';
  return `${formatNumberOf(tasks.length, 'evaluation')} of this analysis`;
}
