import { Link } from '@tanstack/react-router';
import { AnalysisPageContext, className } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { formatSimilarity } from '../../shared/format';
import classes from './ComparePage.module.css';
import { useTwo, type Two } from './two';

interface SampleOfProps {
  /** In which analysis it is opened. */
  of: keyof Two;
  index: number;
  label: number;
  size: number;
  similarity?: number;
  /** Whether only this analysis has it here. */
  isNew?: boolean;
}

/** An image of a sample that opens it in one of the analyses. */
export function SampleOf({ of, index, label, size, similarity, isNew = false }: SampleOfProps) {
  const { [of]: page } = useTwo();
  const words = [
    `Sample ${String(index)}`,
    `labelled ${className(page.classNames, label)}`,
    ...(similarity === undefined ? [] : [`similarity ${formatSimilarity(similarity)}`]),
    ...(isNew ? ['only here'] : []),
    `open in ${page.analysis.name}`,
  ].join(', ');
  return (
    <Link
      to="/analyses/$analysisId/images"
      params={{ analysisId: page.analysis.id }}
      search={{ sample: index }}
      className={classes.sample}
      data-new={isNew || undefined}
      title={words}
      aria-label={words}
    >
      <AnalysisPageContext value={page}>
        <SamplePreview dataset={page.analysis} index={index} size={size} alt="" />
      </AnalysisPageContext>
    </Link>
  );
}
