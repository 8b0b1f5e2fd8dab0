import { Alert, Button, Progress, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import { EVALUATION } from '../../../client/evaluations';
import { useOptions } from '../../../client/options';
import type { PlanChoice } from '../../../client/plan';
import { outlooksQuery } from '../../../client/outlookQueries';
import { useTasks } from '../../../jobs/useTasks';
import { useAnalysisPage } from '../../../selection/page';
import { useUpdateSearch } from '../../../selection/useAnalysisSearch';
import { advice, placesAt, withShares } from './curve';
import { OutlookChart } from './OutlookChart';
import { useChoiceAt } from '../settled';
import classes from './OutlookSection.module.css';
import { StrategyList } from './StrategyList';
import { titleOfStrategy } from './titles';
import { useForecasts } from './useForecasts';

/** Every strategy by what is forecast of it, over the share that stays, and what to make of the chosen plan. */
export const OutlookSection = memo(function OutlookSection({ keep }: { keep: number }) {
  const { analysis } = useAnalysisPage();
  const update = useUpdateSearch();
  const { strategies } = useOptions();
  const choice = useChoiceAt(keep);
  const lacking = useLacking();
  const names = strategies.map(({ name }) => name).filter((name) => !lacking.has(name));
  const wanted = names.includes(choice.strategy) ? names : [choice.strategy, ...names];
  const { found: forecasts, refused, done, total } = useForecasts(analysis.id, wanted, choice.seed);
  const { data: exactly } = useExactly(choice);
  const found = withShares(forecasts, exactly);
  const places = placesAt(found, choice.keep);
  const said = done === total ? advice(places, (name) => titleOfStrategy(strategies, name)) : undefined;
  return (
    <section className={classes.section} aria-label="Forecast">
      <div className={classes.head}>
        <Title order={2}>Forecast</Title>
        {done < total && (
          <div className={classes.progress}>
            <Progress value={(100 * done) / total} size="xs" aria-label="Strategies that are forecast" />
            <Text size="xs" c="dimmed" className="numbers">
              {done} of {total} strategies
            </Text>
          </div>
        )}
        {said && (
          <Text size="sm" role="status">
            {said.text}{' '}
            {said.strategy !== undefined && said.strategy !== choice.strategy && (
              <Button
                size="compact-xs"
                variant="light"
                onClick={() => {
                  update({ strategy: said.strategy }, { replace: true });
                }}
              >
                Choose it
              </Button>
            )}
          </Text>
        )}
      </div>
      <div className={classes.body}>
        <StrategyList places={places} refused={new Map([...lacking, ...refused])} chosen={choice.strategy} />
        <OutlookChart found={found} chosen={choice} />
      </div>
      <Verdict choice={choice} />
    </section>
  );
});

/** The strategies that go by a score which this analysis does not have, and why that is. */
function useLacking(): ReadonlyMap<string, string> {
  const { strategies } = useOptions();
  const { scores } = useAnalysisPage();
  return useMemo(
    () =>
      new Map(
        strategies.flatMap(({ name, scores: needed }) => {
          const missing = needed.find((score) => !scores.includes(score));
          return missing === undefined
            ? []
            : [[name, `It goes by the score ${missing}, which this analysis does not have.`] as const];
        }),
      ),
    [strategies, scores],
  );
}

/** The forecast of a plan exactly at its share. */
function useExactly({ strategy, keep, seed }: PlanChoice) {
  const { analysis } = useAnalysisPage();
  const proofs = useTasks(analysis.id, EVALUATION).filter(({ state }) => state === 'done').length;
  return useQuery(outlooksQuery(analysis.id, strategy, seed, [keep], proofs));
}

/** What is forecast of the plan that is chosen. */
function Verdict({ choice }: { choice: PlanChoice }) {
  const { data, error } = useExactly(choice);
  const plan = data?.shares[0];
  if (error) {
    return (
      <Text size="sm" c="dimmed">
        {error.message}
      </Text>
    );
  }
  if (!data || !plan) {
    return (
      <Text size="sm" c="dimmed" mih={44}>
        Forecasting this plan and ten random ones of its size.
      </Text>
    );
  }
  return (
    <div className={classes.verdict} data-standing={plan.standing} aria-label="What is forecast of this plan">
      <p className="numbers">{plan.sentence}</p>
      <Text size="xs" c="dimmed" component="div">
        {data.note} {data.agreement}
      </Text>
      {plan.warning !== null && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconAlertTriangle size={16} aria-hidden />}
          p="xs"
          title="Do not train on this plan without a proof"
        >
          {plan.warning}
        </Alert>
      )}
    </div>
  );
}
