import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './PageTools.module.css';
import { StepButtons } from './StepButtons';
import { useSteps } from './steps';
import { Tool } from './Tool';
import { ViewsMenu } from './ViewsMenu';

/** Steps back and forth, or what a view has in their place, the views that were saved, and a link to what is shown. */
export function PageTools({ steps = <PageSteps /> }: { steps?: ReactNode }) {
  return (
    <div className={classes.tools} role="group" aria-label="Steps and views">
      {steps}
      <ViewsMenu />
      <LinkButton />
    </div>
  );
}

function PageSteps() {
  return <StepButtons what="step" {...useSteps()} />;
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
