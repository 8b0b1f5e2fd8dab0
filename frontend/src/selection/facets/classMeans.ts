import type { Effect } from '../../client/types';
import type { Samples } from '../page';

/** (classes) the mean similarity of a sample to those of each class, itself left out; NaN where there are none. */
export function classMeans(
  { index, similarity }: Pick<Effect, 'index' | 'similarity'>,
  samples: Pick<Samples, 'index' | 'label'>,
  classes: number,
): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Uint32Array(classes);
  for (let row = 0; row < similarity.length; row++) {
    const value = similarity[row] ?? NaN;
    const label = samples.label[row] ?? classes;
    if (Number.isNaN(value) || label >= classes || samples.index[row] === index) continue;
    sums[label] = (sums[label] ?? 0) + value;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return sums.map((sum, label) => sum / (counts[label] ?? 0));
}
