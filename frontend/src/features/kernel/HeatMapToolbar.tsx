import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import classes from './HeatMap.module.css';

interface HeatMapToolbarProps {
  /** What is shown. */
  words: string;
  /** Whether there is more to see by zooming out. */
  canGrow: boolean;
  /** Called with how many times as much is to be shown. */
  onStep: (factor: number) => void;
  onWhole: () => void;
}

export function HeatMapToolbar({ words, canGrow, onStep, onWhole }: HeatMapToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <Text size="sm" className="numbers" role="status" aria-label="What is shown">
        {words}
      </Text>
      <Group gap={6} wrap="nowrap">
        <ActionIcon
          variant="default"
          aria-label="Zoom in"
          onClick={() => {
            onStep(0.5);
          }}
        >
          <IconPlus size={16} stroke={1.75} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Zoom out"
          disabled={!canGrow}
          onClick={() => {
            onStep(2);
          }}
        >
          <IconMinus size={16} stroke={1.75} />
        </ActionIcon>
        <Button size="xs" variant="default" disabled={!canGrow} onClick={onWhole}>
          Show all
        </Button>
      </Group>
    </div>
  );
}
