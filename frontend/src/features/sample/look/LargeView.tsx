import type { Sample } from '../../../client/types';
import { useEmbedding } from '../../../selection/own/useEmbedding';
import { className, useAnalysisPage } from '../../../selection/page';
import { DEFAULT_NEIGHBOURS } from '../../../selection/search';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { useWidth } from '../../../shared/useWidth';
import { FullSample } from '../FullSample';
import { NearestBy } from '../NearestBy';
import { NeighbourNumber } from '../NeighbourControls';
import { NeighboursBy } from '../NeighboursBy';
import { NeighbourSection } from '../NeighbourSection';
import { SimilarityHistogram } from '../SimilarityHistogram';
import { useThresholds } from '../useThresholds';
import { largeTileSize } from '../width';
import classes from './Look.module.css';

const SIDE = 320;

/** A sample's neighbours, each large. */
export function LargeView({ sample }: { sample: Sample }) {
  const { classNames, rowOf } = useAnalysisPage();
  const [{ neighbours = DEFAULT_NEIGHBOURS, near }] = useAnalysisSearch();
  const embedding = useEmbedding(near);
  const thresholds = useThresholds();
  const [measure, width] = useWidth();
  const row = rowOf.get(sample.index);
  const list = { shown: neighbours, size: largeTileSize(width, neighbours) };
  return (
    <div className={classes.large}>
      <div className={classes.side}>
        {row !== undefined && <FullSample row={row} size={SIDE} location={sample.location} />}
        <p>
          Labelled <strong>{className(classNames, sample.label)}</strong>, predicted{' '}
          <strong>{className(classNames, sample.predicted)}</strong>. Click a neighbour to see its own; the
          edges below say from where on two samples count as related.
        </p>
        <SimilarityHistogram sample={sample} thresholds={thresholds} />
        <NeighboursBy />
        <NeighbourNumber />
      </div>
      <div ref={measure} className={classes.sections}>
        {embedding && <NearestBy embedding={embedding} sample={sample} {...list} />}
        {!embedding &&
          thresholds.rules.map((rule) => (
            <NeighbourSection key={rule.relation} rule={rule} sample={sample} {...list} />
          ))}
      </div>
    </div>
  );
}
