import { Badge, type MantineColor } from '@mantine/core';
import type { JobState } from '../client/types';

const STATES: Record<JobState, { title: string; colour: MantineColor }> = {
  queued: { title: 'Queued', colour: 'gray' },
  running: { title: 'Running', colour: 'indigo' },
  done: { title: 'Done', colour: 'teal' },
  failed: { title: 'Failed', colour: 'red' },
  cancelled: { title: 'Cancelled', colour: 'gray' },
  prepared: { title: 'Prepared', colour: 'grape' },
};

export function StateBadge({ state }: { state: JobState }) {
  const { title, colour } = STATES[state];
  return (
    <Badge variant="dot" size="lg" color={colour} tt="none" fw={500} fz={12} w={104} style={{ flex: 'none' }}>
      {title}
    </Badge>
  );
}
