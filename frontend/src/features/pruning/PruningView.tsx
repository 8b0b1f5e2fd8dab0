import { Skeleton } from '@mantine/core';
import { ErrorMessage } from '../../client/ErrorMessage';
import { usePlan } from '../../selection/plan';
import { WhatGoes } from './goes/WhatGoes';
import { ClassShares } from './ClassShares';
import { EvaluationSection } from './evaluation/EvaluationSection';
import { OutlookSection } from './outlook/OutlookSection';
import { PlanControls } from './PlanControls';
import { PrunedList } from './PrunedList';
import classes from './PruningView.module.css';

/** What a strategy drops, why, and the list to take home. */
export function PruningView() {
  const { plan, error, isStale } = usePlan();
  return (
    <div className={classes.view}>
      <PlanControls plan={plan} />
      <OutlookSection />
      <EvaluationSection />
      {error ? (
        <ErrorMessage error={error} />
      ) : plan ? (
        <div className={classes.result} aria-busy={isStale}>
          <ClassShares plan={plan} />
          <PrunedList plan={plan} />
          <WhatGoes plan={plan} />
        </div>
      ) : (
        <Skeleton height="100%" />
      )}
    </div>
  );
}
