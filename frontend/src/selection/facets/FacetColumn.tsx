import { Button, Title } from '@mantine/core';
import { formatCount } from '../../shared/format';
import { AddColumnsButton } from '../own/AddColumnsButton';
import { useAnalysisPage } from '../page';
import { clearFilters, hasFilters } from '../search';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useModality } from '../preview/modalities';
import { useFiltered } from '../useFiltered';
import { WordSearch } from '../words/WordSearch';
import { ClassFacet, PredictionFacet } from './ClassFacets';
import { ConfusionFacet } from './ConfusionFacet';
import { EffectFacet } from './EffectFacet';
import classes from './FacetColumn.module.css';
import { TagFacet } from './TagFacet';
import { ScoreFacets } from './ScoreFacets';

/** Everything that samples can be filtered by, with how many there are and how many pass. */
export function FacetColumn() {
  const { samples } = useAnalysisPage();
  const { hasWords } = useModality();
  const [search, update] = useAnalysisSearch();
  const { rows } = useFiltered();
  return (
    <section className={classes.column} aria-label="Filters">
      <div className={classes.top}>
        <Title order={2} className="numbers" aria-live="polite">
          {rows.length < samples.index.length
            ? `${formatCount(rows.length)} of ${formatCount(samples.index.length)} pass`
            : `All ${formatCount(rows.length)} pass`}
        </Title>
        {hasFilters(search) && (
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => {
              update(clearFilters({}));
            }}
          >
            Clear all
          </Button>
        )}
      </div>
      <p className={classes.intro}>
        Grey is all there is, colour is what passes. Click a name or drag over a histogram to see fewer.
      </p>
      {hasWords && <WordSearch w="100%" mb={14} />}
      <ClassFacet />
      <PredictionFacet />
      <TagFacet />
      <ConfusionFacet />
      <EffectFacet />
      <ScoreFacets />
      <AddColumnsButton />
    </section>
  );
}
