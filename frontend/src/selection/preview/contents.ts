/** What texts and rows of a table say, a few hundred at a time. */

import { fetchJson } from '../../client/api';
import type { Contents } from '../../client/types';
import { contentsUrl } from '../../client/urls';
import { Batches } from './batches';
import { oneOfEach } from './ofDatasets';

/** How a text begins, and whether it goes on. */
export interface TextContent {
  text: string;
  isCut: boolean;
}

export type Cell = Exclude<Contents['samples'][number], string>[number];

/** The cells of a row, and their headings. */
export interface RowContent {
  columns: readonly string[];
  cells: readonly Cell[];
}

export const textsOf = oneOfEach(
  (dataset) =>
    new Batches<TextContent>(async (indices) => {
      const { samples, cut } = await fetchJson<Contents>(contentsUrl(dataset, indices));
      return samples.map((text, place) => ({ text: String(text), isCut: cut.includes(place) }));
    }),
);

export const rowsOf = oneOfEach(
  (dataset) =>
    new Batches<RowContent>(async (indices) => {
      const { samples, columns } = await fetchJson<Contents>(contentsUrl(dataset, indices));
      return samples.map((cells) => ({
        columns: columns ?? [],
        cells: typeof cells === 'string' ? [] : cells,
      }));
    }),
);
