import { Pill, Switch, Title } from '@mantine/core';
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
      <Filters />
      <CandidateList list={list} />
    </aside>
  );
}

/** What the list is filtered by beside what is decided: a chip for each, to be taken away. */
function Filters() {
  const { classNames } = useAnalysisPage();
  const [{ class: given, suggested, doubted }, update] = useAnalysisSearch();
  const pair = [
    given === undefined ? [] : [`labelled ${className(classNames, given)}`],
    suggested === undefined ? [] : [`the others say ${className(classNames, suggested)}`],
  ].flat();
  if (pair.length === 0 && !doubted) return null;
  return (
    <Pill.Group px={16} pb={8}>
      {doubted && (
        <FilterChip
          words="suspicious"
          help="To these the others, not knowing the label, would give another one."
          onRemove={() => {
            update({ doubted: undefined });
          }}
        />
      )}
      {pair.length > 0 && (
        <FilterChip
          words={pair.join(', ')}
          onRemove={() => {
            update({ class: undefined, suggested: undefined });
          }}
        />
      )}
    </Pill.Group>
  );
}

interface FilterChipProps {
  words: string;
  help?: string;
  onRemove: () => void;
}

function FilterChip({ words, help, onRemove }: FilterChipProps) {
  return (
    <Pill
      withRemoveButton
      title={help}
      onRemove={onRemove}
      removeButtonProps={{
        'aria-label': `Take the filter away: ${words}`,
        tabIndex: 0,
        'aria-hidden': undefined,
      }}
    >
      Only {words}
    </Pill>
  );
}
