/** What a person would change: samples that go, and labels that become others. */

import type { Forecast, ForecastIn } from '../../client/types';
import { formatNumberOf } from '../../shared/format';

export function removal(indices: readonly number[]): ForecastIn {
  return { remove: [...indices].sort((a, b) => a - b), relabel: [] };
}

export function isNothing({ remove, relabel }: ForecastIn): boolean {
  return remove.length === 0 && relabel.length === 0;
}

/** "without 12 samples and with 3 other labels". */
export function changeWords({ remove, relabel }: ForecastIn): string {
  const parts = [];
  if (remove.length > 0) parts.push(`without ${formatNumberOf(remove.length, 'sample')}`);
  if (relabel.length > 0) parts.push(`with ${formatNumberOf(relabel.length, 'other label')}`);
  return parts.join(' and ');
}

const HELD_OUT: Record<Forecast['held_out'], string> = {
  test: 'of the test set',
  validation: 'that the training held out',
  sample: 'drawn from the data, and predicted by all others',
};

/** On what the accuracies were measured: "on 360 samples that the training held out". */
export function heldOutWords({ held_out, samples }: Pick<Forecast, 'held_out' | 'samples'>): string {
  return `on ${formatNumberOf(samples, 'sample')} ${HELD_OUT[held_out]}`;
}

export interface ClassChange {
  label: number;
  samples: number;
  before: number;
  after: number;
  /** What the class gains, as a share of its samples. */
  gain: number;
}

/** The classes whose accuracy changes, those that gain most first. */
export function classChanges({ classes }: Pick<Forecast, 'classes'>): ClassChange[] {
  return classes
    .flatMap(({ before, after, ...one }) =>
      before === null || after === null ? [] : [{ ...one, before, after, gain: after - before }],
    )
    .filter(({ gain }) => Math.abs(gain) > 1e-9)
    .sort((a, b) => b.gain - a.gain || a.label - b.label);
}
