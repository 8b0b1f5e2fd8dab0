import { useQueries, useQueryClient } from '@tanstack/react-query';
import { outlooksQuery } from '../../../client/outlookQueries';
import type { Outlooks } from '../../../client/types';
import { SHARES } from './curve';

export interface Forecasts {
  found: Outlooks[];
  /** Why a strategy cannot be forecast, by its name. */
  refused: ReadonlyMap<string, string>;
  /** How many strategies are settled, of how many. */
  done: number;
  total: number;
}

/** Forecasts of strategies, one after the other: each keeps the server at work, and a browser's few connections are for images. */
export function useForecasts(id: number, strategies: readonly string[], seed: number): Forecasts {
  const queryClient = useQueryClient();
  const queries = strategies.map((strategy) => outlooksQuery(id, strategy, seed, SHARES));
  const next = queries.findIndex(
    ({ queryKey }) => (queryClient.getQueryState(queryKey)?.status ?? 'pending') === 'pending',
  );
  const results = useQueries({ queries: queries.map((query, at) => ({ ...query, enabled: at === next })) });
  const refused = new Map<string, string>();
  results.forEach(({ error }, at) => {
    const strategy = strategies[at];
    if (error && strategy !== undefined) refused.set(strategy, error.message);
  });
  const found = results.flatMap(({ data }) => data ?? []);
  return { found, refused, done: found.length + refused.size, total: strategies.length };
}
