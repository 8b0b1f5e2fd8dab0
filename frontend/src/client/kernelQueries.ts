/** What the page asks of the kernel as a whole. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, unwrap } from './api';
import { analysisKey } from './queries';

/** The most rows, and columns, of a picture; where fewer positions are looked at, it holds single pairs. */
export const PICTURE_SIZE = 512;

/** Positions in the order of the samples, up to but without the ends. */
export interface Part {
  rows: { first: number; end: number };
  columns: { first: number; end: number };
}

export interface Picture {
  /** Mean similarities row by row. */
  values: Float32Array;
  rowCount: number;
  columnCount: number;
  part: Part;
}

export function kernelQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'kernel'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/kernel', { params: { path: { analysis_id: id } }, signal }),
      ),
    staleTime: Infinity,
  });
}

/** The index of the sample at each position. */
export function kernelOrderQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'kernel-order'],
    queryFn: async ({ signal }) =>
      // Little-endian, as every machine is that has a browser.
      new Int32Array(
        await unwrap(
          client.GET('/api/analyses/{analysis_id}/kernel/order', {
            params: { path: { analysis_id: id } },
            parseAs: 'arrayBuffer',
            signal,
          }),
        ),
      ),
    staleTime: Infinity,
  });
}

export function pictureQuery(id: number, part: Part) {
  const { rows, columns } = part;
  return queryOptions({
    queryKey: [...analysisKey(id), 'picture', part],
    queryFn: async ({ signal }): Promise<Picture> => ({
      values: new Float32Array(
        await unwrap(
          client.GET('/api/analyses/{analysis_id}/kernel/heatmap', {
            params: {
              path: { analysis_id: id },
              query: {
                first: rows.first,
                last: rows.end - 1,
                column_first: columns.first,
                column_last: columns.end - 1,
                size: PICTURE_SIZE,
              },
            },
            parseAs: 'arrayBuffer',
            signal,
          }),
        ),
      ),
      rowCount: Math.min(PICTURE_SIZE, rows.end - rows.first),
      columnCount: Math.min(PICTURE_SIZE, columns.end - columns.first),
      part,
    }),
    staleTime: Infinity,
    // A picture is a MiB: those of yesterday's zooms are asked for again.
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function spectrumQuery(id: number) {
  return queryOptions({
    queryKey: [...analysisKey(id), 'spectrum'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/analyses/{analysis_id}/kernel/spectrum', {
          params: { path: { analysis_id: id } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
}
