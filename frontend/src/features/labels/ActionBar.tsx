import { Button, Group, Kbd } from '@mantine/core';
import type { Evidence } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import classes from './ActionBar.module.css';
import type { Command } from './keys';
import { othersSay } from './opinion';

interface ActionBarProps {
  /** Undefined while it is on its way: what is suggested is not known yet. */
  evidence: Evidence | undefined;
  onRun: (command: Command) => void;
}

/** What can be done with a candidate, each with its key. */
export function ActionBar({ evidence, onRun }: ActionBarProps) {
  const { classNames } = useAnalysisPage();
  const preferred = evidence && othersSay(evidence);
  const agrees = preferred === evidence?.given;
  const suggested = preferred === undefined ? '…' : className(classNames, preferred);
  const actions: { command: Command; title: string; keys: string; needsEvidence?: boolean }[] = [
    {
      command: 'accept',
      title: evidence && agrees ? `Keep ${suggested}` : `Accept ${suggested}`,
      keys: '↵',
      needsEvidence: true,
    },
    { command: 'choose', title: 'Other class…', keys: 'c', needsEvidence: true },
    { command: 'keep', title: 'Keep', keys: 'k' },
    { command: 'exclude', title: 'Exclude', keys: 'x' },
    { command: 'skip', title: 'Skip', keys: 's' },
    { command: 'back', title: 'Back', keys: '←' },
  ];
  return (
    <Group gap={6} role="group" aria-label="Decide">
      {actions.map(({ command, title, keys, needsEvidence }) => (
        <Button
          key={command}
          size="xs"
          px={10}
          variant={command === 'accept' ? 'filled' : 'default'}
          disabled={needsEvidence && !evidence}
          rightSection={
            <Kbd size="xs" className={classes.key} aria-hidden>
              {keys}
            </Kbd>
          }
          onClick={() => {
            onRun(command);
          }}
        >
          {title}
        </Button>
      ))}
    </Group>
  );
}
