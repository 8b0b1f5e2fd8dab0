import { useInViewport } from '@mantine/hooks';
import { useMemo } from 'react';
import { formatMeasure } from '../../shared/format';
import { rangesOf, rangeWords, withRange } from '../ranges';
import type { Column } from '../scores';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useFiltered } from '../useFiltered';
import { BarList } from './BarList';
import { countPassing, knownBins, type Bins } from './bins';
import { useGroupCounts } from './ClassFacets';
import { Facet } from './Facet';
import { Histogram } from './Histogram';
import classes from './ScoreFacet.module.css';
import type { FacetScore } from './ScoreFacets';
import { useBrush } from './useBrush';
import { useFacetColumn } from './useFacetColumn';

/** One score as a histogram, or as its categories; what it shows is computed while it is in sight. */
export function ScoreFacet({ score }: { score: FacetScore }) {
  const { ref, inViewport } = useInViewport();
  const [{ where }, update] = useAnalysisSearch();
  const column = useFacetColumn(score.name, inViewport);
  const range = rangesOf(where).find(({ name }) => name === score.name);
  const names = score.is_flag ? ['no', 'yes'] : score.categories;
  const chosen = range?.low === range?.high ? range?.low : undefined;
  return (
    <div ref={ref}>
      <Facet
        title={score.title}
        help={score.help}
        chosen={
          range && ((chosen === undefined ? undefined : names[chosen]) ?? rangeWords(range, score.unit))
        }
        onClear={() => {
          update({ where: withRange(where, score.name, undefined) });
        }}
      >
        {!inViewport || !column ? (
          <div className={classes.waiting} />
        ) : names.length > 0 ? (
          <Categories score={score} column={column} names={names} chosen={chosen} />
        ) : (
          <Measured score={score} column={column} />
        )}
      </Facet>
    </div>
  );
}

interface KnownProps {
  score: FacetScore;
  column: Column;
}

interface CategoriesProps extends KnownProps {
  names: readonly string[];
  chosen: number | undefined;
}

function Categories({ score, column, names, chosen }: CategoriesProps) {
  const [{ where }, update] = useAnalysisSearch();
  const { totals, passing } = useGroupCounts(column, names.length);
  return (
    <BarList
      label={score.title}
      bars={names.map((name, value) => ({
        value,
        name,
        total: totals[value] ?? 0,
        passing: passing[value] ?? 0,
      }))}
      chosen={chosen}
      onChoose={(value) => {
        update({ where: withRange(where, score.name, value === undefined ? undefined : [value, value]) });
      }}
    />
  );
}

function Measured({ score, column }: KnownProps) {
  const bins = knownBins(column);
  return bins ? <Brushed score={score} bins={bins} /> : <Constant column={column} />;
}

function Brushed({ score, bins }: { score: FacetScore; bins: Bins }) {
  const { passes } = useFiltered();
  const brush = useBrush(score.name, bins);
  const passing = useMemo(() => countPassing(bins.of, bins.counts.length, passes), [bins, passes]);
  return <Histogram title={score.title} bins={bins} passing={passing} brush={brush} />;
}

/** Where all have the same, or none has any, there is nothing to filter by. */
function Constant({ column }: { column: Column }) {
  const known = Array.from(column).find((value) => !Number.isNaN(value));
  return (
    <p className={classes.constant}>
      {known === undefined ? 'Not known of any sample.' : `All have ${formatMeasure(known)}.`}
    </p>
  );
}
