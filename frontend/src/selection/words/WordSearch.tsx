import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useDraft } from '../../shared/useDraft';
import { useModality } from '../preview/modalities';
import { LONGEST_WORDS } from '../search';
import { useAnalysisSearch } from '../useAnalysisSearch';

const PAUSE_MILLISECONDS = 250;

/** The filter by words, all of which a sample has to have. */
export function WordSearch({ w = 170, mb }: Pick<TextInputProps, 'w' | 'mb'>) {
  const { one } = useModality();
  const [{ words = '' }, update] = useAnalysisSearch();
  const [draft, setDraft] = useDraft(words);
  const search = useDebouncedCallback((typed: string) => {
    update({ words: typed.trim() === '' ? undefined : typed }, { replace: true });
  }, PAUSE_MILLISECONDS);
  const type = (typed: string) => {
    setDraft(typed);
    search(typed);
  };
  return (
    <TextInput
      aria-label={`Words in the ${one}s`}
      placeholder="Search words"
      size="xs"
      w={w}
      mb={mb}
      maxLength={LONGEST_WORDS}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        draft !== '' && (
          <CloseButton
            size="xs"
            aria-label="Clear the words"
            onClick={() => {
              type('');
            }}
          />
        )
      }
      value={draft}
      onChange={({ currentTarget }) => {
        type(currentTarget.value);
      }}
    />
  );
}
