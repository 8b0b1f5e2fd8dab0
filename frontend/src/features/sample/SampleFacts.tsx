import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { className, useAnalysisPage } from '../../selection/page';
import { SampleImage } from '../../selection/SampleImage';
import { formatMeasure, formatShare, formatSimilarity } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './SampleFacts.module.css';

/** The image, large, with what is known of it without asking the server again. */
export function SampleFacts({ row }: { row: number }) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const index = valueAt(samples.index, row);
  const label = valueAt(samples.label, row);
  const predicted = valueAt(samples.predicted, row);
  const head = valueAt(samples.head, row);
  const name = className(classNames, label);
  return (
    <div className={classes.facts}>
      <SampleImage
        imageSet={analysis}
        index={index}
        size={124}
        alt={`Sample ${String(index)}, labelled ${name}`}
      />
      <dl className="numbers">
        <Fact term="Label">{name}</Fact>
        <Fact term="Predicted">
          <span data-wrong={predicted !== label || undefined}>{className(classNames, predicted)}</span>
        </Fact>
        <Fact term="Confidence" help="The probability that the classifier gives to the label.">
          {share(valueAt(samples.confidence, row))}
        </Fact>
        <Fact term="Own class" help="Mean similarity to the other samples of its class.">
          {similarity(valueAt(samples.own_class_mean, row))}
        </Fact>
        <Fact
          term="Cluster"
          help={`Kernel value to the head: ${measure(valueAt(samples.head_similarity, row))}.`}
        >
          <Link
            from="/analyses/$analysisId"
            to="/analyses/$analysisId/images"
            search={(previous) => ({ ...previous, cluster: head, class: undefined, area: undefined })}
          >
            {head === index ? 'its own head' : `head ${String(head)}`}
          </Link>
        </Fact>
        <Fact term="κ with itself" help="How strongly learning the sample acts on itself.">
          {measure(valueAt(samples.self_kernel, row))}
          {!valueAt(samples.self_max, row) && <NotSelfMax />}
        </Fact>
      </dl>
    </div>
  );
}

function NotSelfMax() {
  return (
    <Tooltip label="Some other sample has a larger kernel value with it than it has with itself.">
      <span className={classes.flag}>not self-max</span>
    </Tooltip>
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

function share(value: number | null): string {
  return value === null ? '–' : formatShare(value);
}

function similarity(value: number | null): string {
  return value === null ? '–' : formatSimilarity(value);
}

function measure(value: number | null): string {
  return value === null ? '–' : formatMeasure(value);
}
