import { NumberInput, Select, TextInput } from '@mantine/core';
import { OTHER_MODEL } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';

const MODEL_TITLES: Record<string, string> = {
  lenet: 'LeNet, for small images',
  mlp: 'Multilayer perceptron',
  resnet18: 'ResNet-18 without batch norm',
  resnet50: 'ResNet-50 without batch norm',
};

export function LearningFields({ form, options }: FieldsProps) {
  const named = options.models.filter((model) => !model.includes(':'));
  return (
    <FormSection title="Classifier">
      <FormRow>
        <Select
          label="Model"
          allowDeselect={false}
          data={[
            ...named.map((model) => ({ value: model, label: MODEL_TITLES[model] ?? model })),
            { value: OTHER_MODEL, label: 'Another one…' },
          ]}
          {...form.getInputProps('model')}
          name="model"
        />
        <NumberInput
          label="Epochs"
          allowDecimal={false}
          disabled={form.values.checkpoint.trim() !== ''}
          {...form.getInputProps('epochs')}
          name="epochs"
        />
      </FormRow>
      {form.values.model === OTHER_MODEL && (
        <TextInput
          label="Model by name"
          description="torchvision:NAME, or PKG.MODULE:FACTORY for a function of yours that builds it."
          placeholder="torchvision:vgg11"
          {...form.getInputProps('otherModel')}
          name="otherModel"
        />
      )}
    </FormSection>
  );
}
