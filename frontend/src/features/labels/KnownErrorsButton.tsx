import { Button, Modal, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Noise } from '../../client/types';
import { formatCount, formatNumberOf, formatShare } from '../../shared/format';

/** Where labels were flipped on purpose: how well each score finds them. */
export function KnownErrorsButton({ noise }: { noise: Noise }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        Known errors
      </Button>
      <Modal opened={opened} onClose={close} size={680} title="How well each score finds the known errors">
        <KnownErrors noise={noise} />
      </Modal>
    </>
  );
}

function KnownErrors({ noise: { share, wrong, results } }: { noise: Noise }) {
  const first = results[0]?.first ?? wrong;
  return (
    <>
      <p className="muted">
        {formatShare(share)} of the labels were flipped on purpose, {formatNumberOf(wrong, 'sample')}. A score
        that puts all of them first has 1 in every column; one that says nothing has {share.toFixed(2)}, 0.5
        and {share.toFixed(2)}.
      </p>
      <Table highlightOnHover className="numbers" aria-label="How well each score finds the known errors">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Score</Table.Th>
            <Table.Th ta="right">Average precision</Table.Th>
            <Table.Th ta="right">AUROC</Table.Th>
            <Table.Th ta="right">Among the first {formatCount(first)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.map(({ score, title, average_precision, auroc, precision }) => (
            <Table.Tr key={score}>
              <Table.Td>{title}</Table.Td>
              <Table.Td ta="right">{average_precision.toFixed(3)}</Table.Td>
              <Table.Td ta="right">{auroc === null ? '–' : auroc.toFixed(3)}</Table.Td>
              <Table.Td ta="right">{formatShare(precision)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
