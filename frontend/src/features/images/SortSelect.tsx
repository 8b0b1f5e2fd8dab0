import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { sortKeys } from '../../selection/scores';
import { sortOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useScores } from '../../selection/useScores';
import { ExplainedSelect } from '../../shared/ExplainedSelect';

/** By what the images are sorted, and which way; of a score, the end that deserves a look comes first. */
export function SortSelect() {
  const scores = useScores();
  const [search, update] = useAnalysisSearch();
  const descending = search.order === 'descending';
  const keys = sortKeys(scores, search.sample !== undefined);
  return (
    <Group gap={4} wrap="nowrap">
      <ExplainedSelect
        aria-label="Order"
        allowDeselect={false}
        w={170}
        size="xs"
        choices={keys}
        value={sortOf(search, scores).name}
        onChange={(sort) => {
          const chosen = keys.find(({ name }) => name === sort);
          if (!chosen) return;
          const order = chosen.suspicious === 'high' ? 'descending' : undefined;
          update({ sort: chosen.name, order }, { replace: true });
        }}
      />
      <Tooltip label={descending ? 'Largest first' : 'Smallest first'}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={
            descending ? 'Largest first: turn the order round' : 'Smallest first: turn the order round'
          }
          onClick={() => {
            update({ order: descending ? undefined : 'descending' }, { replace: true });
          }}
        >
          {descending ? <IconSortDescending size={16} /> : <IconSortAscending size={16} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
