import { useInViewport } from '@mantine/hooks';
import { useMemo } from 'react';
import { formatCount } from '../../shared/format';
import { rangesOf, withRange } from '../ranges';
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
import { spanWords, useBrush } from './useBrush';
import { useFacetColumn } from './useFacetColumn';

/** One score as a histogram, or as its categories; computed while it is in sight. */
export function ScoreFacet({ score }: { score: FacetScore }) {
  const { ref, inViewport } = useInViewport();
  const column = useFacetColumn(score.name, inViewport);
  return (
    <div ref={ref} className={classes.place}>
      {inViewport && column ? (
        <Known score={score} column={column} />
      ) : (
        <Facet title={score.title} help={score.help} chosen={undefined} onClear={() => undefined}>
          <div className={classes.waiting} />
        </Facet>
      )}
    </div>
  );
}

function Known({ score, column }: { score: FacetScore; column: Column }) {
  const names = score.is_flag ? ['no', 'yes'] : score.categories;
  if (names.length > 0) return <Categories score={score} column={column} names={names} />;
  const bins = knownBins(column);
  return bins ? <Measured score={score} bins={bins} /> : <Constant score={score} column={column} />;
}

interface KnownProps {
  score: FacetScore;
  column: Column;
}

function Categories({ score, column, names }: KnownProps & { names: readonly string[] }) {
  const [{ where }, update] = useAnalysisSearch();
  const { totals, passing } = useGroupCounts(column, names.length);
  const range = rangesOf(where).find(({ name }) => name === score.name);
  const chosen = range?.low === range?.high ? range?.low : undefined;
  const choose = (value: number | undefined) => {
    update({ where: withRange(where, score.name, value === undefined ? undefined : [value, value]) });
  };
  return (
    <Facet
      title={score.title}
      help={score.help}
      chosen={chosen === undefined ? undefined : names[chosen]}
      onClear={() => {
        choose(undefined);
      }}
    >
      <BarList
        label={score.title}
        bars={names.map((name, value) => ({
          value,
          name,
          total: totals[value] ?? 0,
          passing: passing[value] ?? 0,
        }))}
        chosen={chosen}
        onChoose={choose}
      />
    </Facet>
  );
}

function Measured({ score, bins }: { score: FacetScore; bins: Bins }) {
  const { passes } = useFiltered();
  const brush = useBrush(score.name, bins);
  const passing = useMemo(() => countPassing(bins.of, bins.counts.length, passes), [bins, passes]);
  return (
    <Facet
      title={score.title}
      help={score.help}
      chosen={brush.isOn ? spanWords(bins, brush.span, score.unit) : undefined}
      onClear={brush.clear}
    >
      <Histogram title={score.title} bins={bins} passing={passing} brush={brush} />
    </Facet>
  );
}

/** Where all have the same, or none has any, there is nothing to filter by. */
function Constant({ score, column }: KnownProps) {
  const known = Array.from(column).find((value) => !Number.isNaN(value));
  return (
    <Facet title={score.title} help={score.help} chosen={undefined} onClear={() => undefined}>
      <p className={classes.constant}>
        {known === undefined ? 'Not known of any sample.' : `All have ${formatCount(known)}.`}
      </p>
    </Facet>
  );
}
