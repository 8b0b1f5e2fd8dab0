import { Select, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Experiment, Task } from '../../client/types';
import { TaskProgress } from '../../jobs/TaskProgress';
import { formatTime } from '../../shared/format';
import classes from './ExperimentCard.module.css';
import { ExperimentForm } from './ExperimentForm';
import { Outcome } from './Outcome';
import { optionsText } from './options';

interface ExperimentCardProps {
  experiment: Experiment;
  /** Those that were asked for, the latest first. */
  tasks: readonly Task[];
}

/** One experiment: what it claims, how to run it, and what came of it. */
export function ExperimentCard({ experiment, tasks }: ExperimentCardProps) {
  const [chosen, choose] = useState<number | null>(null);
  const shown = tasks.find(({ id }) => id === chosen) ?? tasks.at(0);
  return (
    <section className={classes.card} aria-label={experiment.title}>
      <Title order={2}>{experiment.title}</Title>
      <p className={classes.claim}>{experiment.claim}</p>
      <Text size="sm" c="dimmed" maw="72ch">
        {experiment.method}
      </Text>
      <ExperimentForm experiment={experiment} onRun={choose} />
      {tasks.length > 1 && shown && (
        <Select
          label="Shown"
          w={320}
          size="xs"
          allowDeselect={false}
          data={tasks.map((task) => ({
            value: String(task.id),
            label: `${formatTime(task.created_at)} · ${optionsText(task.request)}`,
          }))}
          value={String(shown.id)}
          onChange={(id) => {
            choose(Number(id));
          }}
        />
      )}
      {shown && (shown.state === 'done' ? <Outcome task={shown} /> : <TaskProgress task={shown} />)}
    </section>
  );
}
