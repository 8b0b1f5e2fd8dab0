import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './DownloadMenu.module.css';

interface DownloadMenuProps {
  rows: readonly {
    title: string;
    files: readonly { format: string; href: string; label: string }[];
  }[];
  disabled?: boolean;
  children: ReactNode;
}

/** What can be taken home, each thing in its formats. */
export function DownloadMenu({ rows, disabled = false, children }: DownloadMenuProps) {
  return (
    <Menu width={320}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          disabled={disabled}
        >
          {children}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {rows.map(({ title, files }) => (
          <div key={title} className={classes.row}>
            <span className={classes.title}>{title}</span>
            {files.map(({ format, href, label }) => (
              <Menu.Item
                key={format}
                component="a"
                href={href}
                download
                aria-label={label}
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
