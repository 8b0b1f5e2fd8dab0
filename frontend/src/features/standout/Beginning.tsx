import { Link } from '@tanstack/react-router';
import { useAnalysisPage } from '../../selection/page';
import { suspiciousOnly } from '../../selection/search';
import { formatNumberOf, formatShare } from '../../shared/format';
import classes from './StandoutView.module.css';
import { useModality } from '../../selection/preview/modalities';

/** What the data are, how well they were learnt, and what to do first. */
export function Beginning({ suspicious }: { suspicious: number | undefined }) {
  const { analysis, classNames } = useAnalysisPage();
  const { samples, accuracy, validation_accuracy, kernel } = analysis;
  return (
    <p className={classes.beginning}>
      {formatNumberOf(samples, 'sample')} in {formatNumberOf(classNames.length, 'class', 'classes')}
      {accuracy !== null && `, of which the classifier gets ${formatShare(accuracy)} right`}
      {validation_accuracy !== null && ` (${formatShare(validation_accuracy)} of those it was not shown)`}
      {'. '}
      {kernel.notes.chance ? (
        <strong>{kernel.notes.chance}</strong>
      ) : (
        suspicious !== undefined && <First suspicious={suspicious} />
      )}
    </p>
  );
}

/** With more suspicious labels than this share, it is the classifier that is to be doubted. */
const DOUBTFUL = 0.25;

function First({ suspicious }: { suspicious: number }) {
  const { one } = useModality();
  const { analysis } = useAnalysisPage();
  const keep = { from: '/analyses/$analysisId', search: true } as const;
  if (suspicious > DOUBTFUL * analysis.samples) {
    return (
      <>
        <strong>
          It is weak: that it doubts {formatNumberOf(suspicious, 'label')} says more of it than of them. Train
          it longer first, or a better one.
        </strong>{' '}
        Then{' '}
        <Link {...keep} to="/analyses/$analysisId/labels">
          review the labels
        </Link>
        .
      </>
    );
  }
  if (suspicious > 0) {
    return (
      <>
        First{' '}
        <Link from="/analyses/$analysisId" to="/analyses/$analysisId/labels" search={suspiciousOnly}>
          review the {formatNumberOf(suspicious, 'suspicious label')}
        </Link>
        : wrong ones mislead everything else. Click any {one} to see what learning it does to the others.
      </>
    );
  }
  return (
    <>
      Click any {one} to see what learning it does to the others, then see{' '}
      <Link {...keep} to="/analyses/$analysisId/pruning">
        which samples you can do without
      </Link>
      .
    </>
  );
}
