import { Group, Select } from '@mantine/core';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { useScores } from '../../../selection/useScores';
import { composed, ENDS, parsed, SAMPLERS } from './byScore';

/** Pruning by any score: which, which end of it stays, and how that is drawn. */
export function ScoreChooser({ chosen }: { chosen: string }) {
  const scores = useScores();
  const [, update] = useAnalysisSearch();
  const parts = parsed(chosen);
  const change = (changed: Partial<typeof parts>) => {
    const next = { ...parts, ...changed };
    if (next.score !== null)
      update({ strategy: composed(next.score, next.end, next.sampler) }, { replace: true });
  };
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        size="xs"
        flex={1}
        aria-label="Prune by a score"
        placeholder="Or by any score…"
        searchable
        data={scores
          .filter(({ is_flag }) => !is_flag)
          .map(({ name, title }) => ({ value: name, label: title }))}
        value={parts.score}
        onChange={(score) => {
          change({ score });
        }}
      />
      <Select
        size="xs"
        w={92}
        aria-label="Which end stays"
        allowDeselect={false}
        data={[...ENDS]}
        value={parts.end}
        onChange={(end) => {
          if (end !== null) change({ end });
        }}
      />
      <Select
        size="xs"
        w={98}
        aria-label="How it is drawn"
        allowDeselect={false}
        data={[...SAMPLERS]}
        value={parts.sampler}
        onChange={(sampler) => {
          if (sampler !== null) change({ sampler });
        }}
      />
    </Group>
  );
}
