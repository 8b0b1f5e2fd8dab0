import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import {
  IconArrowsDiff,
  IconDots,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCancelAnalysis, useDeleteAnalysis, useResumeAnalysis } from '../client/actions';
import type { Analysis } from '../client/types';
import { canBeAskedAgain, hidesContradictions } from './again';
import { CompareItems } from './CompareItems';
import { canResume, isUnderWay } from './progress';
import { RenameDialog } from './RenameDialog';
import { useAgain } from './useAgain';

function tell(error: Error): void {
  notifications.show({ color: 'red', message: error.message });
}

/** What can be done to an analysis: stop it, go on with it, ask for one like it, rename it, compare it, delete it. */
export function AnalysisMenu({ analysis, onDeleted }: { analysis: Analysis; onDeleted?: () => void }) {
  const { id, name, state } = analysis;
  const [asking, ask] = useDisclosure(false);
  const [naming, rename] = useDisclosure(false);
  const cancel = useCancelAnalysis();
  const resume = useResumeAnalysis();
  const remove = useDeleteAnalysis();
  const again = useAgain();
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isUnderWay(state) && (
            <Menu.Item
              leftSection={<IconPlayerStop size={16} />}
              onClick={() => {
                cancel.mutate(id, { onError: tell });
              }}
            >
              Cancel
            </Menu.Item>
          )}
          {canResume(state) && (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => {
                resume.mutate(id, { onError: tell });
              }}
            >
              Resume
            </Menu.Item>
          )}
          {canBeAskedAgain(analysis) && (
            <Menu.Item
              leftSection={<IconRefresh size={16} />}
              renderRoot={(props) => <Link to="/new" search={{ like: id }} {...props} />}
            >
              {state === 'failed' ? 'Change and start again…' : 'Again with…'}
            </Menu.Item>
          )}
          {hidesContradictions(analysis) && (
            <Menu.Item
              leftSection={<IconArrowsDiff size={16} />}
              onClick={() => {
                again.mutate({ id, changes: { label_vector: 'residual' } }, { onError: tell });
              }}
            >
              Again with “residual”
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={rename.open}>
            Rename…
          </Menu.Item>
          <CompareItems analysis={analysis} />
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask.open}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameDialog analysis={analysis} opened={naming} onClose={rename.close} />
      <Modal opened={asking} onClose={ask.close} title={`Delete “${name}”?`} centered>
        <Text size="sm" mb="lg">
          Its kernel, clusters, map and plans go with it. This cannot be undone; the samples themselves stay
          where they are.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={ask.close}>
            Keep it
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => {
              remove.mutate(id, { onError: tell, onSuccess: onDeleted, onSettled: ask.close });
            }}
          >
            Delete
          </Button>
        </Group>
      </Modal>
    </>
  );
}
