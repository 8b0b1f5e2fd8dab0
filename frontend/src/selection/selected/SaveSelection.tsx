import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { LIST_FORMATS, TABLE_FORMATS, useSaveList, useSaveTable } from '../../client/files';
import { useAnalysisPage } from '../page';
import { tellError } from '../tags/tell';
import { tableColumns } from './tableColumns';

/** Takes some samples home: as a list of indices, or as a table with all that is known of them. */
export function SaveSelection({ indices, name }: { indices: () => number[]; name: string }) {
  const { analysis, scores, own, columns } = useAnalysisPage();
  const list = useSaveList(analysis.id);
  const table = useSaveTable(analysis.id);
  const onError = tellError;
  return (
    <Menu>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          loading={list.isPending || table.isPending}
          leftSection={<IconDownload size={13} aria-hidden />}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>The list of indices</Menu.Label>
        {LIST_FORMATS.map((format) => (
          <Menu.Item
            key={format}
            aria-label={`List as ${format}`}
            onClick={() => {
              list.mutate({ indices: indices(), format, name }, { onError });
            }}
          >
            .{format}
          </Menu.Item>
        ))}
        <Menu.Label>A table with labels, scores and tags</Menu.Label>
        {TABLE_FORMATS.map((format) => (
          <Menu.Item
            key={format}
            aria-label={`Table as ${format}`}
            onClick={() => {
              const wanted = tableColumns(
                analysis.modality,
                [...scores, ...own.map((one) => one.name)],
                columns,
              );
              table.mutate({ indices: indices(), format, name, columns: wanted }, { onError });
            }}
          >
            .{format}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
