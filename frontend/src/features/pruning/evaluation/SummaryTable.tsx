import { Table } from '@mantine/core';
import type { EvaluationSummary } from '../../../client/types';
import { formatCount, formatPoints, formatShare } from '../../../shared/format';
import classes from './SummaryTable.module.css';
import { intervalWords, toneOf } from './words';

/** Every arm at every share: its mean accuracy with the interval, and how it compares with random. */
export function SummaryTable({ summaries }: { summaries: readonly EvaluationSummary[] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table className={classes.table} aria-label="What each was trained to">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Trained on</Table.Th>
            <Table.Th>Kept</Table.Th>
            <Table.Th>Samples</Table.Th>
            <Table.Th>Seeds</Table.Th>
            <Table.Th>Accuracy</Table.Th>
            <Table.Th>95 % interval</Table.Th>
            <Table.Th>Above random</Table.Th>
            <Table.Th>Verdict</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {summaries.map((one) => (
            <Table.Tr key={`${one.arm} ${String(one.keep)}`}>
              <Table.Th scope="row">{one.arm === 'full' ? 'all samples' : one.arm}</Table.Th>
              <Table.Td>{formatShare(one.keep)}</Table.Td>
              <Table.Td>{formatCount(one.kept)}</Table.Td>
              <Table.Td>{one.seeds}</Table.Td>
              <Table.Td>
                <strong>{formatShare(one.mean)}</strong>
              </Table.Td>
              <Table.Td>{intervalWords(one.interval)}</Table.Td>
              <Table.Td>{one.against_random && formatPoints(one.against_random.difference)}</Table.Td>
              <Table.Td data-tone={toneOf(one)}>{one.against_random?.verdict}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
