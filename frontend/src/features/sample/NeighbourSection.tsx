import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Neighbour, Sample } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { countRelation, ruleText, strongestFirst, type Rule } from '../../selection/relations';
import { formatCount, formatNumberOf, formatSimilarity } from '../../shared/format';
import classes from './NeighbourSection.module.css';

interface NeighbourSectionProps {
  rule: Rule;
  sample: Sample;
}

/** The strongest neighbours of one relation, each a step further. */
export function NeighbourSection({ rule, sample }: NeighbourSectionProps) {
  const { analysis, classNames } = useAnalysisPage();
  const { relation, title, means } = rule;
  const count = countRelation(sample.histogram, rule);
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
            ? `none at ${ruleText(rule)}; ${strongestFirst(rule)}`
            : `${formatNumberOf(count, 'sample')}${ofCompared} at ${ruleText(rule)}`}
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
        <SamplePreview dataset={analysis} index={neighbour.index} size={48} alt="" />
        <span className="numbers">{similarity}</span>
        <span className={classes.label}>{name}</span>
      </Link>
    </li>
  );
}
