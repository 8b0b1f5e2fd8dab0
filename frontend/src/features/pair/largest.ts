/** Which classes of two lists of probabilities are worth a bar. */

import type { LayerShare } from '../../client/types';
import { formatShare } from '../../shared/format';

export interface ClassProbability {
  label: number;
  probability: number;
  /** Undefined where nothing is known without the sample. */
  leftOut: number | undefined;
}

/** The classes that are likely by either, the likeliest first. */
export function largestClasses(
  probabilities: readonly number[],
  leftOut: readonly number[],
  most: number,
): ClassProbability[] {
  const weight = ({ probability, leftOut: other = 0 }: ClassProbability) => Math.max(probability, other);
  return probabilities
    .map((probability, label) => ({ label, probability, leftOut: leftOut[label] }))
    .sort((a, b) => weight(b) - weight(a) || a.label - b.label)
    .slice(0, most);
}

/** The layer that does most of it, either way. */
export function strongestLayer(layers: readonly LayerShare[]): LayerShare | undefined {
  return layers.reduce<LayerShare | undefined>(
    (best, layer) => (best && Math.abs(best.kappa) >= Math.abs(layer.kappa) ? best : layer),
    undefined,
  );
}

/** "62.1 %", "−3.4 %". */
export function shareText(share: number): string {
  return `${share < 0 ? '−' : ''}${formatShare(Math.abs(share))}`;
}
