import { Button, Group, Switch, Text, Title } from '@mantine/core';
import { useAnalysisPage, className } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatNumberOf } from '../../shared/format';
import { CandidateList } from './CandidateList';
import classes from './CandidatePanel.module.css';
import { LabelConfusion } from './LabelConfusion';
import { RankingSelect } from './RankingSelect';
import { useIssues } from './useIssues';

/** The candidates in their order, and what of them is listed, beside the one that is looked at. */
export function CandidatePanel() {
  const { list, error } = useIssues();
  const [search, update] = useAnalysisSearch();
  if (error) return null;
  if (!list) return <aside className={classes.panel} aria-busy aria-label="Candidates" />;
  return (
    <aside className={classes.panel} aria-label="Candidates">
      <div className={classes.top}>
        <Title order={2} className="numbers" aria-live="polite">
          {formatNumberOf(list.count, search.undecided ? 'undecided candidate' : 'candidate')}
        </Title>
        <Switch
          size="xs"
          label="Undecided only"
          checked={search.undecided === true}
          onChange={({ currentTarget }) => {
            update({ undecided: currentTarget.checked || undefined }, { replace: true });
          }}
        />
      </div>
      <RankingSelect orders={list.orders} />
      <LabelConfusion confusion={list.confusion} />
      <PairFilter />
      <CandidateList list={list} />
    </aside>
  );
}

/** The cell of the matrix that the list is filtered by. */
function PairFilter() {
  const { classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const { class: given, suggested } = search;
  if (given === undefined && suggested === undefined) return null;
  const words = [
    given === undefined ? [] : [`labelled ${className(classNames, given)}`],
    suggested === undefined ? [] : [`the others say ${className(classNames, suggested)}`],
  ].flat();
  return (
    <Group gap="xs" justify="space-between" px={16} pb={8} wrap="nowrap">
      <Text size="sm" truncate>
        Only {words.join(', ')}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        flex="none"
        onClick={() => {
          update({ class: undefined, suggested: undefined });
        }}
      >
        Clear
      </Button>
    </Group>
  );
}
