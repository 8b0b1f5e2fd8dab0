/** The server's events: the list of analyses as it changes, and whether the server is there at all. */

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { base } from './base';
import { analysesQuery, analysisKey, pageQuery } from './queries';
import type { Analysis } from './types';

const RETRY_MILLISECONDS = 2000;

/** Keeps the list of analyses up to date; false while the server does not answer. */
export function useLiveAnalyses(): boolean {
  const queryClient = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => listen(queryClient, setConnected), [queryClient]);
  return connected;
}

/** Listens while the page is visible: hidden ones would use up the browser's few connections to one server. */
function listen(queryClient: QueryClient, setConnected: (connected: boolean) => void): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let lost = false;

  function close(): void {
    window.clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  function open(): void {
    close();
    source = new EventSource(`${base}/api/events`);
    source.onopen = () => {
      setConnected(true);
      // Another database may be served now, and what failed meanwhile is worth another try.
      if (lost) void queryClient.invalidateQueries();
      lost = false;
    };
    source.onerror = () => {
      setConnected(false);
      lost = true;
      close();
      timer = window.setTimeout(open, RETRY_MILLISECONDS);
    };
    source.addEventListener('analyses', (event: MessageEvent<string>) => {
      receive(queryClient, JSON.parse(event.data) as Analysis[]);
    });
  }

  function followVisibility(): void {
    if (document.hidden) close();
    else if (!source) open();
  }

  followVisibility();
  document.addEventListener('visibilitychange', followVisibility);
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    close();
  };
}

/** Stores the list, and has the pages of analyses that have just finished read anew. */
export function receive(queryClient: QueryClient, analyses: Analysis[]): void {
  const before = queryClient.getQueryData(analysesQuery.queryKey);
  queryClient.setQueryData(analysesQuery.queryKey, analyses);
  for (const analysis of analyses) {
    const { id, state, attempt } = analysis;
    renamePage(queryClient, analysis);
    const old = before?.find((other) => other.id === id);
    const justFinished =
      old !== undefined && (old.state !== 'done' || old.attempt !== attempt || hasCompared(old, analysis));
    if (state === 'done') {
      void queryClient.invalidateQueries({
        queryKey: analysisKey(id),
        predicate: (query) => justFinished || query.state.status === 'error',
      });
    }
  }
}

/** Whether the state of an embedding that is compared, which the page shows, is another one than it was. */
function hasCompared(before: Analysis, now: Analysis): boolean {
  const states = ({ tasks }: Analysis) =>
    tasks.flatMap(({ id, kind, state }) => (kind === 'embedding' ? [`${String(id)} ${state}`] : [])).join();
  return states(before) !== states(now);
}

/** Has the page of an analysis, where it is there, show the name that the analysis has now. */
export function renamePage(queryClient: QueryClient, { id, name }: Analysis): void {
  const { queryKey } = pageQuery(id);
  const found = queryClient.getQueryData(queryKey);
  // To set what is there already would make a page fresh that is to be read anew.
  if (!found || found.page.analysis.name === name) return;
  const analysis = { ...found.page.analysis, name };
  queryClient.setQueryData(queryKey, { ...found, page: { ...found.page, analysis } });
}
