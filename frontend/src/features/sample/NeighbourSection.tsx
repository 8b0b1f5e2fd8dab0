import { Title } from '@mantine/core';
import type { Sample } from '../../client/types';
import { countPartners, holds, partnersText, ruleText, type Rule } from '../../selection/relations';
import { NeighbourList } from './NeighbourList';
import classes from './NeighbourSection.module.css';
import { NothingContradicts } from './NothingContradicts';

/** How many of those that do not count are shown where there are few that do. */
const NEAREST = 6;

interface NeighbourSectionProps {
  rule: Rule;
  sample: Sample;
  /** How many are listed at most. */
  shown: number;
  /** Side of an image in CSS pixels. */
  size: number;
  inLine?: boolean;
}

/** The strongest neighbours of one relation, and apart from them those that are nearest to being so. */
export function NeighbourSection({ rule, sample, shown, size, inLine }: NeighbourSectionProps) {
  const { relation, title, means } = rule;
  const listed = sample.neighbours[relation];
  const members = listed.filter(({ similarity }) => holds(rule, similarity));
  const nearest = listed
    .filter(({ similarity }) => !holds(rule, similarity))
    .slice(0, Math.max(0, Math.min(NEAREST, shown - members.length)));
  const list = { relation, of: sample, size, inLine };
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <Title order={3} title={means}>
          <i style={{ background: `var(--${relation})` }} />
          {title}
        </Title>
        <span className="numbers">
          {partnersText(countPartners(sample, rule))} at {ruleText(rule)}
        </span>
      </div>
      {members.length > 0 && <NeighbourList {...list} neighbours={members.slice(0, shown)} />}
      {members.length === 0 && relation === 'contradictory' && <NothingContradicts />}
      {nearest.length > 0 && (
        <>
          <h4 className={classes.nearest}>Nearest to it, but not</h4>
          <NeighbourList {...list} neighbours={nearest} faint />
        </>
      )}
    </section>
  );
}
