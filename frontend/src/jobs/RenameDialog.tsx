import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useRenameAnalysis } from '../client/actions';
import type { Analysis } from '../client/types';

interface RenameDialogProps {
  analysis: Analysis;
  opened: boolean;
  onClose: () => void;
}

/** Asks what an analysis is to be called. */
export function RenameDialog({ analysis, opened, onClose }: RenameDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the analysis" centered>
      <NameForm analysis={analysis} onDone={onClose} />
    </Modal>
  );
}

function NameForm({ analysis: { id, name: before }, onDone }: { analysis: Analysis; onDone: () => void }) {
  const [name, call] = useState(before);
  const { mutate, error, isPending } = useRenameAnalysis();
  const isNone = name.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isNone) mutate({ id, name: name.trim() }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label="Name"
        value={name}
        error={error?.message}
        onChange={(event) => {
          call(event.currentTarget.value);
        }}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending} disabled={isNone}>
          Rename
        </Button>
      </Group>
    </form>
  );
}
