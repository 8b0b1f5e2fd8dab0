import { Input, Radio } from '@mantine/core';
import { applies, settingNamed } from '../../client/settings';
import type { Setting } from '../../client/types';
import { pathOf } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';
import classes from './KernelFields.module.css';
import { SettingField } from './SettingField';

export function KernelFields({ form, options: { settings } }: FieldsProps) {
  const width = settingNamed(settings, 'sketch_width');
  return (
    <FormSection title="Kernel">
      <Cards form={form} setting={settingNamed(settings, 'label_vector')} />
      <Cards form={form} setting={settingNamed(settings, 'method')} />
      {applies(width, form.values.settings) && (
        <FormRow>
          <SettingField form={form} setting={width} />
        </FormRow>
      )}
    </FormSection>
  );
}

/** A choice with room for what each of its values means. */
function Cards({ form, setting }: Pick<FieldsProps, 'form'> & { setting: Setting }) {
  const { name, title, help, choices } = setting;
  return (
    <Radio.Group
      label={title}
      description={help}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
      {...form.getInputProps(pathOf(name))}
    >
      <div className={classes.cards}>
        {choices.map((choice) => (
          <Radio.Card key={choice.name} value={choice.name} className={classes.card}>
            <Radio.Indicator size="xs" />
            <span>
              <Input.Label component="span">{choice.title}</Input.Label>
              <Input.Description component="span">{choice.description}</Input.Description>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
