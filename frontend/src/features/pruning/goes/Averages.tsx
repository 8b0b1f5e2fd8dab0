import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { PlanChoice } from '../../../client/plan';
import type { Side } from '../../../client/types';
import { sharesOf, type Plan } from '../../../selection/plan';
import { averageUrl } from '../../../client/urls';
import { className, useAnalysisPage } from '../../../selection/page';
import { Missing } from '../../../selection/preview/Missing';
import { formatCount } from '../../../shared/format';
import classes from './WhatGoes.module.css';

const SIDE = 72;

/** What stays and what goes look like on average, in all and class by class. */
export function Averages({ plan }: { plan: Plan }) {
  const { samples, classNames } = useAnalysisPage();
  const shares = useMemo(() => sharesOf(plan, samples.label, classNames.length), [plan, samples, classNames]);
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        The mean of the images that stay, and of those that go; of more than 500 of a kind a random part is
        taken. Where the two are alike, what goes is like what stays; a sharper mean is of samples that are
        more like one another.
      </Text>
      <ul className={classes.averages}>
        <li>
          <Both
            choice={plan.choice}
            name="All"
            kept={plan.goes.length - plan.pruned.length}
            pruned={plan.pruned.length}
          />
        </li>
        {shares.map(({ label, kept, pruned }) => (
          <li key={label}>
            <Both
              choice={plan.choice}
              name={className(classNames, label)}
              kept={kept}
              pruned={pruned}
              label={label}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

interface BothProps {
  choice: PlanChoice;
  name: string;
  kept: number;
  pruned: number;
  label?: number;
}

function Both({ choice, name, kept, pruned, label }: BothProps) {
  return (
    <>
      <strong>{name}</strong>
      <div className={classes.both}>
        <Mean choice={choice} what="kept" count={kept} name={name} label={label} />
        <Mean choice={choice} what="pruned" count={pruned} name={name} label={label} />
      </div>
    </>
  );
}

interface MeanProps {
  choice: PlanChoice;
  what: Side;
  count: number;
  name: string;
  label?: number;
}

function Mean({ choice, what, count, name, label }: MeanProps) {
  const { analysis } = useAnalysisPage();
  const alt = `Mean of what ${what === 'kept' ? 'stays' : 'goes'}: ${name}`;
  return (
    <figure>
      {count === 0 ? (
        <Missing size={SIDE} alt={alt} />
      ) : (
        <img
          src={averageUrl(analysis.id, choice, what, label)}
          alt={alt}
          width={SIDE}
          height={SIDE}
          loading="lazy"
        />
      )}
      <figcaption className="numbers">
        {formatCount(count)} {what === 'kept' ? 'stay' : 'go'}
      </figcaption>
    </figure>
  );
}
