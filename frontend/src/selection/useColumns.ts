import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { analysisKey, columnQuery, fetchColumns } from '../client/queries';
import { useAnalysisPage } from './page';
import { columnOf, type Column } from './scores';

/** Columns by name, as they come; the error of the first that does not. */
export function useColumns(names: readonly string[]) {
  const { analysis, samples, columns } = useAnalysisPage();
  const asked = names.filter((name) => !columnOf(samples, name) && columns[name] !== undefined);
  const { found, error } = useQueries({
    queries: asked.map((name) => columnQuery(analysis.id, name, columns)),
    combine: (results) => ({
      found: results.map(({ data }) => data),
      error: results.find((result) => result.error)?.error ?? null,
    }),
  });
  const key = names.join();
  return useMemo(() => {
    const there = new Map<string, Column>();
    for (const name of names) {
      const column = columnOf(samples, name) ?? found[asked.indexOf(name)];
      if (column) there.set(name, column);
    }
    return { columns: there, error };
    // The names are what they are called, not which list they stand in.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, found, error, samples]);
}

/** One column; asks for nothing while none is named. */
export function useColumn(name: string | undefined): Column | undefined {
  const { analysis, samples, columns } = useAnalysisPage();
  const own = name === undefined ? undefined : columnOf(samples, name);
  const wanted = name !== undefined && own === undefined && columns[name] !== undefined;
  const { data } = useQuery({ ...columnQuery(analysis.id, name ?? '', columns), enabled: wanted });
  return own ?? (wanted ? data : undefined);
}

/** Columns by name that a view needs all at once: in one request, which leaves each where the others look for it. */
export function useColumnsTogether(names: readonly string[]) {
  const { analysis, columns } = useAnalysisPage();
  const queryClient = useQueryClient();
  return useQuery({
    queryKey: [...analysisKey(analysis.id), 'columns', names],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Column>> => {
      const keyOf = (name: string) => columnQuery(analysis.id, name, columns).queryKey;
      const missing = names.filter((name) => queryClient.getQueryData(keyOf(name)) === undefined);
      if (missing.length > 0) {
        const found = await fetchColumns(analysis.id, missing, columns, signal);
        for (const [name, column] of found.columns) queryClient.setQueryData(keyOf(name), column);
      }
      return new Map(
        names.flatMap((name) => {
          const column = queryClient.getQueryData(keyOf(name));
          return column ? [[name, column] as const] : [];
        }),
      );
    },
    staleTime: Infinity,
  });
}

const QUIET_MILLISECONDS = 1200;

/** Has all columns come once the page is quiet, in one request, so that the next choice finds its own here. */
export function useAllColumnsLater(): void {
  const { analysis, samples, columns } = useAnalysisPage();
  const queryClient = useQueryClient();
  useEffect(() => {
    const controller = new AbortController();
    const timer = window.setTimeout(() => {
      const names = Object.keys(columns).filter(
        (name) =>
          !columnOf(samples, name) &&
          queryClient.getQueryData(columnQuery(analysis.id, name, columns).queryKey) === undefined,
      );
      if (names.length === 0) return;
      fetchColumns(analysis.id, names, columns, controller.signal).then(
        (found) => {
          for (const [name, column] of found.columns) {
            queryClient.setQueryData(columnQuery(analysis.id, name, columns).queryKey, column);
          }
        },
        () => undefined, // then each is asked for when it is wanted
      );
    }, QUIET_MILLISECONDS);
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [analysis.id, samples, columns, queryClient]);
}
