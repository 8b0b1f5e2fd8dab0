import { ActionIcon, Group, Switch, Text, Tooltip } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useDecisions } from '../../client/decisions';
import { ForecastButton } from '../../selection/forecast/ForecastButton';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount } from '../../shared/format';
import { AnalyseAgain } from './AnalyseAgain';
import { DecisionsExport } from './DecisionsExport';
import { HistoryButton } from './HistoryButton';
import type { Command } from './keys';
import { KnownErrorsButton } from './KnownErrorsButton';
import classes from './ReviewToolbar.module.css';
import { tally } from './tally';
import type { IssueList } from './useIssues';

interface ReviewToolbarProps {
  list: IssueList;
  onRun: (command: Command) => void;
}

/** What is decided so far, and what can be done with it. */
export function ReviewToolbar({ list: { noise }, onRun }: ReviewToolbarProps) {
  const { analysis, samples, rowOf } = useAnalysisPage();
  const { current } = useDecisions(analysis.id);
  const made = useMemo(() => tally(current, samples, rowOf), [current, samples, rowOf]);
  return (
    <div className={classes.bar}>
      <Text size="sm" className="numbers" role="status" aria-label="Decisions so far">
        {made.decided === 0 ? (
          <span className="muted">Nothing decided yet</span>
        ) : (
          <>
            {formatCount(made.relabelled)} relabelled, {formatCount(made.kept)} kept,{' '}
            {formatCount(made.excluded)} excluded
          </>
        )}
      </Text>
      <Group gap={6}>
        {noise && (
          <>
            <TruthSwitch />
            <KnownErrorsButton noise={noise} />
          </>
        )}
        <HistoryButton />
        <ForecastButton change={made.change} />
        <DecisionsExport analysisId={analysis.id} disabled={made.decided === 0} />
        <AnalyseAgain tally={made} />
        <Tooltip label="Keys (?)">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label="Keys"
            onClick={() => {
              onRun('help');
            }}
          >
            <IconKeyboard size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  );
}

function TruthSwitch() {
  const [{ truth }, update] = useAnalysisSearch();
  return (
    <Switch
      size="xs"
      mr={4}
      label="Show the truth"
      checked={truth === true}
      onChange={({ currentTarget }) => {
        update({ truth: currentTarget.checked || undefined }, { replace: true });
      }}
    />
  );
}
