/** What a sample does to each class on average, as rows of bars. */

export interface ClassMean {
  label: number;
  mean: number;
}

/** The classes in their order; of many, those that it helps and hurts most, the most helped first. */
export function classMeansShown(means: readonly (number | null)[], most: number): ClassMean[] {
  const known = means.flatMap((mean, label) => (mean === null ? [] : [{ label, mean }]));
  if (known.length <= most) return known;
  const sorted = [...known].sort((a, b) => b.mean - a.mean || a.label - b.label);
  const half = Math.floor(most / 2);
  return [...sorted.slice(0, most - half), ...sorted.slice(-half)];
}
