import { Alert, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useCreateAnalysis, useEstimate } from '../../client/actions';
import { ApiError } from '../../client/api';
import { useOptions } from '../../client/options';
import type { Analysis, AnalysisIn } from '../../client/types';
import { DataFields } from './DataFields';
import { EstimateCard } from './EstimateCard';
import { fieldFor, furtherSettings, initialValues, toRequest, valuesLike, type FormValues } from './form';
import { KernelFields } from './KernelFields';
import { LearningFields } from './LearningFields';
import { MoreFields } from './MoreFields';

interface AnalysisFormProps {
  /** The settings to begin with; the defaults where there are none. */
  like?: Analysis['request'];
}

export function AnalysisForm({ like }: AnalysisFormProps) {
  const options = useOptions();
  const estimate = useEstimate();
  const form = useForm<FormValues>({
    initialValues: like ? valuesLike(like, options) : initialValues(options),
    onValuesChange: () => {
      estimate.reset();
    },
  });
  const [more, { open: openMore, toggle: toggleMore }] = useDisclosure(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const create = useCreateAnalysis();
  const navigate = useNavigate();

  /** Shows the server's sentence at the field that it names, else above the button. */
  function show(error: Error): void {
    const name = error instanceof ApiError ? error.field : null;
    const path = fieldFor(name, form.getValues());
    if (path !== null) {
      // At once, since only a field that is there and unfolded can be focused.
      flushSync(() => {
        if (furtherSettings(options.settings).some((setting) => setting.name === name)) openMore();
        form.setFieldError(path, error.message);
      });
    }
    const field = path === null ? null : form.getInputNode(path);
    if (field) field.focus();
    else setRefusal(error.message);
  }

  /** What to do with the request that is filled in, unless a field holds what cannot be sent. */
  function sending(send: (request: AnalysisIn) => void) {
    return form.onSubmit((values) => {
      setRefusal(null);
      try {
        send(toRequest(values, options));
      } catch (error) {
        show(error as Error);
      }
    });
  }

  const ask = sending((request) => {
    estimate.mutate(request, { onError: show });
  });

  const submit = sending((request) => {
    create.mutate(request, {
      onError: show,
      onSuccess: ({ id }) => {
        void navigate({ to: '/analyses/$analysisId/standout', params: { analysisId: id } });
      },
    });
  });

  return (
    <form onSubmit={submit} noValidate aria-label="New analysis">
      <DataFields form={form} options={options} />
      <LearningFields form={form} options={options} />
      <KernelFields form={form} options={options} />
      <MoreFields form={form} options={options} opened={more} onToggle={toggleMore} />
      {refusal !== null && (
        <Alert color="red" mb="md" role="alert">
          {refusal}
        </Alert>
      )}
      {estimate.data && <EstimateCard estimate={estimate.data} />}
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
