import { useOptions } from '../../client/options';
import { DEFAULT_RANKING } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { ExplainedSelect } from '../../shared/ExplainedSelect';
import classes from './RankingSelect.module.css';

const COMBINED = {
  name: DEFAULT_RANKING,
  title: 'Combined rank',
  help: 'The mean of the ranks by left-out margin and by loss.',
};

/** By what the candidates are ranked: the most suspicious end of it comes first. */
export function RankingSelect({ columns }: { columns: readonly string[] }) {
  const { scores } = useOptions();
  const [search, update] = useAnalysisSearch();
  const choices = [
    COMBINED,
    ...columns.map((name) => scores.find((score) => score.name === name) ?? { name, title: name, help: '' }),
  ];
  return (
    <ExplainedSelect
      aria-label="Ranked by"
      className={classes.select}
      allowDeselect={false}
      size="xs"
      leftSection={<span className="muted">by</span>}
      choices={choices}
      value={search.by ?? DEFAULT_RANKING}
      onChange={(by) => {
        // Another ranking begins at its own first candidate.
        if (by !== null) update({ by, sample: undefined });
      }}
    />
  );
}
