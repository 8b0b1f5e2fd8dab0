import { useMemo } from 'react';
import { classColour, useColours } from '../../shared/palette';
import { className, useAnalysisPage } from '../page';
import type { AnalysisSearch } from '../search';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useFiltered } from '../useFiltered';
import { BarList, type Bar } from './BarList';
import { countPassing } from './bins';
import { Facet } from './Facet';

/** How many rows of each group there are, and how many pass. */
export function useGroupCounts(of: ArrayLike<number>, groups: number) {
  const { passes } = useFiltered();
  const totals = useMemo(() => countPassing(of, groups, new Uint8Array(of.length).fill(1)), [of, groups]);
  const passing = useMemo(() => countPassing(of, groups, passes), [of, groups, passes]);
  return { totals, passing };
}

export function ClassFacet() {
  const { samples, classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const colours = useColours();
  const { totals, passing } = useGroupCounts(samples.label, classNames.length);
  const bars = classNames.map((name, label): Bar => ({
    value: label,
    name,
    total: totals[label] ?? 0,
    passing: passing[label] ?? 0,
    colour: classColour(colours, label),
  }));
  const choose = (label: number | undefined) => {
    update({ class: label });
  };
  return (
    <Facet
      title="Class"
      help="The label that each sample has."
      chosen={search.class === undefined ? undefined : className(classNames, search.class)}
      onClear={() => {
        choose(undefined);
      }}
    >
      <BarList label="Classes" bars={bars} chosen={search.class} onChoose={choose} />
    </Facet>
  );
}

const OUTCOMES = ['right', 'wrong'] as const satisfies AnalysisSearch['prediction'][];

export function PredictionFacet() {
  const { samples } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const of = useMemo(
    () => Uint8Array.from(samples.label, (label, row) => Number(samples.predicted[row] !== label)),
    [samples],
  );
  const { totals, passing } = useGroupCounts(of, OUTCOMES.length);
  const bars = OUTCOMES.map((outcome, value): Bar => ({
    value,
    name: outcome === 'right' ? 'Right' : 'Wrong',
    total: totals[value] ?? 0,
    passing: passing[value] ?? 0,
  }));
  const choose = (value: number | undefined) => {
    update({ prediction: value === undefined ? undefined : OUTCOMES[value] });
  };
  const { prediction } = search;
  return (
    <Facet
      title="Prediction"
      help="Whether the classifier gives each sample its label."
      chosen={prediction}
      onClear={() => {
        choose(undefined);
      }}
    >
      <BarList
        label="Predictions"
        bars={bars}
        chosen={prediction && OUTCOMES.indexOf(prediction)}
        onChoose={choose}
      />
    </Facet>
  );
}
