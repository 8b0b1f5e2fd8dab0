import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconArrowForwardUp, IconLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePageKeys } from '../../shared/keys/usePageKeys';
import classes from './PageTools.module.css';
import { useSteps } from './steps';
import { ViewsMenu } from './ViewsMenu';

/** Steps back and forth, the views that were saved, and a link to what is shown. */
export function PageTools() {
  const { undo, redo } = useSteps();
  usePageKeys({ 'mod+z': undo, 'mod+shift+z': redo, 'mod+y': redo });
  return (
    <div className={classes.tools} role="group" aria-label="Steps and views">
      <Tool title="Undo the last step (Ctrl+Z)" label="Undo the last step" onClick={undo}>
        <IconArrowBackUp size={17} />
      </Tool>
      <Tool title="Redo it (Ctrl+Shift+Z)" label="Redo the step" onClick={redo}>
        <IconArrowForwardUp size={17} />
      </Tool>
      <ViewsMenu />
      <LinkButton />
    </div>
  );
}

interface ToolProps {
  title: string;
  label: string;
  onClick: (() => void) | undefined;
  children: ReactNode;
}

function Tool({ title, label, onClick, children }: ToolProps) {
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

function LinkButton() {
  const clipboard = useClipboard();
  const copy = () => {
    clipboard.copy(window.location.href);
    notifications.show({ message: 'The link to this view is copied: it shows the same to everybody here.' });
  };
  const isPossible = window.isSecureContext;
  return (
    <Tool
      title={
        isPossible ? 'Copy a link to what is shown' : 'Copy the link from the address bar: it shows the same'
      }
      label="Copy a link to what is shown"
      onClick={isPossible ? copy : undefined}
    >
      <IconLink size={17} />
    </Tool>
  );
}
