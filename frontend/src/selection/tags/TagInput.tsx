import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { tagsQuery } from '../../client/keeping';
import { useAnalysisPage } from '../page';

interface TagInputProps extends Omit<AutocompleteProps, 'data' | 'onSubmit'> {
  /** Called with a name that a person chose, or typed and confirmed. */
  onName: (name: string) => void;
}

/** A tag by its name: one that there is, or a new one. */
export function TagInput({ onName, value = '', ...props }: TagInputProps) {
  const { analysis } = useAnalysisPage();
  const { data: tags } = useQuery(tagsQuery(analysis.id));
  const [opened, { open, close }] = useDisclosure(false);
  const names = tags?.map(({ name }) => name) ?? [];
  // An open list keeps Escape for itself, which an empty one must not.
  const hasMatch = names.some((name) => name.toLowerCase().includes(value.trim().toLowerCase()));
  return (
    <Autocomplete
      size="xs"
      maxLength={64}
      {...props}
      value={value}
      data={names}
      dropdownOpened={opened && hasMatch}
      onDropdownOpen={open}
      onDropdownClose={close}
      onOptionSubmit={onName}
      onKeyDown={(event) => {
        // With an option at hand, Enter chooses that.
        const active = document.getElementById(
          event.currentTarget.getAttribute('aria-activedescendant') ?? '',
        );
        const isOnOption = active?.hasAttribute('data-combobox-selected') === true;
        if (event.key === 'Enter' && value.trim() !== '' && !isOnOption) onName(value.trim());
      }}
    />
  );
}
