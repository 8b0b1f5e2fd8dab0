import { Button, Group, SegmentedControl, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorMessage } from '../../../client/ErrorMessage';
import { evaluationFigureQuery, evaluationFileUrl, evaluationQuery } from '../../../client/evaluations';
import type { Evaluation, Schedule, Task } from '../../../client/types';
import { TaskProgress } from '../../../jobs/TaskProgress';
import { Plot } from '../../../shared/Plot';
import { useTheme } from '../../../shared/useTheme';
import classes from './EvaluationResult.module.css';
import { SummaryTable } from './SummaryTable';
import { toneOf } from './words';

const FORMATS = ['csv', 'json'] as const;

/** How far an evaluation is, and what it has come to so far. */
export function EvaluationResult({ task }: { task: Task }) {
  const { data: evaluation, error } = useQuery(evaluationQuery(task));
  return (
    <div className={classes.result}>
      <TaskProgress task={task} />
      {error ? (
        <ErrorMessage error={error} />
      ) : evaluation ? (
        evaluation.summaries.length > 0 && <Outcome task={task} evaluation={evaluation} />
      ) : (
        <Skeleton height={260} />
      )}
    </div>
  );
}

function Outcome({ task, evaluation }: { task: Task; evaluation: Evaluation }) {
  const { asked, summaries, note } = evaluation;
  const [wanted, setWanted] = useState<Schedule>('updates');
  const schedule = asked.schedules.find((one) => one === wanted) ?? asked.schedules[0] ?? 'updates';
  const shown = summaries.filter((one) => one.schedule === schedule);
  const verdicts = shown.filter(({ against_random }) => against_random !== null);
  return (
    <>
      <Group justify="space-between">
        {asked.schedules.length > 1 ? (
          <SegmentedControl
            size="xs"
            aria-label="Trained for as many"
            data={[
              { value: 'updates', label: 'Same updates' },
              { value: 'epochs', label: 'Same epochs' },
            ]}
            value={schedule}
            onChange={(value) => {
              setWanted(value as Schedule);
            }}
          />
        ) : (
          <span className={classes.quiet}>Trained for the same number of {schedule} as all samples</span>
        )}
        <Downloads task={task} />
      </Group>
      <Chart task={task} evaluation={evaluation} schedule={schedule} />
      <ul className={classes.verdicts} aria-label="Verdicts">
        {verdicts.map((one) => (
          <li key={`${one.arm} ${String(one.keep)}`} data-tone={toneOf(one)}>
            <strong>{one.arm}</strong> at {Math.round(1000 * one.keep) / 10} %: {one.sentence}
          </li>
        ))}
      </ul>
      <SummaryTable summaries={shown} />
      <p className={classes.note}>{note}</p>
    </>
  );
}

function Chart({ task, evaluation, schedule }: { task: Task; evaluation: Evaluation; schedule: Schedule }) {
  const { data: figure, error } = useQuery(
    evaluationFigureQuery(task, evaluation.done, schedule, useTheme()),
  );
  return (
    <div className={classes.figure}>
      {error ? (
        <ErrorMessage error={error} />
      ) : figure ? (
        <Plot data={figure.data} layout={figure.layout} label="Test accuracy over the share that is kept" />
      ) : (
        <Skeleton height="100%" />
      )}
    </div>
  );
}

function Downloads({ task }: { task: Task }) {
  return (
    <Group gap={6}>
      {FORMATS.map((format) => (
        <Button
          key={format}
          component="a"
          href={evaluationFileUrl(task, format)}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={`Download every training as ${format}`}
        >
          .{format}
        </Button>
      ))}
    </Group>
  );
}
