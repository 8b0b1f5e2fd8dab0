import {
  Alert,
  Button,
  Checkbox,
  Chip,
  Group,
  Input,
  MultiSelect,
  NumberInput,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../client/api';
import { evaluationEstimateQuery, useEvaluate } from '../../../client/evaluations';
import { useOptions } from '../../../client/options';
import type { EvaluationEstimate, EvaluationIn, Schedule } from '../../../client/types';
import { useAnalysisPage } from '../../../selection/page';
import { planOf } from '../../../selection/search';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { formatCount, formatDuration, formatNumberOf } from '../../../shared/format';
import classes from './EvaluationForm.module.css';
import { firstChoice, offeredShares, toForm, type Choice } from './form';

/** An estimate takes seconds, so it waits until a person has stopped choosing. */
const SETTLED_MILLISECONDS = 800;

interface EvaluationFormProps {
  /** Called with the number of the task that was asked for. */
  onAsked: (taskId: number) => void;
}

/** What to train on, what that will take, and the button that begins it. */
export function EvaluationForm({ onAsked }: EvaluationFormProps) {
  const { analysis } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const { strategies } = useOptions();
  const [choice, setChoice] = useState<Choice>(() => {
    const { strategy, keep } = planOf(search);
    return firstChoice(strategy, keep);
  });
  const evaluate = useEvaluate(analysis.id);
  const form = toForm(choice);
  const fieldAtFault = evaluate.error instanceof ApiError ? evaluate.error.field : null;

  function change(part: Partial<Choice>): void {
    setChoice({ ...choice, ...part });
    evaluate.reset();
  }

  return (
    <form
      className={classes.form}
      aria-label="What to evaluate"
      onSubmit={(event) => {
        event.preventDefault();
        if (form)
          evaluate.mutate(form, {
            onSuccess: ({ id }) => {
              onAsked(id);
            },
          });
      }}
    >
      <MultiSelect
        label="Strategies"
        description="All samples, and random ones at each share, are always trained on besides."
        placeholder={choice.strategies.length === 0 ? 'Random alone' : undefined}
        searchable
        maxValues={24}
        data={strategies
          .filter(({ name }) => name !== 'random')
          .map(({ name, title }) => ({ value: name, label: title }))}
        value={choice.strategies}
        onChange={(chosen) => {
          change({ strategies: chosen });
        }}
      />
      <Input.Wrapper label="Shares to keep" labelElement="div">
        <Chip.Group
          multiple
          value={choice.shares}
          onChange={(shares) => {
            change({ shares });
          }}
        >
          <Group gap={6} mt={4} role="group" aria-label="Shares to keep">
            {offeredShares(choice.shares).map((share) => (
              <Chip key={share} value={String(share)} size="xs">
                {share} %
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Group align="flex-start" gap="xl">
        <NumberInput
          label="Seeds"
          description="Trainings of each; 3 at least for a verdict."
          w={220}
          min={1}
          max={20}
          allowDecimal={false}
          value={choice.seeds}
          onChange={(seeds) => {
            change({ seeds });
          }}
        />
        <Checkbox.Group
          label="Train for the same number of"
          value={choice.schedules}
          onChange={(schedules) => {
            change({ schedules: schedules as Schedule[] });
          }}
        >
          <Group mt={6}>
            <Checkbox value="updates" label="updates" />
            <Checkbox value="epochs" label="epochs" />
          </Group>
        </Checkbox.Group>
        <TextInput
          label="Test set"
          description="A split, folder or .npz file."
          placeholder={analysis.request.test ?? 'What training held out'}
          flex={1}
          miw={220}
          value={choice.test}
          error={fieldAtFault === 'test' && evaluate.error?.message}
          onChange={({ currentTarget }) => {
            change({ test: currentTarget.value });
          }}
        />
      </Group>
      {evaluate.error && fieldAtFault !== 'test' && (
        <Alert color="red" role="alert">
          {evaluate.error.message}
        </Alert>
      )}
      <div className={classes.foot}>
        <Estimate analysisId={analysis.id} form={form} />
        <Button
          type="submit"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={form === undefined}
          loading={evaluate.isPending}
        >
          Start the evaluation
        </Button>
      </div>
    </form>
  );
}

/** What the settled form will take. */
function Estimate({ analysisId, form }: { analysisId: number; form: EvaluationIn | undefined }) {
  const [settled] = useDebouncedValue(JSON.stringify(form), SETTLED_MILLISECONDS);
  const asked = settled === JSON.stringify(form) ? form : undefined;
  const { data, error } = useQuery(evaluationEstimateQuery(analysisId, asked));
  return (
    <p className={classes.estimate} role="status" aria-label="What it will take">
      {form === undefined
        ? 'Choose at least one share and for how long to train.'
        : error
          ? error.message
          : data
            ? estimateWords(data)
            : 'Trying a few updates to see what it will take …'}
    </p>
  );
}

function estimateWords({ trainings, updates, seconds, test_samples, samples }: EvaluationEstimate): string {
  const work = `${formatNumberOf(trainings, 'training')}, ${formatNumberOf(updates, 'update')}`;
  const who = `${formatNumberOf(samples, 'sample')} to train on, ${formatCount(test_samples)} others judge`;
  return `${work}, about ${formatDuration(seconds)} on this machine: ${who}.`;
}
