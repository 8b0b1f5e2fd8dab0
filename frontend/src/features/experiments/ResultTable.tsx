import { Table } from '@mantine/core';
import type { ExperimentResult } from '../../client/types';
import { formatCount, formatMeasure } from '../../shared/format';

type Cell = ExperimentResult['rows'][number][number];

/** The numbers of an experiment. */
export function ResultTable({ result: { columns, rows } }: { result: ExperimentResult }) {
  return (
    <Table.ScrollContainer minWidth={0}>
      <Table className="numbers" verticalSpacing={4} fz="sm" w="auto">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join('|')}>
              {columns.map((column, place) => (
                <Table.Td key={column} ta={typeof row[place] === 'number' ? 'right' : undefined}>
                  {cellText(row[place])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function cellText(cell: Cell | undefined): string {
  if (typeof cell !== 'number') return cell ?? '';
  return Number.isInteger(cell) ? formatCount(cell) : formatMeasure(cell);
}
