import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAnalyseAgain } from '../../client/actions';
import { useAnalysisPage } from '../../selection/page';
import { formatNumberOf } from '../../shared/format';
import type { Tally } from './tally';

/** Starts the analysis of the same data with the decided labels, after a look at what that means. */
export function AnalyseAgain({ tally }: { tally: Tally }) {
  const [opened, { open, close }] = useDisclosure(false);
  const { relabel, remove } = tally.change;
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        disabled={relabel.length === 0 && remove.length === 0}
        onClick={open}
      >
        Analyse again…
      </Button>
      <Modal opened={opened} onClose={close} title="Analyse again with these labels" centered>
        <Confirmation tally={tally} onClose={close} />
      </Modal>
    </>
  );
}

function Confirmation({ tally, onClose }: { tally: Tally; onClose: () => void }) {
  const { analysis } = useAnalysisPage();
  const [name, setName] = useState(`${analysis.name}, reviewed`);
  const again = useAnalyseAgain();
  const navigate = useNavigate();
  const { relabel, remove } = tally.change;

  function start(): void {
    again.mutate(
      { id: analysis.id, name: name.trim() || undefined },
      {
        onSuccess: ({ id }) => {
          onClose();
          void navigate({ to: '/analyses/$analysisId/standout', params: { analysisId: id }, search: {} });
        },
      },
    );
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <Text size="sm" mb="md">
        {formatNumberOf(relabel.length, 'label becomes another', 'labels become others')} and{' '}
        {formatNumberOf(remove.length, 'sample is', 'samples are')} left out, of{' '}
        {formatNumberOf(analysis.samples, 'sample')}. All settings are those of this analysis, which stays as
        it is; so do your files.
      </Text>
      <TextInput
        label="Name"
        value={name}
        mb="lg"
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      {again.error && (
        <Alert color="red" mb="md" role="alert">
          {again.error.message}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button type="submit" loading={again.isPending}>
          Start the analysis
        </Button>
      </Group>
    </form>
  );
}
