import { Button, Menu, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { optionsQuery } from '../../client/queries';
import { exportUrl } from '../../client/urls';
import classes from './ExportMenu.module.css';

const TITLES: Record<string, string> = {
  report: 'Report, one file that needs no server',
  kernel: 'Kernel matrix',
  summary: 'Neighbours and histograms',
  clusters: 'Clusters',
  scores: 'Scores of each sample',
};

/** Everything that can be taken home from an analysis. */
export function ExportMenu({ analysisId }: { analysisId: number }) {
  const [opened, setOpened] = useState(false);
  const { data: options } = useQuery({ ...optionsQuery, enabled: opened });
  return (
    <Menu opened={opened} onChange={setOpened} width={320}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {!options && <Skeleton height={120} />}
        {options?.exports.map(({ name, formats }) => (
          <div key={name} className={classes.row}>
            <span className={classes.title}>{TITLES[name] ?? name}</span>
            {formats.map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={exportUrl(analysisId, name, format)}
                download
                aria-label={`${name} as ${format}`}
                className={classes.format}
              >
                .{format}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
