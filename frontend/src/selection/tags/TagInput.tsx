import { Autocomplete, type AutocompleteProps } from '@mantine/core';
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
  return (
    <Autocomplete
      size="xs"
      maxLength={64}
      {...props}
      value={value}
      data={tags?.map(({ name }) => name) ?? []}
      onOptionSubmit={onName}
      onKeyDown={(event) => {
        // With an option at hand, Enter chooses that.
        const isOnOption = event.currentTarget.getAttribute('aria-activedescendant') !== null;
        if (event.key === 'Enter' && value.trim() !== '' && !isOnOption) onName(value.trim());
      }}
    />
  );
}
