import { Title } from '@mantine/core';
import type { Sample } from '../../client/types';
import { useAnalysisPage } from '../../selection/page';
import { countRelation, ruleText, strongestFirst, type Rule } from '../../selection/relations';
import { formatCount, formatNumberOf } from '../../shared/format';
import { NeighbourList } from './NeighbourList';
import classes from './NeighbourSection.module.css';

interface NeighbourSectionProps {
  rule: Rule;
  sample: Sample;
}

/** The strongest neighbours of one relation, each a step further. */
export function NeighbourSection({ rule, sample }: NeighbourSectionProps) {
  const { analysis } = useAnalysisPage();
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
      <NeighbourList relation={relation} neighbours={sample.neighbours[relation]} label={sample.label} />
    </section>
  );
}
