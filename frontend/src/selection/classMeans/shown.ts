/** What a sample does to each class on average: which classes have room. */

export interface ClassMean {
  label: number;
  mean: number;
}

/** The classes of which something is known, in their order: of many, those that are helped and hurt most. */
export function classMeansShown(means: ArrayLike<number | null>, most: number): ClassMean[] {
  return Array.from(means, (mean, label) => ({ label, mean: mean ?? NaN }))
    .filter(({ mean }) => !Number.isNaN(mean))
    .sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean) || a.label - b.label)
    .slice(0, most)
    .sort((a, b) => a.label - b.label);
}
