import { Select, type SelectProps } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import classes from './ExplainedSelect.module.css';

interface Explained {
  name: string;
  title: string;
  /** May be empty. */
  help: string;
}

type ExplainedSelectProps = Omit<SelectProps, 'data' | 'renderOption'> & { choices: readonly Explained[] };

/** A choice among things of which each has a line that explains it. */
export function ExplainedSelect({ choices, ...props }: ExplainedSelectProps) {
  return (
    <Select
      comboboxProps={{ shadow: 'md', width: 300, position: 'bottom-end' }}
      maxDropdownHeight={400}
      {...props}
      data={choices.map(({ name, title }) => ({ value: name, label: title }))}
      renderOption={({ option, checked }) => {
        const help = choices.find(({ name }) => name === option.value)?.help;
        return (
          <div className={classes.option}>
            <span>{option.label}</span>
            {checked && <IconCheck size={14} aria-hidden />}
            {help && <span className={classes.help}>{help}</span>}
          </div>
        );
      }}
    />
  );
}
