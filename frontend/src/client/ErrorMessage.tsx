import type { ReactNode } from 'react';
import { Message } from '../shared/Message';
import { ApiError } from './api';

/** What a failed request says. */
export function ErrorMessage({ error, children }: { error: Error; children?: ReactNode }) {
  const title =
    error instanceof ApiError && error.kind === 'not_found'
      ? 'There is nothing here'
      : 'This could not be loaded';
  return (
    <Message title={title} tone="error">
      <p>{error.message}</p>
      {children}
    </Message>
  );
}
