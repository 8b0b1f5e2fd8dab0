import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { settingNamed } from '../../client/settings';
import { pathOf, whereFilesMayLie } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';
import { SettingField } from './SettingField';

export function DataFields({ form, options }: FieldsProps) {
  const { builtIn } = form.values;
  return (
    <FormSection title="Data">
      <SegmentedControl
        aria-label="Where the samples come from"
        value={builtIn ? 'built-in' : 'own'}
        data={[
          { value: 'built-in', label: 'A well-known data set' },
          { value: 'own', label: 'My own data' },
        ]}
        onChange={(value) => {
          form.setFieldValue('builtIn', value === 'built-in');
        }}
      />
      {builtIn ? (
        <BuiltInFields form={form} options={options} />
      ) : (
        <PathField form={form} options={options} />
      )}
      <FormRow>
        <SettingField form={form} setting={settingNamed(options.settings, 'limit')} />
        <SettingField form={form} setting={settingNamed(options.settings, 'name')} />
      </FormRow>
    </FormSection>
  );
}

function BuiltInFields({ form, options: { form: may, settings, sources } }: FieldsProps) {
  const source = sources.find(({ name }) => name === form.values.settings.source);
  const split = settingNamed(settings, 'split');
  return (
    <>
      <FormRow>
        <Select
          label="Data set"
          allowDeselect={false}
          data={sources.map(({ name, title }) => ({ value: name, label: title }))}
          {...form.getInputProps(pathOf('source'))}
          onChange={(name) => {
            const chosen = sources.find((other) => other.name === name);
            if (!chosen) return;
            form.setFieldValue(pathOf('source'), chosen.name);
            // A source that is not split has none to name.
            if (!chosen.splits.includes(String(form.values.settings.split)))
              form.setFieldValue(pathOf('split'), chosen.splits[0] ?? '');
          }}
        />
        {source && source.splits.length > 1 && (
          <Select
            label={split.title}
            allowDeselect={false}
            data={source.splits}
            {...form.getInputProps(pathOf(split.name))}
          />
        )}
      </FormRow>
      {source?.needs_root && (
        <SettingField
          form={form}
          setting={settingNamed(settings, 'root')}
          placeholder="data"
          note={whereFilesMayLie(may)}
        />
      )}
    </>
  );
}

function PathField({ form, options }: FieldsProps) {
  return (
    <TextInput
      label="Folder or file"
      description={`A folder with one sub-folder of images a class, an .npz with images and labels, or a table of texts, paths, or numbers and categories as .csv or .parquet, on the machine that runs lpNTK. ${whereFilesMayLie(options.form)}`}
      placeholder={`${options.form.folders[0] ?? ''}/images`}
      {...form.getInputProps('path')}
    />
  );
}
