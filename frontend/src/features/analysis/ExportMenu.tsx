import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useOptions } from '../../client/options';
import { exportUrl } from '../../client/urls';
import classes from './ExportMenu.module.css';

/** Everything that can be taken home from an analysis. */
export function ExportMenu({ analysisId }: { analysisId: number }) {
  const { exports } = useOptions();
  return (
    <Menu width={320}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exports.map(({ result, title, formats }) => (
          <div key={result} className={classes.row}>
            <span className={classes.title}>{title}</span>
            {formats.map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={exportUrl(analysisId, result, format)}
                download
                aria-label={`${result} as ${format}`}
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
