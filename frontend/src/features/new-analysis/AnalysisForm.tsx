import { Alert, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCreateAnalysis, useEstimate } from '../../client/actions';
import { ApiError } from '../../client/api';
import type { Options } from '../../client/types';
import { AdvancedFields } from './AdvancedFields';
import { DataFields } from './DataFields';
import { EstimateCard } from './EstimateCard';
import { ADVANCED, fieldFor, initialValues, toRequest, type FormValues } from './form';
import { KernelFields } from './KernelFields';
import { LearningFields } from './LearningFields';

export function AnalysisForm({ options }: { options: Options }) {
  const estimate = useEstimate();
  const form = useForm<FormValues>({
    initialValues: initialValues(options),
    onValuesChange: () => {
      estimate.reset();
    },
  });
  const [advanced, { open: openAdvanced, toggle: toggleAdvanced }] = useDisclosure(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const create = useCreateAnalysis();
  const navigate = useNavigate();

  /** Shows the server's sentence at the field that it names, else above the button. */
  function show(error: Error): void {
    const field = error instanceof ApiError ? fieldFor(error.field, form.getValues()) : null;
    if (field === null) {
      setRefusal(error.message);
      return;
    }
    if (ADVANCED.includes(field)) openAdvanced();
    form.setFieldError(field, error.message);
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
    });
  }

  const ask = form.onSubmit((values) => {
    setRefusal(null);
    estimate.mutate(toRequest(values, options), { onError: show });
  });

  const submit = form.onSubmit((values) => {
    setRefusal(null);
    create.mutate(toRequest(values, options), {
      onError: show,
      onSuccess: ({ id }) => {
        void navigate({ to: '/analyses/$analysisId/map', params: { analysisId: id } });
      },
    });
  });

  return (
    <form onSubmit={submit} noValidate aria-label="New analysis">
      <DataFields form={form} options={options} />
      <LearningFields form={form} options={options} />
      <KernelFields form={form} options={options} />
      <AdvancedFields form={form} options={options} opened={advanced} onToggle={toggleAdvanced} />
      {refusal !== null && (
        <Alert color="red" mb="md" role="alert">
          {refusal}
        </Alert>
      )}
      {estimate.data && (
        <EstimateCard
          estimate={estimate.data}
          memoryBudget={toRequest(form.values, options).memory_budget ?? options.defaults.memory_budget}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
          Back
        </Button>
        <Button
          variant="default"
          loading={estimate.isPending}
          onClick={() => {
            ask();
          }}
        >
          What will it take?
        </Button>
        <Button type="submit" loading={create.isPending}>
          Start the analysis
        </Button>
      </Group>
    </form>
  );
}
