import { Group, Switch } from '@mantine/core';
import { useMemo } from 'react';
import { useAnalysisPage } from '../../selection/page';
import { COLOURS, colourOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useScores } from '../../selection/useScores';
import { ExplainedSelect } from '../../shared/ExplainedSelect';

type GroupColour = (typeof COLOURS)[number];

const GROUPS: Record<GroupColour, { title: string; help: string }> = {
  class: { title: 'Class', help: 'The label that each sample has.' },
  predicted: { title: 'Predicted class', help: 'What the classifier takes each sample for.' },
  suggested: {
    title: 'Left-out prediction',
    help: 'What the others say that each sample is, without having seen it.',
  },
  correct: { title: 'Right or wrong', help: 'Whether the classifier predicts the label.' },
  cluster: { title: 'Largest clusters', help: 'The clusters that hold most samples.' },
  pruned: { title: 'Stay or go', help: 'By the plan of the view “Pruning”.' },
};

/** What the points are coloured by: groups, or any score; and what happens to it when a sample is chosen. */
export function ColourControl() {
  const { columns } = useAnalysisPage();
  const scores = useScores();
  const [search, update] = useAnalysisSearch();
  const choices = useMemo(
    () => [
      ...COLOURS.filter((name) => name !== 'suggested' || columns.suggested !== undefined).map((name) => ({
        name,
        group: 'Groups',
        ...GROUPS[name],
      })),
      ...scores,
    ],
    [columns, scores],
  );
  return (
    <Group gap="sm">
      <ExplainedSelect
        aria-label="Colour by"
        allowDeselect={false}
        w={190}
        size="xs"
        comboboxProps={{ shadow: 'md', width: 300, position: 'bottom-start' }}
        choices={choices}
        value={colourOf(search, Object.keys(columns))}
        onChange={(name) => {
          update({ colour: name ?? undefined, hide: undefined, effect: 'off' }, { replace: true });
        }}
      />
      <Switch
        size="xs"
        label="What the chosen sample does"
        checked={search.effect !== 'off'}
        onChange={(event) => {
          update({ effect: event.currentTarget.checked ? undefined : 'off' }, { replace: true });
        }}
      />
    </Group>
  );
}
