import { ActionIcon, Skeleton, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useOptions } from '../../client/options';
import { useSample } from '../../client/useSample';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useRules } from '../../selection/useRules';
import { NeighbourSection } from './NeighbourSection';
import { OverTraining } from './OverTraining';
import { PanelHint } from './PanelHint';
import { SampleFacts } from './SampleFacts';
import classes from './SamplePanel.module.css';
import { SimilarityHistogram } from './SimilarityHistogram';

/** The selected sample and what it does to others, beside every view. */
export function SamplePanel() {
  const [{ sample }, update] = useAnalysisSearch();
  const close = () => {
    update({ sample: undefined });
  };
  useHotkeys(sample === undefined ? [] : [['Escape', close]]);
  return (
    <aside className={classes.panel} data-open={sample !== undefined} aria-label="Selected sample">
      {sample === undefined ? (
        <PanelHint />
      ) : (
        <>
          <div className={classes.top}>
            <Title order={2} className="numbers">
              Sample {sample}
            </Title>
            <ActionIcon variant="subtle" color="gray" aria-label="Close the panel" onClick={close}>
              <IconX size={18} />
            </ActionIcon>
          </div>
          <SelectedSample index={sample} />
        </>
      )}
    </aside>
  );
}

function SelectedSample({ index }: { index: number }) {
  const { analysis, rowOf } = useAnalysisPage();
  const rules = useRules();
  const { sample, error, isRanking } = useSample(analysis.id, index);
  const row = rowOf.get(index);
  if (error) return <ErrorMessage error={error} />;
  return (
    <>
      {row !== undefined && <SampleFacts row={row} scores={sample?.scores} />}
      {sample ? (
        <>
          {!sample.exact && (
            <p className="muted" role="status">
              {isRanking
                ? 'Ranked by the sketch; the exact order is being computed.'
                : 'Ranked by the sketch: the exact order cannot be had just now.'}
            </p>
          )}
          <SimilarityHistogram counts={sample.histogram} rules={rules} />
          <OverTraining index={index} label={sample.label} />
          {rules.map((rule) => (
            <NeighbourSection key={rule.relation} rule={rule} sample={sample} />
          ))}
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
    <div aria-busy aria-label="Loading">
      <Skeleton height={88} mb="lg" />
      {relations.map(({ relation }) => (
        <Skeleton key={relation} height={132} mb="md" />
      ))}
    </div>
  );
}
