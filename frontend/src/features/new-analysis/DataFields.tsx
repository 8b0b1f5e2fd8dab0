import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { FormRow, FormSection, type FieldsProps } from './FormSection';

export function DataFields({ form, options }: FieldsProps) {
  const { builtIn, source } = form.values;
  return (
    <FormSection title="Data">
      <SegmentedControl
        aria-label="Where the images come from"
        value={builtIn ? 'built-in' : 'own'}
        data={[
          { value: 'built-in', label: 'A well-known data set' },
          { value: 'own', label: 'My own images' },
        ]}
        onChange={(value) => {
          form.setFieldValue('builtIn', value === 'built-in');
        }}
      />
      {builtIn ? <BuiltInFields form={form} options={options} /> : <PathField form={form} />}
      <FormRow>
        <NumberInput
          label="Limit"
          description="Take this many samples, the same share of each class. Empty: all."
          placeholder="all"
          allowDecimal={false}
          {...form.getInputProps('limit')}
          name="limit"
        />
        <TextInput
          label="Name"
          description="What to call it in the list. Empty: after its source."
          placeholder={builtIn ? source : ''}
          {...form.getInputProps('name')}
          name="name"
        />
      </FormRow>
    </FormSection>
  );
}

function BuiltInFields({ form, options }: FieldsProps) {
  const source = options.sources.find(({ name }) => name === form.values.source);
  return (
    <>
      <FormRow>
        <Select
          label="Data set"
          allowDeselect={false}
          data={options.sources.map(({ name, title }) => ({ value: name, label: title }))}
          {...form.getInputProps('source')}
          onChange={(name) => {
            const chosen = options.sources.find((other) => other.name === name);
            if (!chosen) return;
            form.setFieldValue('source', chosen.name);
            // A source that is not split has none to name.
            if (!chosen.splits.includes(form.values.split))
              form.setFieldValue('split', chosen.splits[0] ?? '');
          }}
          name="source"
        />
        {source && source.splits.length > 1 && (
          <Select
            label="Split"
            allowDeselect={false}
            data={source.splits}
            {...form.getInputProps('split')}
            name="split"
          />
        )}
      </FormRow>
      {source?.needs_root && (
        <TextInput
          label="Folder of its files"
          description="Where the files lie as torchvision keeps them, on the machine that runs lpNTK."
          placeholder="/path/to/data"
          {...form.getInputProps('root')}
          name="root"
        />
      )}
    </>
  );
}

function PathField({ form }: Pick<FieldsProps, 'form'>) {
  return (
    <TextInput
      label="Folder or file"
      description="An image folder with one sub-folder a class, or an .npz with images and labels, on the machine that runs lpNTK."
      placeholder="/path/to/images"
      {...form.getInputProps('path')}
      name="path"
    />
  );
}
