import { useQueries, useQuery } from '@tanstack/react-query';
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
  const queries = strategies.map((strategy) => outlooksQuery(id, strategy, seed, SHARES));
  const results = useQueries({ queries: queries.map((query) => ({ ...query, enabled: false })) });
  const next = results.findIndex(({ isPending }) => isPending);
  useQuery({ ...(queries[next] ?? outlooksQuery(id, '', seed, SHARES)), enabled: next >= 0 });
  const refused = new Map<string, string>();
  results.forEach(({ error }, at) => {
    const strategy = strategies[at];
    if (error && strategy !== undefined) refused.set(strategy, error.message);
  });
  const found = results.flatMap(({ data }) => data ?? []);
  return { found, refused, done: found.length + refused.size, total: strategies.length };
}
