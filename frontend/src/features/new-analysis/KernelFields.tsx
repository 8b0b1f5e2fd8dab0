import { Input, NumberInput, Radio } from '@mantine/core';
import type { Choice } from '../../client/types';
import { SKETCH } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';
import classes from './KernelFields.module.css';

export function KernelFields({ form, options }: FieldsProps) {
  return (
    <FormSection title="Kernel">
      <Radio.Group
        label="Label vector: what of a sample’s label goes into the kernel"
        {...form.getInputProps('label_vector')}
        name="label_vector"
      >
        <Cards choices={options.label_vectors} />
      </Radio.Group>
      <Radio.Group label="How it is computed" {...form.getInputProps('method')} name="method">
        <Cards choices={options.kernel_methods} />
      </Radio.Group>
      {form.values.method === SKETCH && (
        <FormRow>
          <NumberInput
            label="Sketch width"
            description="Numbers a sample: the more, the smaller the error."
            allowDecimal={false}
            thousandSeparator=" "
            {...form.getInputProps('sketch_width')}
            name="sketch_width"
          />
        </FormRow>
      )}
    </FormSection>
  );
}

function Cards({ choices }: { choices: readonly Choice[] }) {
  return (
    <div className={classes.cards}>
      {choices.map(({ name, title, description }) => (
        <Radio.Card key={name} value={name} className={classes.card}>
          <Radio.Indicator size="xs" />
          <span>
            <Input.Label component="span">{title}</Input.Label>
            <Input.Description component="span">{description}</Input.Description>
          </span>
        </Radio.Card>
      ))}
    </div>
  );
}
