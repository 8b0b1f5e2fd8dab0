import { Select } from '@mantine/core';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';

/** An embedding cannot be called so. */
const KERNEL = '/';

/** By what the neighbours are listed: the kernel, or an embedding of one's own; nothing where there is none. */
export function NeighboursBy() {
  const { embeddings } = useAnalysisPage();
  const [{ near }, update] = useAnalysisSearch();
  const names = embeddings.filter(({ state }) => state === 'done').map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <Select
      size="xs"
      mb="sm"
      aria-label="Neighbours by"
      allowDeselect={false}
      data={[
        { value: KERNEL, label: 'Neighbours by the kernel' },
        ...names.map((name) => ({ value: name, label: `Neighbours by ${name}` })),
      ]}
      value={names.find((name) => name === near) ?? KERNEL}
      onChange={(chosen) => {
        update({ near: chosen === KERNEL || chosen === null ? undefined : chosen }, { replace: true });
      }}
    />
  );
}
