import { IconAlertTriangle } from '@tabler/icons-react';
import type { Analysis } from '../client/types';
import classes from './Failure.module.css';
import { ResumeButton } from './ResumeButton';

/** Why an analysis stopped, and the way on. */
export function Failure({ analysis: { id, error } }: { analysis: Analysis }) {
  return (
    <div className={classes.failure} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <span>{error}</span>
      <ResumeButton id={id} />
    </div>
  );
}
