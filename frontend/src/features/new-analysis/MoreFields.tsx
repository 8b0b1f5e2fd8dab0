import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { furtherSettings, whereFilesMayLie } from './form';
import { FormRow, FormSection, type FieldsProps } from './FormSection';
import classes from './MoreFields.module.css';
import { SettingField } from './SettingField';

interface MoreFieldsProps extends FieldsProps {
  opened: boolean;
  onToggle: () => void;
}

/** Settings that most people leave alone, folded: all that have no place of their own. */
export function MoreFields({ form, options, opened, onToggle }: MoreFieldsProps) {
  return (
    <>
      <UnstyledButton className={classes.toggle} aria-expanded={opened} onClick={onToggle}>
        <IconChevronRight size={16} aria-hidden />
        More settings
      </UnstyledButton>
      <Collapse expanded={opened} transitionDuration={0}>
        <FormSection title="More settings">
          <FormRow>
            {furtherSettings(options.settings).map((setting) => (
              <SettingField
                key={setting.name}
                form={form}
                setting={setting}
                note={setting.name === 'checkpoint' && whereFilesMayLie(options.form)}
              />
            ))}
          </FormRow>
        </FormSection>
      </Collapse>
    </>
  );
}
