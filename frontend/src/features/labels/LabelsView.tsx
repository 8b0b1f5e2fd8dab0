import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { UNDECIDED, useDecisions, type DecisionState } from '../../client/decisions';
import { ErrorMessage } from '../../client/ErrorMessage';
import { evidenceQuery } from '../../client/reviewQueries';
import { useAnalysisPage } from '../../selection/page';
import { clearCandidateFilters } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useKeysHelp } from '../../shared/keys/KeysHelp';
import { Message } from '../../shared/Message';
import { ActionBar } from './ActionBar';
import { Candidate } from './Candidate';
import { ClassChooser } from './ClassChooser';
import type { Command } from './keys';
import classes from './LabelsView.module.css';
import { othersSay } from './opinion';
import { RefusalAlert } from './RefusalAlert';
import { ReviewToolbar } from './ReviewToolbar';
import { useReviewSession } from './session';
import { useIssues, type IssueList } from './useIssues';
import { usePrefetch } from './usePrefetch';
import { useReviewKeys } from './useReviewKeys';
import { useWalk } from './useWalk';

/** The suspicious labels, one at a time, with what the others say of each. */
export function LabelsView() {
  const { analysis } = useAnalysisPage();
  const { list, error } = useIssues();
  const { decisions, error: decisionsError } = useDecisions(analysis.id);
  const [{ sample }] = useAnalysisSearch();
  // What is there stays, also where more of it could not be had.
  const failure = (list ? null : error) ?? (decisions ? null : decisionsError);
  if (failure) {
    return (
      <ErrorMessage error={failure}>
        <ShowAll />
      </ErrorMessage>
    );
  }
  if (!list || !decisions) return <Loading />;
  if (sample === undefined && list.shown.length === 0 && !list.isOld) return <NoCandidate list={list} />;
  return <Review list={list} sample={sample} />;
}

function Review({ list, sample }: { list: IssueList; sample: number | undefined }) {
  const { analysis } = useAnalysisPage();
  const { current } = useDecisions(analysis.id);
  const session = useReviewSession();
  const walk = useWalk(list);
  const { data: evidence, error } = useQuery(evidenceQuery(analysis.id, sample));
  const [choosing, choose] = useDisclosure(false);
  const showKeys = useKeysHelp();
  usePrefetch(list, sample);

  // Two fast keys are not to decide twice on a candidate whose next one is yet to appear.
  const leaving = useRef<number>(undefined);
  useEffect(() => {
    leaving.current = undefined;
  }, [sample]);

  function decide(state: DecisionState): void {
    if (sample === undefined || leaving.current === sample) return;
    leaving.current = sample;
    session.decide(sample, state);
    void walk.goOn(sample).then((found) => {
      if (found) return;
      leaving.current = undefined;
      notifications.show({ message: 'Every candidate of this list is decided.' });
    });
  }

  /** A label that is the given one is kept, not changed. */
  function decideLabel(label: number): void {
    if (!evidence) return;
    decide(label === evidence.given ? { action: 'keep', label: null } : { action: 'relabel', label });
  }

  function run(command: Command): void {
    switch (command) {
      case 'accept':
        if (evidence) decideLabel(othersSay(evidence));
        break;
      case 'choose':
        if (evidence) choose.open();
        break;
      case 'keep':
        decide({ action: 'keep', label: null });
        break;
      case 'exclude':
        decide({ action: 'exclude', label: null });
        break;
      case 'skip':
        walk.skip();
        break;
      case 'back':
        walk.back();
        break;
      case 'help':
        showKeys();
        break;
    }
  }
  useReviewKeys(run);

  return (
    <div className={classes.view}>
      <ReviewToolbar list={list} onRun={run} />
      <RefusalAlert onOpen={walk.open} />
      {error ? (
        <ErrorMessage error={error} />
      ) : (
        <Candidate
          index={sample}
          evidence={evidence}
          list={list}
          decision={sample === undefined ? undefined : current.get(sample)}
          onTakeBack={() => {
            if (sample !== undefined) session.decide(sample, UNDECIDED);
          }}
          actions={<ActionBar evidence={evidence} onRun={run} />}
        />
      )}
      {evidence && (
        <ClassChooser
          opened={choosing}
          onClose={choose.close}
          evidence={evidence}
          onChoose={(label) => {
            choose.close();
            decideLabel(label);
          }}
        />
      )}
    </div>
  );
}

function NoCandidate({ list }: { list: IssueList }) {
  const [search] = useAnalysisSearch();
  useWalk(list);
  if (list.hasMore) return <Loading />;
  const filtered = [search.class, search.suggested, search.doubted].some((choice) => choice !== undefined);
  return (
    <Message
      title={search.undecided ? 'Every candidate here is decided' : 'No candidate passes these filters'}
    >
      <p>
        {filtered ? 'Take a filter away to see the others.' : 'Show the decided ones to look at them again.'}
      </p>
      <ShowAll />
    </Message>
  );
}

/** Takes every filter and another ranking out of the address, where it names some. */
function ShowAll() {
  const [{ by, class: given, suggested, undecided, doubted }, update] = useAnalysisSearch();
  if ([by, given, suggested, undecided, doubted].every((choice) => choice === undefined)) return null;
  return (
    <Button
      onClick={() => {
        update({ ...clearCandidateFilters({}), by: undefined });
      }}
    >
      Show all candidates
    </Button>
  );
}

function Loading() {
  return (
    <div className={classes.view} aria-busy aria-label="Loading">
      <Skeleton height={30} />
      <Skeleton height={230} />
      <Skeleton height={120} />
      <Skeleton height={120} />
    </div>
  );
}
