import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOptions } from '../../client/options';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { scoreText } from '../../selection/scores';
import { formatMeasure } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './SampleFacts.module.css';

/** The sample, large, with what is known of it without asking the server again. */
export function SampleFacts({ row }: { row: number }) {
  const { scores } = useOptions();
  const { analysis, samples, classNames } = useAnalysisPage();
  const index = valueAt(samples.index, row);
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const name = className(classNames, label);
  return (
    <div className={classes.facts}>
      <SamplePreview
        dataset={analysis}
        index={index}
        size={124}
        alt={`Sample ${String(index)}, labelled ${name}`}
      />
      <dl className="numbers">
        <Fact term="Label">{name}</Fact>
        <Fact term="Predicted">
          <span data-wrong={predicted !== label || undefined}>{className(classNames, predicted)}</span>
        </Fact>
        <ClusterFact row={row} />
        {scores.map((score) => (
          <Fact key={score.name} term={score.title} help={score.help}>
            {scoreText(score, samples, row)}
          </Fact>
        ))}
      </dl>
    </div>
  );
}

function ClusterFact({ row }: { row: number }) {
  const { samples } = useAnalysisPage();
  const head = valueAt(samples.head, row);
  const similarity = valueAt(samples.head_similarity, row);
  return (
    <Fact
      term="Cluster"
      help={similarity === null ? undefined : `Similarity to the head: ${formatMeasure(similarity)}.`}
    >
      <Link
        from="/analyses/$analysisId"
        to="/analyses/$analysisId/images"
        search={(previous) => ({ ...previous, cluster: head, class: undefined, area: undefined })}
      >
        {head === samples.index[row] ? 'its own head' : `head ${String(head)}`}
      </Link>
    </Fact>
  );
}

function Fact({ term, help, children }: { term: string; help?: string; children: ReactNode }) {
  return (
    <div>
      <Tooltip label={help} disabled={help === undefined}>
        <dt>{term}</dt>
      </Tooltip>
      <dd>{children}</dd>
    </div>
  );
}
