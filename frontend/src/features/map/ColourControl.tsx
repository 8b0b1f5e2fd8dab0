import { Group, SegmentedControl, Text } from '@mantine/core';
import { COLOURS, colouringOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useScores } from '../../selection/useScores';
import { ExplainedSelect } from '../../shared/ExplainedSelect';

const TITLES: Record<(typeof COLOURS)[number], string> = {
  class: 'Class',
  cluster: 'Cluster',
  pruned: 'Pruned',
};

/** What the points are coloured by: one of a few groups, or any score. */
export function ColourControl() {
  const scores = useScores();
  const [search, update] = useAnalysisSearch();
  const { colour } = colouringOf(search, scores);
  const isGroup = COLOURS.some((group) => group === colour);
  const choose = (name: string | null) => {
    update({ colour: name ?? undefined }, { replace: true });
  };
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed" id="colour-by">
        Colour by
      </Text>
      <SegmentedControl
        size="xs"
        aria-labelledby="colour-by"
        value={isGroup ? colour : ''}
        data={COLOURS.map((value) => ({ value, label: TITLES[value] }))}
        onChange={choose}
      />
      <ExplainedSelect
        aria-label="Colour by a score"
        placeholder="Score…"
        clearable
        w={212}
        size="xs"
        comboboxProps={{ shadow: 'md', width: 300, position: 'bottom-start' }}
        choices={scores}
        value={isGroup ? null : colour}
        onChange={choose}
      />
    </Group>
  );
}
