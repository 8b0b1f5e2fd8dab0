import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Message } from '../shared/Message';
import { ApiError, type ErrorKind } from './api';

/** What the same request again may mend: not what is asked for wrongly, or is not there. */
const PASSING: readonly ErrorKind[] = ['internal', 'unreachable', 'busy', 'store'];

/** What a failed request says, and another try where that may help. */
export function ErrorMessage({ error, children }: { error: Error; children?: ReactNode }) {
  const kind = error instanceof ApiError ? error.kind : 'internal';
  return (
    <Message title={kind === 'not_found' ? 'There is nothing here' : 'This could not be loaded'} tone="error">
      <p>{error.message}</p>
      {PASSING.includes(kind) && <TryAgain />}
      {children}
    </Message>
  );
}

/** Asks anew for all that has failed: what failed for one reason need not be asked for part by part. */
function TryAgain() {
  const queryClient = useQueryClient();
  const [isTrying, setTrying] = useState(false);
  const tryAgain = async () => {
    setTrying(true);
    await queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    setTrying(false);
  };
  return (
    <Button variant="default" loading={isTrying} onClick={() => void tryAgain()}>
      Try again
    </Button>
  );
}
