import { Select, TextInput } from '@mantine/core';
import { settingNamed } from '../../client/settings';
import { OTHER_MODEL, pathOf } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';
import { SettingField } from './SettingField';

const MODEL_TITLES: Record<string, string> = {
  lenet: 'LeNet, for small images',
  mlp: 'Multilayer perceptron',
  resnet18: 'ResNet-18 without batch norm',
  resnet50: 'ResNet-50 without batch norm',
};

export function LearningFields({ form, options: { models, settings } }: FieldsProps) {
  const named = models.filter((model) => !model.includes(':'));
  const { name, title, help } = settingNamed(settings, 'model');
  return (
    <FormSection title="Classifier">
      <FormRow>
        <Select
          label={title}
          description={help}
          allowDeselect={false}
          data={[
            ...named.map((model) => ({ value: model, label: MODEL_TITLES[model] ?? model })),
            { value: OTHER_MODEL, label: 'Another one…' },
          ]}
          {...form.getInputProps(pathOf(name))}
        />
        <SettingField form={form} setting={settingNamed(settings, 'epochs')} />
      </FormRow>
      {form.values.settings.model === OTHER_MODEL && (
        <TextInput
          label="Model by name"
          description="torchvision:NAME, or PKG.MODULE:FACTORY for a function of yours that builds it."
          placeholder="torchvision:vgg11"
          {...form.getInputProps('otherModel')}
        />
      )}
    </FormSection>
  );
}
