import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useClusters } from '../../selection/clusters';
import { className, useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount } from '../../shared/format';

const MOST_OFFERED = 100;

/** The filter by cluster: the largest first, any of them by typing the index of its head. */
export function ClusterSelect() {
  const { classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const [isWanted, want] = useState(false);
  const clusters = useClusters(isWanted || search.cluster !== undefined);
  const options = useMemo(
    () =>
      clusters
        .filter(({ label }) => search.class === undefined || label === search.class)
        .map(({ head, label, size }) => ({
          value: String(head),
          label: `${String(head)} (${className(classNames, label)}, ${formatCount(size)})`,
        })),
    [clusters, classNames, search.class],
  );
  return (
    <Select
      aria-label="Cluster"
      placeholder="All clusters"
      nothingFoundMessage="No such cluster"
      clearable
      searchable
      limit={MOST_OFFERED}
      w={150}
      size="xs"
      data={options}
      onDropdownOpen={() => {
        want(true);
      }}
      value={search.cluster === undefined ? null : String(search.cluster)}
      onChange={(value) => {
        update({ cluster: value === null ? undefined : Number(value) });
      }}
    />
  );
}
