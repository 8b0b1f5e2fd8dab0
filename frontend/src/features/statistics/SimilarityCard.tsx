import { Button, Skeleton, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useFigure } from '../../client/useFigure';
import { useAnalysisPage } from '../../selection/page';
import { thresholdsOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { Plot } from '../../shared/Plot';
import { DEFAULT_THRESHOLDS, RELATIONS, type Thresholds } from '../../shared/relations';
import { useDraft } from '../../shared/useDraft';
import { usePalette } from '../../shared/useTheme';
import classes from './SimilarityCard.module.css';
import { thresholdShapes, withoutZones } from './thresholdShapes';
import { ThresholdSlider } from './ThresholdSlider';

/** How similar the samples are, and how many pairs count as what: the counts follow the sliders at once. */
export function SimilarityCard() {
  const { histogram } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const settled = useMemo(() => thresholdsOf(search), [search]);
  const [thresholds, setDraft] = useDraft(settled);
  const changed = RELATIONS.some((relation) => settled[relation] !== DEFAULT_THRESHOLDS[relation]);
  return (
    <section className={classes.card} aria-label="Similarity of all pairs">
      <div className={classes.head}>
        <div>
          <Title order={2}>Similarity of all pairs</Title>
          <Text size="sm" c="dimmed">
            The paper gives no numbers for where a relation begins: set your own. They hold for the whole
            page.
          </Text>
        </div>
        {changed && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              update({ interchangeable: undefined, unrelated: undefined, contradictory: undefined });
            }}
          >
            Back to the defaults
          </Button>
        )}
      </div>
      <Histogram thresholds={thresholds} />
      <div className={classes.sliders}>
        {RELATIONS.map((relation) => (
          <ThresholdSlider
            key={relation}
            relation={relation}
            thresholds={thresholds}
            histogram={histogram}
            onMove={(value) => {
              setDraft({ ...thresholds, [relation]: value });
            }}
            onSettle={(value) => {
              update({ [relation]: value }, { replace: true });
            }}
          />
        ))}
      </div>
    </section>
  );
}

function Histogram({ thresholds }: { thresholds: Thresholds }) {
  const { analysis } = useAnalysisPage();
  const palette = usePalette();
  const { data: figure, error } = useFigure(analysis.id, 'histogram');
  const data = useMemo(() => figure && withoutZones(figure.data, palette.muted), [figure, palette]);
  const layout = useMemo(
    () => figure && { ...figure.layout, showlegend: false, shapes: thresholdShapes(thresholds, palette) },
    [figure, thresholds, palette],
  );
  return (
    <div className={classes.figure}>
      {error ? (
        <ErrorMessage error={error} />
      ) : data && layout ? (
        <Plot data={data} layout={layout} label="Histogram of the similarity of all pairs of samples" />
      ) : (
        <Skeleton height="100%" />
      )}
    </div>
  );
}
