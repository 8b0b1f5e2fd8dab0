import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Analysis } from '../client/types';
import { canBeAskedAgain } from './again';
import classes from './Failure.module.css';
import { ResumeButton } from './ResumeButton';

/** Why an analysis stopped, and the ways on. */
export function Failure({ analysis }: { analysis: Analysis }) {
  const { id, error } = analysis;
  return (
    <div className={classes.failure} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <span>{error}</span>
      {canBeAskedAgain(analysis) && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPencil size={14} aria-hidden />}
          renderRoot={(props) => <Link to="/new" search={{ like: id }} {...props} />}
        >
          Change and start again
        </Button>
      )}
      <ResumeButton id={id} />
    </div>
  );
}
