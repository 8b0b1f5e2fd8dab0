import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { ErrorMessage } from '../client/ErrorMessage';
import type { Analysis } from '../client/types';
import { hidesContradictions } from './again';
import { useAgain } from './useAgain';

/** One click to the analysis that shows contradictions, by the same classifier; nothing where this one does. */
export function ResidualButton({ analysis }: { analysis: Analysis }) {
  const again = useAgain();
  if (!hidesContradictions(analysis)) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={again.isPending}
        onClick={() => {
          again.mutate({ id: analysis.id, changes: { label_vector: 'residual' } });
        }}
      >
        Again with “residual”
      </Button>
      {again.error && <ErrorMessage error={again.error} />}
    </>
  );
}
