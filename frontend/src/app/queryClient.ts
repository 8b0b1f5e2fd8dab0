import { QueryClient } from '@tanstack/react-query';
import { shouldRetry } from '../client/queries';

/** What the server has answered. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry, refetchOnWindowFocus: false } },
});
