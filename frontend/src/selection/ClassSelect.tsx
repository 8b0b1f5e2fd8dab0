import { Select } from '@mantine/core';
import { useAnalysisPage } from './page';
import { useAnalysisSearch } from './useAnalysisSearch';

/** The filter by class, shared by all views. */
export function ClassSelect() {
  const { classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  return (
    <Select
      aria-label="Class"
      placeholder="All classes"
      clearable
      searchable={classNames.length > 12}
      w={124}
      size="xs"
      data={classNames.map((name, label) => ({ value: String(label), label: name }))}
      value={search.class === undefined ? null : String(search.class)}
      onChange={(value) => {
        update({ class: value === null ? undefined : Number(value) });
      }}
    />
  );
}
