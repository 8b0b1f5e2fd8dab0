import { Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Message.module.css';

interface MessageProps {
  title: string;
  tone?: 'quiet' | 'error';
  children?: ReactNode;
}

/** A few words in the middle of a place that has nothing else to show. */
export function Message({ title, tone = 'quiet', children }: MessageProps) {
  return (
    <div className={classes.message} role={tone === 'error' ? 'alert' : undefined}>
      {tone === 'error' && <IconAlertTriangle className={classes.icon} size={28} stroke={1.5} aria-hidden />}
      <Title order={2}>{title}</Title>
      {children}
    </div>
  );
}
