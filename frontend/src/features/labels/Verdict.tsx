import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Decision, Evidence, LabelIssue } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount, formatShare, formatSimilarity, formatTime } from '../../shared/format';
import { DecisionMark } from './DecisionMark';
import { othersSay } from './opinion';
import { decisionWords } from './tally';
import classes from './Verdict.module.css';

interface VerdictProps {
  evidence: Evidence;
  /** Undefined where the candidate is not among those that are loaded. */
  issue: LabelIssue | undefined;
  decision: Decision | undefined;
  onTakeBack: () => void;
}

/** Given label -> suggested label, how sure, and what is decided. */
export function Verdict({ evidence, issue, decision, onTakeBack }: VerdictProps) {
  const { analysis, classNames } = useAnalysisPage();
  const { given, suggested, margin, probabilities } = evidence;
  const name = (label: number) => className(classNames, label);
  const preferred = othersSay(evidence);
  const agrees = preferred === given;
  const other = agrees ? suggested : given;
  return (
    <div className={classes.verdict}>
      <p className={classes.line} aria-label="Verdict">
        <strong data-side={agrees ? 'suggested' : 'given'}>{name(given)}</strong>
        {agrees ? (
          <span className="muted">as the others say too</span>
        ) : (
          <>
            <IconArrowRight size={22} aria-label="suggested" />
            <strong data-side="suggested">{name(preferred)}</strong>
          </>
        )}
        <span className={classes.rank}>
          {issue && `Rank ${formatCount(issue.rank)} of ${formatCount(analysis.samples)} · `}margin{' '}
          {formatSimilarity(margin)}
        </span>
      </p>
      <dl className={classes.sure}>
        <Sure
          side="suggested"
          term={`${agrees ? 'Given and suggested' : 'Suggested'}: ${name(preferred)}`}
          share={probabilities[preferred] ?? 0}
        />
        {other !== preferred && (
          <Sure
            side="given"
            term={`${agrees ? 'Next best' : 'Given'}: ${name(other)}`}
            share={probabilities[other] ?? 0}
          />
        )}
      </dl>
      {issue && <Truth issue={issue} />}
      <p className={classes.decision} role="status" aria-label="Decision">
        {decision ? (
          <>
            <DecisionMark decision={decision} />
            <span>
              Decided: {decisionWords(decision, classNames)}, {formatTime(decision.decided_at)}
              {decision.analysis !== null &&
                decision.analysis !== analysis.id &&
                `, from analysis ${String(decision.analysis)}`}
            </span>
            <Button size="compact-xs" variant="subtle" onClick={onTakeBack}>
              Take back
            </Button>
          </>
        ) : (
          <span className="muted">Undecided</span>
        )}
      </p>
    </div>
  );
}

function Sure({ side, term, share }: { side: 'given' | 'suggested'; term: string; share: number }) {
  return (
    <div>
      <dt title={term}>{term}</dt>
      <dd>
        <span className={classes.bar} data-side={side}>
          <span style={{ width: `${String(100 * share)}%` }} />
        </span>
        <span className="numbers">{formatShare(share)}</span>
      </dd>
    </div>
  );
}

/** The label before the known flip, where a person asks for it. */
function Truth({ issue: { given, true_label } }: { issue: LabelIssue }) {
  const { classNames } = useAnalysisPage();
  const [{ truth }] = useAnalysisSearch();
  if (!truth || true_label === null) return null;
  const flipped = true_label !== given;
  return (
    <p className={classes.truth} data-flipped={flipped}>
      The truth: {className(classNames, true_label)}
      {flipped ? ', so the given label was flipped' : ', so the given label is right'}
    </p>
  );
}
