import { Select, TextInput } from '@mantine/core';
import { settingNamed } from '../../client/settings';
import type { Options } from '../../client/types';
import { OTHER_MODEL, pathOf } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';
import { SettingField } from './SettingField';

export function LearningFields({ form, options }: FieldsProps) {
  const { models, settings } = options;
  const { name, title, help } = settingNamed(settings, 'model');
  return (
    <FormSection title="Classifier">
      <FormRow>
        <Select
          label={title}
          description={help}
          allowDeselect={false}
          data={[
            ...models.map((model) => ({ value: model.name, label: model.title })),
            { value: OTHER_MODEL, label: 'Another one…' },
          ]}
          {...form.getInputProps(pathOf(name))}
        />
        <SettingField form={form} setting={settingNamed(settings, 'epochs')} />
      </FormRow>
      {form.values.settings.model === OTHER_MODEL && (
        <TextInput
          label="Model by name"
          description={describeOthers(options)}
          placeholder="torchvision:vgg11"
          {...form.getInputProps('otherModel')}
        />
      )}
    </FormSection>
  );
}

function describeOthers({ form: { code }, other_models }: Options): string {
  const offered = other_models.map((other) => `${other.name}: ${other.title}.`).join(' ');
  const refused = 'Code of your own only where the server was started with --allow-code or a token.';
  return code ? offered : `${offered} ${refused}`;
}
