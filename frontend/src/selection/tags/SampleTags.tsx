import { Pill, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { notesQuery, tagRowsQuery, useTagSamples, useWriteNote } from '../../client/keeping';
import { useAnalysisPage } from '../page';
import classes from './SampleTags.module.css';
import { TagInput } from './TagInput';
import { tagsOf } from './tagged';
import { tellError } from './tell';

/** The tags of one sample and what was written on it, to read and to change. */
export function SampleTags({ index }: { index: number }) {
  return (
    <section className={classes.tags} aria-label={`Tags and note of sample ${String(index)}`}>
      <Tags index={index} />
      <Note key={index} index={index} />
    </section>
  );
}

function Tags({ index }: { index: number }) {
  const { analysis, rowOf } = useAnalysisPage();
  const { data: rows } = useQuery(tagRowsQuery(analysis.id));
  const { mutate } = useTagSamples(analysis.id);
  const [typed, type] = useState('');
  const row = rowOf.get(index);
  const names = rows && row !== undefined ? tagsOf(rows, row) : [];
  return (
    <div className={classes.row}>
      {names.map((name) => (
        <Pill
          key={name}
          withRemoveButton
          removeButtonProps={{
            'aria-label': `Take the tag ${name} away`,
            tabIndex: 0,
            'aria-hidden': undefined,
          }}
          onRemove={() => {
            mutate({ name, remove: [index] }, { onError: tellError });
          }}
        >
          {name}
        </Pill>
      ))}
      <TagInput
        className={classes.input}
        aria-label="Add a tag"
        placeholder="Add a tag"
        value={typed}
        onChange={type}
        onName={(name) => {
          mutate({ name, add: [index] }, { onError: tellError });
          // The chosen option is written into the field after this.
          window.setTimeout(() => {
            type('');
          }, 0);
        }}
      />
    </div>
  );
}

function Note({ index }: { index: number }) {
  const { analysis } = useAnalysisPage();
  const { data: notes } = useQuery(notesQuery(analysis.id));
  const { mutate, error, isPending } = useWriteNote(analysis.id);
  const before = notes?.find((note) => note.index === index)?.text ?? '';
  const [draft, write] = useState<string>();
  const text = draft ?? before;
  const save = () => {
    if (draft === undefined || draft.trim() === before) return;
    mutate(
      { index, text: draft, before },
      {
        onSuccess: () => {
          write(undefined);
        },
      },
    );
  };
  return (
    <>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        aria-label="Note"
        placeholder="Write a note"
        disabled={!notes}
        value={text}
        error={error?.message}
        onChange={(event) => {
          write(event.currentTarget.value);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          if (event.key === 'Escape') write(undefined);
          // What is written is no key of the page.
          event.stopPropagation();
        }}
      />
      <Text size="xs" c="dimmed" role="status">
        {isPending
          ? 'Saving …'
          : draft !== undefined && draft.trim() !== before
            ? 'Saved when you leave it'
            : ''}
      </Text>
    </>
  );
}
