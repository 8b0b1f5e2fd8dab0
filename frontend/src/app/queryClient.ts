import { QueryClient } from '@tanstack/react-query';
import { shouldRetry } from '../client/queries';

/** What the server has answered. */
export const queryClient = new QueryClient({
  defaultOptions: {
    // A browser that calls itself offline still reaches the server on its own machine.
    queries: { retry: shouldRetry, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
