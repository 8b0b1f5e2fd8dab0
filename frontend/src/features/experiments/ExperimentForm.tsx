import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError } from '../../client/api';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useRunExperiment } from '../../client/experimentQueries';
import type { Experiment, Setting } from '../../client/types';
import { useAnalysisPage } from '../../selection/page';
import classes from './ExperimentForm.module.css';
import { asked, defaultText, type Typed } from './options';

interface ExperimentFormProps {
  experiment: Experiment;
  onRun: (taskId: number) => void;
}

/** The options of an experiment, and the button that runs it. */
export function ExperimentForm({ experiment, onRun }: ExperimentFormProps) {
  const { analysis } = useAnalysisPage();
  const [typed, setTyped] = useState<Typed>({});
  const run = useRunExperiment(analysis.id);
  const field = run.error instanceof ApiError ? run.error.field : null;
  const isOfField = experiment.options.some(({ name }) => name === field);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate(asked(experiment, typed), {
          onSuccess: ({ id }) => {
            onRun(id);
          },
        });
      }}
    >
      {experiment.options.map((option) => (
        <OptionField
          key={option.name}
          option={option}
          value={typed[option.name] ?? ''}
          error={field === option.name ? run.error?.message : undefined}
          onChange={(value) => {
            setTyped({ ...typed, [option.name]: value });
          }}
        />
      ))}
      <Button
        type="submit"
        size="xs"
        loading={run.isPending}
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
      >
        Run
      </Button>
      {run.error && !isOfField && <ErrorMessage error={run.error} />}
    </form>
  );
}

interface OptionFieldProps {
  option: Setting;
  value: string | number;
  error: string | undefined;
  onChange: (value: string | number) => void;
}

function OptionField({ option, value, error, onChange }: OptionFieldProps) {
  const { title, help, kind } = option;
  const common = { label: title, title: help, placeholder: defaultText(option), error, size: 'xs' } as const;
  return kind === 'text' ? (
    <TextInput
      {...common}
      w={260}
      value={value}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  ) : (
    <NumberInput
      {...common}
      w={130}
      clampBehavior="none"
      allowDecimal={kind !== 'integer'}
      value={value}
      onChange={onChange}
    />
  );
}
