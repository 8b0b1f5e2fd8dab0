import { NumberInput, TextInput } from '@mantine/core';
import { applies } from '../../client/settings';
import type { Setting } from '../../client/types';
import { ExplainedSelect } from '../../shared/ExplainedSelect';
import { pathOf } from './form';
import type { FieldsProps } from './FormSection';

interface SettingFieldProps extends Pick<FieldsProps, 'form'> {
  setting: Setting;
  /** In place of what leaving it empty means. */
  placeholder?: string;
  /** What there is to say beside its description. */
  note?: string | false;
}

/** A setting as a field, all that it says coming from its description. */
export function SettingField({ form, setting, placeholder, note }: SettingFieldProps) {
  const { name, kind, title, help, empty, choices } = setting;
  const field = {
    ...form.getInputProps(pathOf(name)),
    label: title,
    description: note ? `${help} ${note}` : help,
    placeholder: placeholder ?? empty ?? undefined,
    disabled: !applies(setting, form.values.settings),
  };
  switch (kind) {
    case 'text':
    case 'bytes':
      return <TextInput {...field} />;
    case 'choice':
      return (
        <ExplainedSelect
          {...field}
          allowDeselect={false}
          choices={choices.map(({ description, ...choice }) => ({ ...choice, help: description }))}
        />
      );
    default:
      return <NumberInput {...field} {...numbers(setting)} />;
  }
}

/** Bounds are for the arrows: of what is typed the server says what is wrong, where it would be changed silently. */
function numbers({ kind, minimum, maximum, unit }: Setting) {
  return {
    min: minimum ?? undefined,
    max: maximum ?? undefined,
    clampBehavior: 'none',
    allowDecimal: kind !== 'integer',
    step: kind === 'number' && minimum !== null && maximum !== null ? hundredth(maximum - minimum) : 1,
    suffix: unit && ` ${unit}`,
  } as const;
}

function hundredth(range: number): number {
  return Number((range / 100).toPrecision(1));
}
