import { Select } from '@mantine/core';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';

/** An embedding cannot be called so. */
const KERNEL = '/';

/** What the map is of: the kernel, or an embedding of one's own; nothing where there is none. */
export function MapOf() {
  const { embeddings } = useAnalysisPage();
  const [{ map }, update] = useAnalysisSearch();
  if (embeddings.length === 0) return null;
  const choices = embeddings.map(({ name, state }) => ({
    value: name,
    label: state === 'done' ? name : `${name} (not compared yet)`,
    disabled: state !== 'done',
  }));
  return (
    <Select
      size="xs"
      w={170}
      aria-label="Map of"
      allowDeselect={false}
      data={[{ value: KERNEL, label: 'Map of the kernel' }, ...choices]}
      value={choices.find(({ value, disabled }) => value === map && !disabled)?.value ?? KERNEL}
      onChange={(chosen) => {
        update({ map: chosen === KERNEL || chosen === null ? undefined : chosen });
      }}
    />
  );
}
