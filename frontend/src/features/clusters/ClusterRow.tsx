import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Cluster } from '../../selection/clusters';
import { className, useAnalysisPage } from '../../selection/page';
import { rowOfKnown } from '../../selection/rowOf';
import { clearFilters } from '../../selection/search';
import { ImageStrip } from '../../selection/strip/ImageStrip';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { formatNumberOf, formatShare } from '../../shared/format';
import classes from './ClusterRow.module.css';
import { useModality } from '../../selection/preview/modalities';

interface ClusterRowProps {
  cluster: Cluster;
  /** How many images there is room for, and their side in CSS pixels. */
  fitting: number;
  size: number;
}

/** One cluster: its head, then who is most like it; its name shows all of it. */
export function ClusterRow({
  cluster: { head, label, size: count, members },
  fitting,
  size,
}: ClusterRowProps) {
  const { one } = useModality();
  const { samples, rowOf, classNames } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const name = className(classNames, label);
  const rows = useMemo(
    () => Array.from(members.subarray(0, fitting), (index) => rowOfKnown(rowOf, index)),
    [members, fitting, rowOf],
  );
  return (
    <div className={classes.row} data-chosen={search.cluster === head || undefined}>
      <Link
        from="/analyses/$analysisId"
        to="/analyses/$analysisId/images"
        search={(previous) => ({ ...clearFilters(previous), cluster: head, sample: head })}
        className={classes.name}
        aria-current={search.cluster === head || undefined}
      >
        <strong title={name}>
          <VisuallyHidden>Cluster of sample {head}, labelled </VisuallyHidden>
          {name}
        </strong>
        <span className="numbers">{formatNumberOf(count, one)}</span>
        <span className="muted numbers">{formatShare(count / samples.index.length)} of all</span>
      </Link>
      <ImageStrip rows={rows} size={size} bare label={`Most like sample ${String(head)}, the head first`} />
    </div>
  );
}
