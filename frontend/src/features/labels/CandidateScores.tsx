import { Tooltip } from '@mantine/core';
import { useOptions } from '../../client/options';
import type { LabelIssue } from '../../client/review';
import { formatMeasure } from '../../shared/format';
import classes from './CandidateScores.module.css';

/** The other scores of a candidate, as Python names and explains them. */
export function CandidateScores({ issue, columns }: { issue: LabelIssue; columns: readonly string[] }) {
  const { scores } = useOptions();
  return (
    <dl className={classes.scores} aria-label="Scores">
      {columns.map((name) => {
        const score = scores.find((one) => one.name === name);
        const value = issue.scores[name] ?? null;
        return (
          <div key={name}>
            <Tooltip label={score?.help} disabled={!score?.help}>
              <dt>{score?.title ?? name}</dt>
            </Tooltip>
            <dd>{value === null ? '–' : formatMeasure(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
