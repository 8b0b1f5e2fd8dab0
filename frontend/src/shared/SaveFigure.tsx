import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { RefObject } from 'react';
import classes from './Plot.module.css';

const FORMATS = ['png', 'svg'] as const;
/** A picture of a figure is for print, too. */
const SCALE = 2;

interface SaveFigureProps {
  element: RefObject<HTMLElement | null>;
  name: string;
}

/** Takes a figure home as a picture. */
export function SaveFigure({ element, name }: SaveFigureProps) {
  async function save(format: (typeof FORMATS)[number]): Promise<void> {
    const { default: Plotly } = await import('plotly.js-strict-dist-min');
    const target = element.current;
    if (!target) return;
    const filename = `lpntk-${fileName(name)}`;
    const { clientWidth: width, clientHeight: height } = target;
    await Plotly.downloadImage(target, { format, filename, width, height, scale: SCALE });
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          className={classes.save}
          variant="default"
          size={24}
          aria-label={`Save the figure: ${name}`}
        >
          <IconDownload size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            Save as {format.toUpperCase()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What a figure is called, as a file may be. */
export function fileName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
}
