import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface ToolProps {
  title: string;
  label: string;
  onClick: (() => void) | undefined;
  children: ReactNode;
}

/** A small button with an icon; disabled where it can do nothing. */
export function Tool({ title, label, onClick, children }: ToolProps) {
  return (
    <Tooltip label={title}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={label}
        disabled={!onClick}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
