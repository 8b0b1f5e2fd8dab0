import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPlay } from '@tabler/icons-react';
import { useResumeAnalysis } from '../../client/actions';
import type { Analysis } from '../../client/types';
import classes from './Failure.module.css';

/** Why an analysis stopped, and the way on. */
export function Failure({ analysis: { id, error } }: { analysis: Analysis }) {
  const resume = useResumeAnalysis();
  return (
    <div className={classes.failure} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <span>{error}</span>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        loading={resume.isPending}
        onClick={() => {
          resume.mutate(id);
        }}
      >
        Resume
      </Button>
    </div>
  );
}
