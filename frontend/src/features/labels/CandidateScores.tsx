import { Tooltip } from '@mantine/core';
import { useOptions } from '../../client/options';
import type { LabelIssue } from '../../client/types';
import { formatMeasure } from '../../shared/format';
import classes from './CandidateScores.module.css';

/** The scores of a candidate that have a suspicious end, as Python names and explains them. */
export function CandidateScores({ issue, columns }: { issue: LabelIssue; columns: readonly string[] }) {
  const { scores } = useOptions();
  const shown = scores.filter(({ name, suspicious }) => suspicious !== null && columns.includes(name));
  return (
    <dl className={classes.scores} aria-label="Scores">
      {shown.map(({ name, title, help, unit }) => {
        const value = issue.scores[name] ?? null;
        return (
          <div key={name}>
            <Tooltip label={help}>
              <dt>{title}</dt>
            </Tooltip>
            <dd>{value === null ? '–' : `${formatMeasure(value)} ${unit}`.trim()}</dd>
          </div>
        );
      })}
    </dl>
  );
}
