import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useAnalysisPage } from '../page';
import { OwnColumns } from './OwnColumns';

/** Opens what adds columns of one's own. */
export function AddColumnsButton() {
  const { own, embeddings } = useAnalysisPage();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={open}>
        {own.length + embeddings.length === 0 ? 'Add columns of yours…' : 'Add or remove columns of yours…'}
      </Button>
      <OwnColumns opened={opened} onClose={close} />
    </>
  );
}
