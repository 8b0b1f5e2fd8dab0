/**
 * Small pictures, fetched in sheets of a few hundred: who wants some says so, and all that is wanted at about the same
 * time comes in one answer.
 */

import { sheetUrl, type DatasetIdentity } from '../../client/urls';

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

/** `missing` of a picture that cannot be had; undefined while it is on its way. */
export type Found = Thumbnail | 'missing' | undefined;

/** As many as the server puts into a sheet. */
const SHEET_SIZE = 256;
const AT_A_TIME = 3;
const PATIENCE_MILLISECONDS = 1500;

/** The thumbnails of one data set. */
export class Thumbnails {
  private readonly found = new Map<number, Thumbnail | 'missing'>();
  private readonly listeners = new Map<number, Set<() => void>>();
  private readonly watchers = new Set<() => void>();
  private readonly underWay = new Set<number>();
  private urgent = new Set<number>();
  private later = new Set<number>();
  private fetching = 0;
  private isPlanned = false;

  constructor(
    private readonly dataset: DatasetIdentity,
    private readonly load: (url: string) => Promise<HTMLImageElement> = loadImage,
  ) {}

  get(index: number): Found {
    return this.found.get(index);
  }

  /** Has pictures come: at once those in sight, the others when nothing urgent waits. */
  want(indices: Iterable<number>, when: 'now' | 'later' = 'now'): void {
    for (const index of indices) {
      if (this.found.has(index) || this.underWay.has(index)) continue;
      if (when === 'now') this.urgent.add(index);
      else if (!this.urgent.has(index)) this.later.add(index);
    }
    this.plan();
  }

  /** Drops what was to come later: the view has moved on. */
  forgetLater(): void {
    this.later.clear();
  }

  subscribe(index: number, listener: () => void): () => void {
    const all = this.listeners.get(index) ?? new Set();
    this.listeners.set(index, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0) {
        this.listeners.delete(index);
        // Nobody looks at it any more: others come first.
        this.urgent.delete(index);
      }
    };
  }

  /** Calls whenever a sheet has come. */
  watch(listener: () => void): () => void {
    this.watchers.add(listener);
    return () => {
      this.watchers.delete(listener);
    };
  }

  private plan(): void {
    if (this.isPlanned || (this.urgent.size === 0 && this.later.size === 0)) return;
    this.isPlanned = true;
    // What is drawn in one go asks in one go.
    window.setTimeout(() => {
      this.isPlanned = false;
      while (this.fetching < AT_A_TIME && this.urgent.size > 0)
        void this.fetch(taken(this.urgent, this.later));
      if (this.fetching === 0 && this.later.size > 0) void this.fetch(taken(this.later));
    }, 0);
  }

  private async fetch(indices: number[]): Promise<void> {
    this.fetching += 1;
    for (const index of indices) this.underWay.add(index);
    const sheet = await this.loaded(sheetUrl(this.dataset, indices));
    // As the server lays sheets out.
    const columns = Math.ceil(Math.sqrt(indices.length));
    const lines = Math.ceil(indices.length / columns);
    indices.forEach((index, place) => {
      const [column, line] = [place % columns, Math.floor(place / columns)];
      this.underWay.delete(index);
      this.found.set(index, sheet ? { sheet, column, line, columns, lines } : 'missing');
    });
    this.fetching -= 1;
    for (const index of indices) for (const tell of this.listeners.get(index) ?? []) tell();
    for (const tell of this.watchers) tell();
    this.plan();
  }

  /** A sheet, asked for once again where the server was busy; undefined where it cannot be had. */
  private async loaded(url: string): Promise<HTMLImageElement | undefined> {
    for (const wait of [0, PATIENCE_MILLISECONDS]) {
      if (wait > 0) await new Promise((resolve) => window.setTimeout(resolve, wait));
      try {
        return await this.load(url);
      } catch {
        // Once more, or missing.
      }
    }
    return undefined;
  }
}

/** Up to a sheet of what is wanted most recently first, which is what is in sight; then what comes later. */
function taken(wanted: Set<number>, more = new Set<number>()): number[] {
  const some = [...wanted].slice(-SHEET_SIZE);
  for (const index of some) {
    wanted.delete(index);
    more.delete(index);
  }
  const rest = [...more].slice(0, SHEET_SIZE - some.length);
  for (const index of rest) more.delete(index);
  return [...some, ...rest].sort((a, b) => a - b);
}

async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

const OF_DATASETS = new Map<string, Thumbnails>();

/** The thumbnails of a data set, the same for all who ask. */
export function thumbnailsOf(dataset: DatasetIdentity): Thumbnails {
  const key = `${String(dataset.dataset_id)} ${dataset.fingerprint ?? ''}`;
  const known = OF_DATASETS.get(key) ?? new Thumbnails(dataset);
  OF_DATASETS.set(key, known);
  return known;
}
