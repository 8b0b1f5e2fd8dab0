/** Small pictures, which come in sheets. */

import { sheetUrl, type DatasetIdentity } from '../../client/urls';
import { Batches } from './batches';
import { oneOfEach } from './ofDatasets';

export interface Thumbnail {
  sheet: HTMLImageElement;
  /** Where in the sheet it lies, in cells. */
  column: number;
  line: number;
  columns: number;
  lines: number;
}

/** The size of a thumbnail in its own pixels. */
export function sizeOf({ sheet, columns, lines }: Thumbnail): { width: number; height: number } {
  return { width: sheet.naturalWidth / columns, height: sheet.naturalHeight / lines };
}

/** The thumbnails of one data set. */
export class Thumbnails extends Batches<Thumbnail> {
  constructor(dataset: DatasetIdentity, load: (url: string) => Promise<HTMLImageElement> = loadImage) {
    super(async (indices) => cells(await load(sheetUrl(dataset, indices)), indices.length));
  }
}

/** As the server lays sheets out. */
function cells(sheet: HTMLImageElement, count: number): Thumbnail[] {
  const columns = Math.ceil(Math.sqrt(count));
  const lines = Math.ceil(count / columns);
  return Array.from({ length: count }, (_, place) => ({
    sheet,
    column: place % columns,
    line: Math.floor(place / columns),
    columns,
    lines,
  }));
}

async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** The thumbnails of a data set, the same for all who ask. */
export const thumbnailsOf = oneOfEach((dataset) => new Thumbnails(dataset));
