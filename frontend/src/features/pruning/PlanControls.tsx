import { Group, Input, NumberInput, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useOptions } from '../../client/options';
import { removal } from '../../selection/forecast/change';
import { ForecastButton } from '../../selection/forecast/ForecastButton';
import { useAnalysisPage } from '../../selection/page';
import type { Plan } from '../../selection/plan';
import { planOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount } from '../../shared/format';
import { KeepSlider } from './KeepSlider';
import { descriptionOfStrategy, titleOfStrategy } from './outlook/titles';
import classes from './PlanControls.module.css';
import { PlanFiles } from './PlanFiles';

interface PlanControlsProps {
  plan: Plan | undefined;
  /** As it was when the slider last rested. */
  settled: Plan | undefined;
}

/** The choice of a plan, and what it comes to. */
export function PlanControls({ plan, settled }: PlanControlsProps) {
  const { samples } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const { strategies, plan_formats } = useOptions();
  const choice = planOf(search);
  const change = useMemo(
    () => settled && removal(Array.from(settled.pruned, (row) => samples.index[row] ?? 0)),
    [settled, samples],
  );
  return (
    <section className={classes.controls} aria-label="Plan">
      <div className={classes.row}>
        <div className={classes.strategy}>
          <Input.Label component="span">Strategy</Input.Label>
          <strong>{titleOfStrategy(strategies, choice.strategy)}</strong>{' '}
          <code className="muted">{choice.strategy}</code>
        </div>
        <KeepSlider
          keep={choice.keep}
          onKeep={(keep) => {
            update({ keep }, { replace: true });
          }}
        />
        <NumberInput
          label="Seed"
          w={90}
          min={0}
          max={2 ** 32 - 1}
          allowDecimal={false}
          allowNegative={false}
          value={choice.seed}
          onChange={(seed) => {
            if (typeof seed === 'number') update({ seed }, { replace: true });
          }}
        />
      </div>
      <Text size="sm" c="dimmed" mih={20}>
        {descriptionOfStrategy(strategies, choice.strategy)}
      </Text>
      <div className={classes.outcome}>
        <p className="numbers" role="status">
          {plan && (
            <>
              <strong>{formatCount(plan.goes.length - plan.pruned.length)}</strong> stay,{' '}
              <strong>{formatCount(plan.pruned.length)}</strong> go
              {plan.note !== null && <span className={classes.note}>{plan.note}</span>}
            </>
          )}
        </p>
        <Group gap="md">
          {change && <ForecastButton change={change}>What if they go?</ForecastButton>}
          {plan && <PlanFiles plan={plan} formats={plan_formats} />}
        </Group>
      </div>
    </section>
  );
}
