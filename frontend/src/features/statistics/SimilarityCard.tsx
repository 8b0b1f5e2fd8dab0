import { Button, Skeleton, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useOptions } from '../../client/options';
import { useFigure } from '../../client/useFigure';
import { useAnalysisPage } from '../../selection/page';
import type { Rule } from '../../selection/relations';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useRules } from '../../selection/useRules';
import { formatCount } from '../../shared/format';
import { Plot } from '../../shared/Plot';
import { useDraft } from '../../shared/useDraft';
import { usePalette } from '../../shared/useTheme';
import classes from './SimilarityCard.module.css';
import { thresholdShapes, withoutZones } from './thresholdShapes';
import { ThresholdSlider } from './ThresholdSlider';

/** How similar the samples are, and how many pairs count as what: the counts follow the sliders at once. */
export function SimilarityCard() {
  const { histogram, pairs, pairs_compared } = useAnalysisPage();
  const comparesAll = pairs_compared === pairs;
  const { relations: defaults } = useOptions();
  const [, update] = useAnalysisSearch();
  const settled = useRules();
  const [rules, setDraft] = useDraft(settled);
  const isDefault = (rule: Rule) =>
    defaults.some(({ relation, threshold }) => relation === rule.relation && threshold === rule.threshold);
  return (
    <section className={classes.card} aria-label="Similarity of pairs">
      <div className={classes.head}>
        <div>
          <Title order={2}>Similarity of pairs</Title>
          <Text size="sm" c="dimmed">
            {comparesAll
              ? `Counted over all ${formatCount(pairs)} pairs. `
              : `Estimated from ${formatCount(pairs_compared)} of ${formatCount(pairs)} pairs, drawn at random. `}
            The paper gives no numbers for where a relation begins: set your own.
          </Text>
        </div>
        {!settled.every(isDefault) && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              update(Object.fromEntries(defaults.map(({ relation }) => [relation, undefined])));
            }}
          >
            Back to the defaults
          </Button>
        )}
      </div>
      <Histogram rules={rules} />
      <div className={classes.sliders}>
        {rules.map((rule) => (
          <ThresholdSlider
            key={rule.relation}
            rule={rule}
            histogram={histogram}
            pairs={pairs}
            comparesAll={comparesAll}
            onMove={(threshold) => {
              setDraft(rules.map((other) => (other === rule ? { ...rule, threshold } : other)));
            }}
            onSettle={(threshold) => {
              const chosen = isDefault({ ...rule, threshold }) ? undefined : threshold;
              update({ [rule.relation]: chosen }, { replace: true });
            }}
          />
        ))}
      </div>
    </section>
  );
}

function Histogram({ rules }: { rules: readonly Rule[] }) {
  const { analysis } = useAnalysisPage();
  const palette = usePalette();
  const { data: figure, error } = useFigure(analysis.id, 'histogram');
  const data = useMemo(() => figure && withoutZones(figure.data, palette('text-muted')), [figure, palette]);
  const layout = useMemo(
    () => figure && { ...figure.layout, showlegend: false, shapes: thresholdShapes(rules, palette) },
    [figure, rules, palette],
  );
  return (
    <div className={classes.figure}>
      {error ? (
        <ErrorMessage error={error} />
      ) : data && layout ? (
        <Plot data={data} layout={layout} label="Histogram of the similarity of pairs of samples" />
      ) : (
        <Skeleton height="100%" />
      )}
    </div>
  );
}
