import { Pill, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { notesQuery, tagRowsQuery, useTagSamples, useWriteNote } from '../../client/keeping';
import { useAnalysisPage } from '../page';
import classes from './SampleTags.module.css';
import { keepDraft, recallDraft, type NoteDraft } from './noteDraft';
import { TagInput } from './TagInput';
import { tagsOf } from './tagged';
import { tellError } from './tell';
import { useIsHere, useWhenLeft } from './useWhenLeft';

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
  const { fingerprint } = analysis;
  const { data: notes, error: unread } = useQuery(notesQuery(analysis.id));
  const isHere = useIsHere();
  const { mutate, error, isPending } = useWriteNote(analysis.id, {
    onSaved: (saved) => {
      if (recallDraft(fingerprint, index)?.text === saved.text) keepDraft(fingerprint, index, undefined);
    },
    onError: (failure) => {
      if (!isHere()) tellError(failure);
    },
  });
  const there = notes?.find((note) => note.index === index)?.text ?? '';
  const [draft, setDraft] = useState(() => recallDraft(fingerprint, index));
  const write = (next: NoteDraft | undefined) => {
    setDraft(next);
    keepDraft(fingerprint, index, next);
  };
  const isUnsaved = draft !== undefined && draft.text.trim() !== there;
  // What somebody else has written meanwhile is shown below, and only so may it be written over.
  const change = isUnsaved ? { index, text: draft.text, before: there } : undefined;
  const save = () => {
    if (!change) return;
    mutate(change, {
      onSuccess: () => {
        write(undefined);
      },
    });
  };
  useWhenLeft(() => {
    if (change && !isPending) mutate(change);
  });
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
        value={draft?.text ?? there}
        error={(error ?? unread)?.message}
        onChange={(event) => {
          write({ text: event.currentTarget.value, over: draft?.over ?? there });
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          if (event.key === 'Escape') write(undefined);
          // What is written is no key of the page.
          event.stopPropagation();
        }}
      />
      {draft && draft.over !== there && (
        <Text size="xs">
          There now: {there === '' ? 'nothing' : `“${there}”`}. Yours takes its place when it is saved.
        </Text>
      )}
      <Text size="xs" c="dimmed" role="status">
        {stateOf(isPending, isUnsaved, error !== null)}
      </Text>
    </>
  );
}

function stateOf(isPending: boolean, isUnsaved: boolean, hasFailed: boolean): string {
  if (isPending) return 'Saving …';
  if (!isUnsaved) return '';
  return hasFailed ? 'Not saved: leave it once more to try again' : 'Saved when you leave it';
}
