import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Neighbour, Sample } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { SampleImage } from '../../selection/SampleImage';
import { formatCount, formatNumberOf, formatSimilarity } from '../../shared/format';
import { bounds, countRelation, RELATION_TEXT, type Relation, type Thresholds } from '../../shared/relations';
import classes from './NeighbourSection.module.css';

interface NeighbourSectionProps {
  relation: Relation;
  sample: Sample;
  thresholds: Thresholds;
}

/** The strongest neighbours of one relation, each a step further. */
export function NeighbourSection({ relation, sample, thresholds }: NeighbourSectionProps) {
  const { analysis, classNames } = useAnalysisPage();
  const { title, means, strongest } = RELATION_TEXT[relation];
  const count = countRelation(sample.histogram, relation, thresholds);
  // A sketch of many samples compares each with some of the others.
  const compared = sample.histogram.reduce((sum, n) => sum + n, 0);
  const ofCompared =
    compared < analysis.samples - 1 - analysis.kernel.excluded.length
      ? ` of ${formatCount(compared)} compared`
      : '';
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <Title order={3} title={means}>
          <i style={{ background: `var(--${relation})` }} />
          {title}
        </Title>
        <span className="numbers">
          {count === 0
            ? `none at ${boundText(relation, thresholds)}; ${strongest}`
            : `${formatNumberOf(count, 'sample')}${ofCompared} at ${boundText(relation, thresholds)}`}
        </span>
      </div>
      <ul
        className={classes.neighbours}
        data-relation={relation}
        data-long-names={classNames.some((name) => name.length > 2) || undefined}
      >
        {sample.neighbours[relation].map((neighbour) => (
          <NeighbourLink key={neighbour.index} neighbour={neighbour} label={sample.label} />
        ))}
      </ul>
    </section>
  );
}

function NeighbourLink({ neighbour, label }: { neighbour: Neighbour; label: number }) {
  const { analysis, classNames } = useAnalysisPage();
  const name = className(classNames, neighbour.label);
  const differs = neighbour.label !== label;
  const similarity = formatSimilarity(neighbour.similarity);
  const words = `Sample ${String(neighbour.index)}, labelled ${name}${differs ? ' (another label)' : ''}, similarity ${similarity}`;
  return (
    <li>
      <Link
        to="."
        search={(previous) => ({ ...previous, sample: neighbour.index })}
        className={classes.neighbour}
        aria-label={words}
        title={words}
        data-differs={differs || undefined}
      >
        <SampleImage imageSet={analysis} index={neighbour.index} size={48} alt="" />
        <span className="numbers">{similarity}</span>
        <span className={classes.label}>{name}</span>
      </Link>
    </li>
  );
}

function boundText(relation: Relation, thresholds: Thresholds): string {
  const [low, high] = bounds(relation, thresholds);
  switch (relation) {
    case 'interchangeable':
      return `c ≥ ${formatSimilarity(low)}`;
    case 'unrelated':
      return `|c| ≤ ${formatSimilarity(high)}`;
    case 'contradictory':
      return `c ≤ ${formatSimilarity(high)}`;
  }
}
