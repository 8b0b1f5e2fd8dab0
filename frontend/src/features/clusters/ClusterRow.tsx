import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Cluster } from '../../selection/clusters';
import { className, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount, formatNumberOf } from '../../shared/format';
import classes from './ClusterRow.module.css';

const PREVIEW = 8;

interface ClusterRowProps {
  cluster: Cluster;
  /** The size of the largest cluster of all, for the bar. */
  largest: number;
}

/** One cluster; a click shows its members as images and opens its head. */
export function ClusterRow({ cluster: { head, label, size, members }, largest }: ClusterRowProps) {
  const { analysis, classNames } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const name = className(classNames, label);
  return (
    <Link
      from="/analyses/$analysisId"
      to="/analyses/$analysisId/images"
      search={(previous) => ({ ...previous, cluster: head, class: undefined, sample: head })}
      className={classes.row}
      aria-current={search.cluster === head || undefined}
      aria-label={`Cluster of sample ${String(head)}, labelled ${name}: ${formatNumberOf(size, 'image')}`}
    >
      <SamplePreview dataset={analysis} index={head} size={48} alt="" />
      <span className={classes.head}>
        <strong>{name}</strong>
        <span className="muted numbers">head {head}</span>
      </span>
      <span className={classes.size}>
        <span className="numbers">{formatCount(size)}</span>
        <span className={classes.bar}>
          <span style={{ width: `${String((100 * size) / largest)}%` }} />
        </span>
      </span>
      <span className={classes.members}>
        {[...members.slice(1, PREVIEW + 1)].map((index) => (
          <SamplePreview key={index} dataset={analysis} index={index} size={34} alt="" />
        ))}
      </span>
      <IconChevronRight className={classes.chevron} size={18} stroke={1.75} aria-hidden />
    </Link>
  );
}
