import {
  Select,
  type ComboboxData,
  type ComboboxItem,
  type ComboboxItemGroup,
  type SelectProps,
} from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import classes from './ExplainedSelect.module.css';

interface Explained {
  name: string;
  title: string;
  /** May be empty. */
  help: string;
  /** Under which heading it stands; those of one follow one another. Without one, under none. */
  group?: string;
}

type ExplainedSelectProps = Omit<SelectProps, 'data' | 'renderOption'> & { choices: readonly Explained[] };

/** Mantine's way to say it: items, and groups of items. */
function grouped(choices: readonly Explained[]): ComboboxData {
  const data: (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] = [];
  for (const { name, title, group } of choices) {
    const item = { value: name, label: title };
    const last = data.at(-1);
    if (group === undefined) data.push(item);
    else if (last && 'group' in last && last.group === group) last.items.push(item);
    else data.push({ group, items: [item] });
  }
  return data;
}

/** A choice among things of which each has a line that explains it. */
export function ExplainedSelect({ choices, ...props }: ExplainedSelectProps) {
  return (
    <Select
      comboboxProps={{ shadow: 'md', width: 300, position: 'bottom-end' }}
      maxDropdownHeight={400}
      {...props}
      data={grouped(choices)}
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
