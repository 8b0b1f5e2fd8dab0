import { Skeleton } from '@mantine/core';
import { ErrorMessage } from '../../client/ErrorMessage';
import { usePlan } from '../../selection/plan';
import { planOf } from '../../selection/search';
import { useSearchPart } from '../../selection/useAnalysisSearch';
import { Intro } from '../../shared/Intro';
import { ClassShares } from './ClassShares';
import { EvaluationSection } from './evaluation/EvaluationSection';
import { WhatGoes } from './goes/WhatGoes';
import { OutlookSection } from './outlook/OutlookSection';
import { Pinned } from './Pinned';
import { PlanControls } from './PlanControls';
import { PrunedList } from './PrunedList';
import classes from './PruningView.module.css';
import { useSettled } from './settled';

/** What a strategy drops, why, and the list to take home. */
export function PruningView() {
  const { plan, error, isStale } = usePlan();
  const settled = useSettled(plan);
  const keep = useSettled(useSearchPart((search) => planOf(search).keep));
  return (
    <div className={classes.view}>
      <Intro>
        Train on fewer samples: choose how many stay and by which strategy, see what would go, why, and what
        it is forecast to cost, then take the list home.
      </Intro>
      <PlanControls plan={plan} settled={settled} />
      <Pinned />
      <OutlookSection keep={keep} />
      <EvaluationSection />
      {error ? (
        <ErrorMessage error={error} />
      ) : plan && settled ? (
        <div className={classes.result} aria-busy={isStale}>
          <ClassShares plan={plan} />
          <PrunedList plan={plan} isSettled={plan === settled} />
          <WhatGoes plan={settled} />
        </div>
      ) : (
        <Skeleton height="100%" />
      )}
    </div>
  );
}
