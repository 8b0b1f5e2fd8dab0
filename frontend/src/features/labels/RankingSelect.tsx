import { useOptions } from '../../client/options';
import type { LabelIssues } from '../../client/types';
import { DEFAULT_RANKING } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { ExplainedSelect } from '../../shared/ExplainedSelect';
import classes from './RankingSelect.module.css';

const COMBINED_HELP = 'The mean of the ranks by both, which is the usual choice.';

/** By what the candidates are ranked: the most suspicious end of it comes first. */
export function RankingSelect({ orders }: { orders: LabelIssues['orders'] }) {
  const { scores } = useOptions();
  const [search, update] = useAnalysisSearch();
  const helpOf = (name: string) =>
    name === DEFAULT_RANKING ? COMBINED_HELP : (scores.find((score) => score.name === name)?.help ?? '');
  const choices = orders.map(({ name, title }) => ({ name, title, help: helpOf(name) }));
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
