import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useResumeAnalysis } from '../client/actions';

/** Queues a failed or cancelled analysis again: it goes on from what is finished. */
export function ResumeButton({ id }: { id: number }) {
  const resume = useResumeAnalysis();
  return (
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
  );
}
