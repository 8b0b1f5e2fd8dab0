import { Button, Group, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTagSamples } from '../../client/keeping';
import { formatNumberOf } from '../../shared/format';
import { useAnalysisPage } from '../page';
import { TagInput } from './TagInput';
import { useModality } from '../preview/modalities';

interface TagDialogProps {
  /** Indices of the samples that it is about. */
  indices: () => number[];
  count: number;
  opened: boolean;
  onClose: () => void;
}

/** Gives a tag to many samples, or takes it from them. */
export function TagDialog({ indices, count, opened, onClose }: TagDialogProps) {
  const { one } = useModality();
  const { analysis } = useAnalysisPage();
  const [name, call] = useState('');
  const { mutate, error, isPending, reset } = useTagSamples(analysis.id);
  const close = () => {
    reset();
    onClose();
  };
  const change = (way: 'add' | 'remove', tag: string) => {
    if (tag.trim() === '') return;
    mutate(
      { name: tag.trim(), [way]: indices() },
      {
        onSuccess: ({ name: called, changed }) => {
          const those = formatNumberOf(changed, one);
          notifications.show({
            message:
              way === 'add'
                ? `${those} got the tag “${called}”.`
                : `The tag “${called}” was taken from ${those}.`,
          });
          close();
        },
      },
    );
  };
  return (
    <Modal opened={opened} onClose={close} title={`Tag ${formatNumberOf(count, one)}`}>
      <Text size="sm" c="dimmed" mb="sm">
        Choose a tag or type a new one. It belongs to the data: it is there in every analysis of it.
      </Text>
      <TagInput
        data-autofocus
        label="Tag"
        value={name}
        error={error?.message}
        onChange={call}
        onName={(tag) => {
          change('add', tag);
        }}
      />
      <Group justify="flex-end" mt="md">
        <Button
          variant="default"
          size="xs"
          disabled={name.trim() === ''}
          onClick={() => {
            change('remove', name);
          }}
        >
          Take it away
        </Button>
        <Button
          size="xs"
          loading={isPending}
          disabled={name.trim() === ''}
          onClick={() => {
            change('add', name);
          }}
        >
          Tag them
        </Button>
      </Group>
    </Modal>
  );
}
