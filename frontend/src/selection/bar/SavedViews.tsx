import { ActionIcon, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteView, useSaveView, viewsQuery } from '../../client/keeping';
import type { SavedView } from '../../client/types';
import { useAnalysisPage } from '../page';
import { addressOfView } from './viewAddress';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Gives what is shown a name. */
export function SaveView({ opened, onClose }: DialogProps) {
  const { analysis } = useAnalysisPage();
  const { history } = useRouter();
  const { data: views } = useQuery(viewsQuery(analysis.id));
  const { mutate, error, isPending, reset } = useSaveView(analysis.id);
  const [name, call] = useState('');
  const replaces = views?.some((view) => view.name === name.trim()) === true;
  const close = () => {
    reset();
    call('');
    onClose();
  };
  const save = () => {
    const { pathname, search } = history.location;
    mutate(
      { name: name.trim(), search: addressOfView(pathname, search) },
      {
        onSuccess: (view) => {
          notifications.show({ message: `This view is saved as “${view.name}”.` });
          close();
        },
      },
    );
  };
  return (
    <Modal opened={opened} onClose={close} title="Save this view">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description={
            replaces
              ? 'A view is called so already: it will show this instead.'
              : 'The filters, the selection, the colours and the chosen sample come with it.'
          }
          maxLength={100}
          value={name}
          error={error?.message}
          onChange={(event) => {
            call(event.currentTarget.value);
          }}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" size="xs" loading={isPending} disabled={name.trim() === ''}>
            {replaces ? 'Save in its place' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export function ManageViews({ opened, onClose }: DialogProps) {
  const { analysis } = useAnalysisPage();
  const { data: views } = useQuery(viewsQuery(analysis.id));
  return (
    <Modal opened={opened} onClose={onClose} title="Saved views">
      <Text size="sm" c="dimmed" mb="sm">
        {views?.length === 0 ? 'There are none any more.' : 'To rename one, type and press Enter.'}
      </Text>
      {views?.map((view) => (
        <ViewRow key={view.name} view={view} others={views} />
      ))}
    </Modal>
  );
}

function ViewRow({ view: { name, search }, others }: { view: SavedView; others: readonly SavedView[] }) {
  const { analysis } = useAnalysisPage();
  const save = useSaveView(analysis.id);
  const remove = useDeleteView(analysis.id);
  const [typed, type] = useState(name);
  const wanted = typed.trim();
  const isTaken = wanted !== name && others.some((other) => other.name === wanted);
  const rename = () => {
    if (wanted === '' || wanted === name || isTaken) return;
    // Under its new name first: whatever goes wrong, it is there.
    save.mutate(
      { name: wanted, search },
      {
        onSuccess: () => {
          remove.mutate(name);
        },
      },
    );
  };
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" mb={6}>
      <TextInput
        size="xs"
        flex={1}
        maxLength={100}
        aria-label={`Name of the view ${name}`}
        value={typed}
        error={isTaken ? 'Another view is called so.' : (save.error ?? remove.error)?.message}
        onChange={(event) => {
          type(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename();
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={`Delete the view ${name}`}
        onClick={() => {
          remove.mutate(name);
        }}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
