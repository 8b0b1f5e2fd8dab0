import { ActionIcon, Button, Checkbox, FileButton, Group, Modal, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import {
  ownColumnsQuery,
  useAddColumns,
  useCompareEmbeddings,
  useDeleteColumn,
} from '../../client/ownColumns';
import type { OwnColumn } from '../../client/types';
import { formatCount, formatNumberOf } from '../../shared/format';
import { useAnalysisPage } from '../page';

const KINDS = '.csv,.parquet,.npy,.npz';

/** Columns of one's own, to add, to remove and to see what they say. */
export function OwnColumns({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Columns of yours" size="lg">
      <Text size="sm" c="dimmed" mb="sm">
        A file with a column <code>index</code> or <code>path</code>, and beside it numbers, groups as texts,
        or an embedding: <code>e0</code>, <code>e1</code>, … in a .csv, lists in a .parquet, or a .npy with a
        row a sample. They belong to the data: every analysis of it has them.
      </Text>
      <AddColumns />
      <ColumnList />
      <EmbeddingList />
    </Modal>
  );
}

function AddColumns() {
  const { analysis } = useAnalysisPage();
  const [replace, setReplace] = useState(false);
  const add = useAddColumns(analysis.id);
  const reset = useRef<() => void>(null);
  return (
    <>
      <Group gap="md" mb="sm">
        <FileButton
          accept={KINDS}
          inputProps={{ 'aria-label': 'File with columns' }}
          resetRef={reset}
          onChange={(file) => {
            if (file) add.mutate({ file, replace });
            // A browser says nothing of a file that is chosen again, mended or to be replaced.
            reset.current?.();
          }}
        >
          {(props) => (
            <Button {...props} size="xs" loading={add.isPending}>
              Choose a file…
            </Button>
          )}
        </FileButton>
        <Checkbox
          size="xs"
          label="Replace columns of the same names"
          checked={replace}
          onChange={(event) => {
            setReplace(event.currentTarget.checked);
          }}
        />
      </Group>
      {add.error && <ErrorMessage error={add.error} />}
      {add.data && (
        <Text size="sm" role="status" mb="sm">
          Added: {add.data.columns.map(({ name }) => name).join(', ')}. {add.data.notes.join(' ')}
        </Text>
      )}
    </>
  );
}

function ColumnList() {
  const { analysis } = useAnalysisPage();
  const { data: columns, error } = useQuery(ownColumnsQuery(analysis.id));
  const remove = useDeleteColumn(analysis.id);
  if (error) return <ErrorMessage error={error} />;
  if (columns?.length === 0) return <Text size="sm">There are none yet.</Text>;
  return (
    <>
      {remove.error && <ErrorMessage error={remove.error} />}
      {columns?.map((column) => (
        <Group key={column.name} gap="xs" wrap="nowrap" mb={4}>
          <Text size="sm" flex={1} truncate>
            {column.name}
          </Text>
          <Text size="xs" c="dimmed">
            {describe(column)}, known of {formatNumberOf(column.known, 'sample')}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={`Remove the column ${column.name}`}
            disabled={remove.isPending}
            onClick={() => {
              remove.mutate(column.name);
            }}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
    </>
  );
}

function describe({ kind, categories, dimensions }: OwnColumn): string {
  if (kind === 'number') return 'a number';
  if (kind === 'embedding') return `an embedding of ${formatCount(dimensions)} numbers`;
  return `one of ${formatNumberOf(categories.length, 'group')}`;
}

/** How far each embedding agrees with the kernel. */
function EmbeddingList() {
  const { analysis, embeddings } = useAnalysisPage();
  const compare = useCompareEmbeddings(analysis.id);
  const isLacking = embeddings.some(
    ({ state }) => state === null || state === 'failed' || state === 'cancelled',
  );
  return (
    <>
      {embeddings.map(({ name, sentence }) => (
        <Text key={name} size="sm" mt="sm" role="status">
          {sentence}
        </Text>
      ))}
      {isLacking && (
        <Button
          mt="xs"
          size="xs"
          variant="light"
          loading={compare.isPending}
          onClick={() => {
            compare.mutate();
          }}
        >
          Compare with the kernel
        </Button>
      )}
      {compare.error && <ErrorMessage error={compare.error} />}
    </>
  );
}
