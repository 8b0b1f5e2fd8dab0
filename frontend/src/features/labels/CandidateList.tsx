import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useDecisions } from '../../client/decisions';
import type { Decision, LabelIssue } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { formatCount, formatShare } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './CandidateList.module.css';
import { DecisionMark } from './DecisionMark';
import { othersSay } from './opinion';
import { SampleLink } from './SampleLink';
import { decisionWords } from './tally';
import type { IssueList } from './useIssues';

const ROW = 52;

/** The ranking from the most suspicious on, loaded as one scrolls. */
export function CandidateList({ list }: { list: IssueList }) {
  const { shown, hasMore, isLoadingMore, loadMore, isOld } = list;
  const { analysis } = useAnalysisPage();
  const { current } = useDecisions(analysis.id);
  const [{ sample }] = useAnalysisSearch();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });

  const place = shown.findIndex(({ index }) => index === sample);
  useEffect(() => {
    if (place >= 0) virtualizer.scrollToIndex(place);
  }, [virtualizer, place]);

  const items = virtualizer.getVirtualItems();
  const seesEnd = (items.at(-1)?.index ?? -1) >= shown.length - 1;
  useEffect(() => {
    if (seesEnd && hasMore && !isLoadingMore) void loadMore();
  }, [seesEnd, hasMore, isLoadingMore, loadMore]);

  return (
    <div ref={scroller} className={classes.scroller} aria-busy={isOld}>
      <ol className={classes.list} style={{ height: virtualizer.getTotalSize() }} aria-label="Ranking">
        {items.map(({ index: line, start }) => {
          const issue = valueAt(shown, line);
          return (
            <li key={issue.index} style={{ height: ROW, transform: `translateY(${String(start)}px)` }}>
              <CandidateRow
                issue={issue}
                decision={current.get(issue.index)}
                isOpen={issue.index === sample}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

interface CandidateRowProps {
  issue: LabelIssue;
  decision: Decision | undefined;
  isOpen: boolean;
}

function CandidateRow({ issue, decision, isOpen }: CandidateRowProps) {
  const { analysis, classNames } = useAnalysisPage();
  const { rank, index, given, suggested, confidence } = issue;
  const name = (label: number) => className(classNames, label);
  const agrees = othersSay(issue) === given;
  return (
    <SampleLink
      index={index}
      className={classes.row}
      aria-current={isOpen || undefined}
      data-decided={decision !== undefined}
    >
      <span className={classes.rank}>{formatCount(rank)}</span>
      <SamplePreview dataset={analysis} index={index} size={40} alt="" />
      <span className={classes.words}>
        <strong>
          <VisuallyHidden>Sample {index}, labelled </VisuallyHidden>
          {name(given)}
          {!agrees && (
            <>
              <VisuallyHidden>, the others say</VisuallyHidden>
              <span aria-hidden> →</span> {name(suggested)}
            </>
          )}
        </strong>
        <span className="muted numbers">
          {agrees ? 'the others agree' : confidence !== null && formatShare(confidence, 0)} · {index}
        </span>
      </span>
      {decision && (
        <>
          <VisuallyHidden>{decisionWords(decision, classNames)}</VisuallyHidden>
          <DecisionMark decision={decision} />
        </>
      )}
    </SampleLink>
  );
}
