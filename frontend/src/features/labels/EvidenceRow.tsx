import { Title } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import type { EvidenceSample } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { formatSimilarity, formatWeight } from '../../shared/format';
import classes from './EvidenceRow.module.css';
import { SampleLink } from './SampleLink';

interface EvidenceRowProps {
  /** The candidate. */
  of: number;
  label: number;
  samples: readonly EvidenceSample[];
  /** The sum of the weights of all samples of the class. */
  support: number | undefined;
  /** The largest weight of all rows, for the bars. */
  largest: number;
}

/** The samples of one class that weigh most, each a candidate to look at. */
export function EvidenceRow({ of, label, samples, support, largest }: EvidenceRowProps) {
  const { classNames } = useAnalysisPage();
  const width = useViewportSize().width || window.innerWidth;
  const name = className(classNames, label);
  const title = `These say ${name}`;
  return (
    <section className={classes.row} aria-label={title}>
      <div className={classes.head}>
        <Title order={3}>{title}</Title>
        {support !== undefined && (
          <p className="muted">
            all samples of {name} together: <strong className="numbers">{formatSimilarity(support)}</strong>
          </p>
        )}
      </div>
      {samples.length === 0 ? (
        <p className="muted">No other sample is labelled {name}.</p>
      ) : (
        <ul className={classes.samples}>
          {samples.map((sample) => (
            <li key={sample.index}>
              <EvidenceLink of={of} sample={sample} largest={largest} size={width >= 1600 ? 104 : 60} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface EvidenceLinkProps {
  of: number;
  sample: EvidenceSample;
  largest: number;
  size: number;
}

function EvidenceLink({ of, sample: { index, label, weight }, largest, size }: EvidenceLinkProps) {
  const { analysis, classNames } = useAnalysisPage();
  const words = `Sample ${String(index)}, labelled ${className(classNames, label)}, weight ${formatWeight(weight)}`;
  const share = largest === 0 ? 0 : Math.abs(weight) / largest;
  return (
    <SampleLink index={index} className={classes.sample} aria-label={words} title={words}>
      <SamplePreview dataset={analysis} index={index} size={size} alt="" beside={of} />
      <span className={classes.bar} data-against={weight < 0}>
        <span style={{ width: `${String(100 * share)}%` }} />
      </span>
      <span className="numbers">{formatWeight(weight)}</span>
    </SampleLink>
  );
}
