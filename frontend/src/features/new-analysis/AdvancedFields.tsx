import { Collapse, NumberInput, Select, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import classes from './AdvancedFields.module.css';
import { FormRow, FormSection, type FieldsProps } from './FormSection';

interface AdvancedFieldsProps extends FieldsProps {
  opened: boolean;
  onToggle: () => void;
}

/** Settings that most people leave alone, folded. */
export function AdvancedFields({ form, options, opened, onToggle }: AdvancedFieldsProps) {
  return (
    <>
      <UnstyledButton className={classes.toggle} aria-expanded={opened} onClick={onToggle}>
        <IconChevronRight size={16} aria-hidden />
        More settings
      </UnstyledButton>
      <Collapse expanded={opened}>
        <FormSection title="More settings">
          <TextInput
            label="Checkpoint"
            description="A state dict file with trained weights, used instead of training."
            placeholder="/path/to/weights.pt"
            {...form.getInputProps('checkpoint')}
            name="checkpoint"
          />
          <FormRow>
            <NumberInput
              label="Learning rate"
              placeholder="the recipe’s own"
              {...form.getInputProps('learning_rate')}
              name="learning_rate"
            />
            <NumberInput
              label="Batch size"
              allowDecimal={false}
              {...form.getInputProps('batch_size')}
              name="batch_size"
            />
            <NumberInput
              label="Image size"
              placeholder="as they are"
              suffix=" px"
              allowDecimal={false}
              {...form.getInputProps('image_size')}
              name="image_size"
            />
          </FormRow>
          <FormRow>
            <NumberInput
              label="Heads"
              description="Share of each class that become heads."
              step={0.05}
              {...form.getInputProps('heads')}
              name="heads"
            />
            <NumberInput
              label="Neighbours"
              description="Kept of each relation."
              allowDecimal={false}
              {...form.getInputProps('neighbours')}
              name="neighbours"
            />
            <NumberInput
              label="Seed"
              description="The same seed, the same result."
              allowDecimal={false}
              {...form.getInputProps('seed')}
              name="seed"
            />
          </FormRow>
          <FormRow>
            <TextInput
              label="Parameters"
              description="A regular expression: only those in whose name it is found."
              placeholder="all"
              {...form.getInputProps('parameters')}
              name="parameters"
            />
            <Select
              label="Samples without a finite gradient"
              description="Where one is NaN or infinite."
              allowDeselect={false}
              data={[
                { value: 'stop', label: 'Stop and name the sample' },
                { value: 'exclude', label: 'Leave them out' },
              ]}
              {...form.getInputProps('on_bad_gradient')}
              name="on_bad_gradient"
            />
          </FormRow>
          <FormRow>
            <NumberInput
              label="Memory budget"
              description="For the kernel’s computation."
              suffix=" GiB"
              {...form.getInputProps('memory_budget')}
              name="memory_budget"
            />
            <NumberInput
              label="Storage budget"
              description="A larger matrix is streamed, not stored."
              suffix=" GiB"
              {...form.getInputProps('storage_budget')}
              name="storage_budget"
            />
            <Select
              label="Device"
              description="Where the network runs."
              allowDeselect={false}
              data={options.devices}
              {...form.getInputProps('device')}
              name="device"
            />
          </FormRow>
        </FormSection>
      </Collapse>
    </>
  );
}
