import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload, IconFocusCentered } from '@tabler/icons-react';
import classes from './MapCanvas.module.css';

interface MapButtonsProps {
  onReset: () => void;
  onSave: () => void;
}

export function MapButtons({ onReset, onSave }: MapButtonsProps) {
  const buttons = [
    { title: 'Show the whole map (0)', Icon: IconFocusCentered, onClick: onReset },
    { title: 'Save the map as PNG', Icon: IconDownload, onClick: onSave },
  ];
  return (
    <div className={classes.buttons}>
      {buttons.map(({ title, Icon, onClick }) => (
        <Tooltip key={title} label={title}>
          <ActionIcon variant="default" size={28} aria-label={title} onClick={onClick}>
            <Icon size={16} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
