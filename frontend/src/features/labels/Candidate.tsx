import { Skeleton, Title } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Decision, Evidence } from '../../client/types';
import { useAnalysisPage } from '../../selection/page';
import { useModality } from '../../selection/preview/modalities';
import { WholeSample } from '../../selection/preview/SamplePreview';
import classes from './Candidate.module.css';
import { CandidateScores } from './CandidateScores';
import { EvidenceRow } from './EvidenceRow';
import type { IssueList } from './useIssues';
import { Verdict } from './Verdict';

/** From this size on, there is room for the scores beside the image. */
const TALL = 300;

interface CandidateProps {
  index: number | undefined;
  /** Undefined while it is on its way. */
  evidence: Evidence | undefined;
  list: IssueList;
  decision: Decision | undefined;
  onTakeBack: () => void;
  actions: ReactNode;
}

/** One sample, large, with what is given, what the others suggest, and who the others are. */
export function Candidate({ index, evidence, list, decision, onTakeBack, actions }: CandidateProps) {
  const { analysis } = useAnalysisPage();
  const size = useImageSize();
  const issue = list.loaded.find((one) => one.index === index);
  const scores = issue && <CandidateScores issue={issue} columns={list.columns} />;
  const { isWide } = useModality();
  const isTall = size >= TALL;
  if (index === undefined) return <Skeleton height={size} />;
  return (
    <>
      <section className={classes.candidate} aria-label="Candidate" data-wide={isWide || undefined}>
        <WholeSample dataset={analysis} index={index} size={size} alt={`Sample ${String(index)}`} />
        <div className={classes.words}>
          <Title order={2} className={classes.title}>
            <span className="numbers">Sample {index}</span>
            {issue?.path && (
              <span className={classes.path} title={issue.path}>
                {issue.path}
              </span>
            )}
          </Title>
          {evidence ? (
            <Verdict evidence={evidence} issue={issue} decision={decision} onTakeBack={onTakeBack} />
          ) : (
            <Skeleton height={120} />
          )}
          {actions}
          {isTall && scores}
        </div>
      </section>
      <EvidenceRows evidence={evidence} of={index} />
      {!isTall && scores}
    </>
  );
}

function EvidenceRows({ evidence, of }: { evidence: Evidence | undefined; of: number }) {
  if (!evidence) {
    return (
      <div aria-busy aria-label="Loading">
        <Skeleton height={112} mb="sm" />
        <Skeleton height={112} />
      </div>
    );
  }
  const weights = evidence.classes.flatMap(({ evidence: samples }) => samples.map(({ weight }) => weight));
  const largest = Math.max(0, ...weights.map(Math.abs));
  return evidence.classes.map(({ label, evidence: samples }) => (
    <EvidenceRow
      key={label}
      of={of}
      label={label}
      samples={samples}
      support={evidence.support[label]}
      largest={largest}
    />
  ));
}

/** As large as leaves room for both rows of evidence. */
function useImageSize(): number {
  // The hook knows the size only after the first paint.
  const height = useViewportSize().height || window.innerHeight;
  return Math.round(Math.min(390, Math.max(190, height - 605)));
}
