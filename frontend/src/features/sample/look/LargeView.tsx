import type { Sample } from '../../../client/types';
import { className, useAnalysisPage } from '../../../selection/page';
import { DEFAULT_NEIGHBOURS } from '../../../selection/search';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { useWidth } from '../../../shared/useWidth';
import { FullImage } from '../FullImage';
import { NeighbourNumber } from '../NeighbourControls';
import { NeighbourSection } from '../NeighbourSection';
import { SimilarityHistogram } from '../SimilarityHistogram';
import { useThresholds } from '../useThresholds';
import { largeTileSize } from '../width';
import classes from './Look.module.css';

const IMAGE = 320;

/** A sample's neighbours, each large. */
export function LargeView({ sample }: { sample: Sample }) {
  const { classNames, rowOf } = useAnalysisPage();
  const [{ neighbours = DEFAULT_NEIGHBOURS }] = useAnalysisSearch();
  const thresholds = useThresholds();
  const [measure, width] = useWidth();
  const row = rowOf.get(sample.index);
  return (
    <div className={classes.large}>
      <div className={classes.side}>
        {row !== undefined && <FullImage row={row} size={IMAGE} location={sample.location} />}
        <p>
          Labelled <strong>{className(classNames, sample.label)}</strong>, predicted{' '}
          <strong>{className(classNames, sample.predicted)}</strong>. Click a neighbour to see its own; the
          edges below say from where on two samples count as related.
        </p>
        <SimilarityHistogram sample={sample} thresholds={thresholds} />
        <NeighbourNumber />
      </div>
      <div ref={measure} className={classes.sections}>
        {thresholds.rules.map((rule) => (
          <NeighbourSection
            key={rule.relation}
            rule={rule}
            sample={sample}
            shown={neighbours}
            size={largeTileSize(width, neighbours)}
          />
        ))}
      </div>
    </div>
  );
}
