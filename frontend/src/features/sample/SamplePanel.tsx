import { ActionIcon, Skeleton, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useOptions } from '../../client/options';
import { useSample } from '../../client/useSample';
import { useEmbedding } from '../../selection/own/useEmbedding';
import { useAnalysisPage } from '../../selection/page';
import { DEFAULT_NEIGHBOURS } from '../../selection/search';
import { SampleTags } from '../../selection/tags/SampleTags';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { isOverPage } from '../../shared/keys/pageKeys';
import { useWidth } from '../../shared/useWidth';
import { ClassMeans } from './ClassMeans';
import { GoTo } from './GoTo';
import { Look } from './look/Look';
import { NearestBy } from './NearestBy';
import { NeighbourControls } from './NeighbourControls';
import { NeighboursBy } from './NeighboursBy';
import { NeighbourSection } from './NeighbourSection';
import { OverTraining } from './OverTraining';
import { PanelEdge } from './PanelEdge';
import { PanelHint } from './PanelHint';
import { SampleFacts } from './SampleFacts';
import classes from './SamplePanel.module.css';
import { SimilarityHistogram } from './SimilarityHistogram';
import { useThresholds } from './useThresholds';
import { largeSize, tileSize } from './width';
import { useModality } from '../../selection/preview/modalities';

/** The selected sample and what it does to others, beside every view. */
export function SamplePanel() {
  const { one } = useModality();
  const [{ sample, look, pair }, update] = useAnalysisSearch();
  const [measure, width] = useWidth();
  const [isAsking, ask] = useState(false);
  const isCovered = look !== undefined || pair !== undefined;
  const close = () => {
    ask(false);
    update({ sample: undefined });
  };
  const back = () => {
    if (pair !== undefined) update({ pair: undefined });
    else if (look !== undefined) update({ look: undefined });
    else close();
  };
  const onEscape = ({ target }: KeyboardEvent) => {
    if (!isOverPage(target)) back();
  };
  useHotkeys(sample === undefined ? [] : [['Escape', onEscape]]);
  return (
    <aside
      ref={measure}
      className={classes.panel}
      data-open={sample !== undefined || isAsking}
      aria-label="Selected sample"
      tabIndex={-1}
      data-keeps-focus
    >
      <PanelEdge width={width} />
      <div className={classes.content}>
        <div className={classes.top}>
          <Title order={2} className="numbers">
            {sample === undefined ? `Click any ${one} or point` : `Sample ${String(sample)}`}
          </Title>
          <GoTo
            hasKey={!isCovered}
            onAsk={() => {
              ask(true);
            }}
          />
          {(sample !== undefined || isAsking) && (
            <ActionIcon variant="subtle" color="gray" aria-label="Close the panel" onClick={close}>
              <IconX size={18} />
            </ActionIcon>
          )}
        </div>
        {sample === undefined ? <PanelHint /> : width > 0 && <SelectedSample index={sample} width={width} />}
      </div>
      {sample !== undefined && <Look index={sample} />}
    </aside>
  );
}

interface SelectedSampleProps {
  index: number;
  /** Of the panel. */
  width: number;
}

function SelectedSample({ index, width }: SelectedSampleProps) {
  const { analysis, rowOf } = useAnalysisPage();
  const [{ neighbours = DEFAULT_NEIGHBOURS, near }] = useAnalysisSearch();
  const embedding = useEmbedding(near);
  const thresholds = useThresholds();
  const { sample, error, isRanking } = useSample(analysis.id, index);
  const row = rowOf.get(index);
  const list = { shown: neighbours, size: tileSize(width), inLine: neighbours === DEFAULT_NEIGHBOURS };
  if (error) return <ErrorMessage error={error} />;
  return (
    <>
      {row !== undefined && <SampleFacts row={row} sample={sample} size={largeSize(width)} />}
      <SampleTags index={index} />
      {sample ? (
        <SimilarityHistogram sample={sample} thresholds={thresholds} />
      ) : (
        <Skeleton height={88} mb="lg" />
      )}
      {/* Stays while another sample comes, so that it is not made anew for each. */}
      <NeighbourControls />
      <NeighboursBy />
      {sample ? (
        <>
          {!sample.exact && (
            <p className="muted" role="status">
              {isRanking
                ? 'Ranked by the sketch; the exact order is being computed.'
                : 'Ranked by the sketch: the exact order cannot be had just now.'}
            </p>
          )}
          {embedding && <NearestBy embedding={embedding} sample={sample} {...list} />}
          {!embedding &&
            thresholds.rules.map((rule) => (
              <NeighbourSection key={rule.relation} rule={rule} sample={sample} {...list} />
            ))}
          <ClassMeans means={sample.class_means} label={sample.label} />
          <OverTraining index={index} label={sample.label} />
        </>
      ) : (
        <Loading />
      )}
    </>
  );
}

function Loading() {
  const { relations } = useOptions();
  return (
    <div role="status" aria-busy aria-label="Loading">
      {relations.map(({ relation }) => (
        <Skeleton key={relation} height={132} mb="md" />
      ))}
    </div>
  );
}
