import { Badge, Skeleton, type MantineColor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../client/ErrorMessage';
import { experimentFigureQuery, outcomeQuery } from '../../client/experimentQueries';
import type { Task, Verdict } from '../../client/types';
import { experimentFileUrl } from '../../client/urls';
import { DownloadMenu } from '../../shared/DownloadMenu';
import { Plot } from '../../shared/Plot';
import { useTheme } from '../../shared/useTheme';
import classes from './Outcome.module.css';
import { ResultTable } from './ResultTable';

const COLOURS: Record<Verdict, MantineColor> = { seen: 'teal', 'not seen': 'orange', undecided: 'gray' };
const FORMATS = ['csv', 'json', 'html'];

/** What came of an experiment: whether the claim was seen and why, the figure and the table. */
export function Outcome({ task }: { task: Task }) {
  const { data, error } = useQuery(outcomeQuery(task.analysis_id, task.id));
  if (error) return <ErrorMessage error={error} />;
  if (!data?.result) return <Skeleton height={380} />;
  const { result, title } = data;
  const files = FORMATS.map((format) => ({
    format,
    href: experimentFileUrl(task.analysis_id, task.id, format),
    label: `${title} as ${format}`,
  }));
  return (
    <div className={classes.outcome}>
      <div className={classes.head}>
        <Badge color={COLOURS[result.verdict]} tt="none" role="status" aria-label="Verdict">
          {result.verdict}
        </Badge>
        <p>{result.sentence}</p>
        <DownloadMenu rows={[{ title: 'Result', files }]}>Download</DownloadMenu>
      </div>
      {result.notes.map((note) => (
        <p key={note} className={classes.note}>
          {note}
        </p>
      ))}
      <OutcomeFigure task={task} title={title} />
      <ResultTable result={result} />
    </div>
  );
}

function OutcomeFigure({ task, title }: { task: Task; title: string }) {
  const { data: figure, error } = useQuery(experimentFigureQuery(task.analysis_id, task.id, useTheme()));
  return (
    <div className={classes.figure}>
      {error ? (
        <ErrorMessage error={error} />
      ) : figure ? (
        <Plot data={figure.data} layout={figure.layout} label={`${title}: the figure of the table below.`} />
      ) : (
        <Skeleton height="100%" />
      )}
    </div>
  );
}
