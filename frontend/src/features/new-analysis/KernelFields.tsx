import { Input, Radio } from '@mantine/core';
import { FormSection, type FieldsProps } from './FormSection';
import classes from './KernelFields.module.css';

export function KernelFields({ form, options }: FieldsProps) {
  return (
    <FormSection title="Kernel">
      <Radio.Group
        label="Label vector: what of a sample’s label goes into the kernel"
        {...form.getInputProps('label_vector')}
        name="label_vector"
      >
        <div className={classes.cards}>
          {options.label_vectors.map(({ name, title, description }) => (
            <Radio.Card key={name} value={name} className={classes.card}>
              <Radio.Indicator size="xs" />
              <span>
                <Input.Label component="span">{title}</Input.Label>
                <Input.Description component="span">{description}</Input.Description>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
    </FormSection>
  );
}
