import type { DatasetIdentity } from '../../client/urls';

/** What is made of a data set once, the same for all who ask. */
export function oneOfEach<Made>(
  make: (dataset: DatasetIdentity) => Made,
): (dataset: DatasetIdentity) => Made {
  const made = new Map<string, Made>();
  return (dataset) => {
    const key = `${String(dataset.dataset_id)} ${dataset.fingerprint ?? ''}`;
    const known = made.get(key) ?? make(dataset);
    made.set(key, known);
    return known;
  };
}
