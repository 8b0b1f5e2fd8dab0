/** Addresses that the browser itself loads: previews of samples and downloads. */

import { base } from './base';
import type { PlanChoice } from './plan';
import type { Result, Side } from './types';

/** Whose samples are meant; the fingerprint in their address lets the browser keep them for ever. */
export interface DatasetIdentity {
  dataset_id: number;
  fingerprint: string | null;
}

export function planFileUrl(
  analysisId: number,
  { strategy, keep, seed }: PlanChoice,
  format: string,
  side: Side,
): string {
  const query = new URLSearchParams({ strategy, keep: String(keep), seed: String(seed), format, side });
  return `${base}/api/analyses/${String(analysisId)}/plan/file?${query.toString()}`;
}

/** The mean image of what stays or goes, of one class where a label is given. */
export function averageUrl(
  analysisId: number,
  { strategy, keep, seed }: PlanChoice,
  what: Side,
  label?: number,
): string {
  const query = new URLSearchParams({ strategy, keep: String(keep), seed: String(seed), what });
  if (label !== undefined) query.set('label', String(label));
  return `${base}/api/analyses/${String(analysisId)}/plan/average?${query.toString()}`;
}

export function exportUrl(analysisId: number, what: Result, format: string): string {
  return `${base}/api/analyses/${String(analysisId)}/export/${what}?${new URLSearchParams({ format }).toString()}`;
}

export type DecisionsFile = 'decisions' | 'labels' | 'excluded' | 'kept';

export function decisionsFileUrl(analysisId: number, what: DecisionsFile, format: string): string {
  return `${base}/api/analyses/${String(analysisId)}/decisions/file?${new URLSearchParams({ what, format }).toString()}`;
}

export function experimentFileUrl(analysisId: number, taskId: number, format: string): string {
  const query = new URLSearchParams({ format }).toString();
  return `${base}/api/analyses/${String(analysisId)}/experiments/${String(taskId)}/file?${query}`;
}

/** A sheet of small pictures, in the order of the indices. */
export function sheetUrl(dataset: DatasetIdentity, indices: readonly number[]): string {
  return ofManyUrl(dataset, 'sheet', indices);
}

/** What texts or rows of a table say, in the order of the indices. */
export function contentsUrl(dataset: DatasetIdentity, indices: readonly number[]): string {
  return ofManyUrl(dataset, 'contents', indices);
}

function ofManyUrl({ dataset_id, fingerprint }: DatasetIdentity, what: string, indices: readonly number[]) {
  const bytes = new Uint8Array(Uint32Array.from(indices).buffer);
  const i = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  const query = new URLSearchParams({ ...(fingerprint && { v: fingerprint }), i });
  return `${base}/api/datasets/${String(dataset_id)}/${what}?${query.toString()}`;
}

/** A sample as it is kept to look at: the whole of a text. */
export function previewUrl({ dataset_id, fingerprint }: DatasetIdentity, index: number): string {
  const version = fingerprint ? `?v=${fingerprint}` : '';
  return `${base}/api/datasets/${String(dataset_id)}/previews/${String(index)}${version}`;
}

/** A sample at its own size, or as the classifier is given it. */
export function imageUrl(
  { dataset_id, fingerprint }: DatasetIdentity,
  index: number,
  { seen = false }: { seen?: boolean } = {},
): string {
  const query = new URLSearchParams({
    ...(fingerprint && { v: fingerprint }),
    ...(seen && { seen: 'true' }),
  });
  const asked = query.size > 0 ? `?${query.toString()}` : '';
  return `${base}/api/datasets/${String(dataset_id)}/images/${String(index)}${asked}`;
}
