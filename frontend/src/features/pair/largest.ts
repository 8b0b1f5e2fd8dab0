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

/** Which layers make a kernel, in a sentence; none of no layers, and where they have no share. */
export function layerWords(layers: readonly LayerShare[]): string | undefined {
  const [strongest] = [...layers].sort((a, b) => Math.abs(b.kappa) - Math.abs(a.kappa));
  if (!strongest || strongest.share === null) return undefined;
  const { name, share } = strongest;
  if (Math.abs(share) > 1) return `The layers work against each other, ${name} most.`;
  const part = share > 0.5 ? 'Most of it' : 'The largest part of it';
  return `${part} is made in layer ${name} (${shareText(share)}).`;
}

/** "62.1 %", "−3.4 %". */
export function shareText(share: number): string {
  return `${share < 0 ? '−' : ''}${formatShare(Math.abs(share))}`;
}
