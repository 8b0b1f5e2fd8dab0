/** What the decisions come to in one analysis. */

import type { CurrentDecisions, Decision, ForecastIn } from '../../client/types';
import { className } from '../../selection/page';
import type { RowOf } from '../../selection/rowOf';
import { valueAt } from '../../shared/valueAt';

export interface Tally {
  relabelled: number;
  kept: number;
  excluded: number;
  decided: number;
  /** What is decided and not so yet in this analysis. */
  change: ForecastIn;
}

/** Decisions belong to a data set: those on samples that this analysis does not have do not count here. */
export function tally(current: CurrentDecisions, samples: { label: ArrayLike<number> }, rowOf: RowOf): Tally {
  const here = [...current.values()]
    .filter(({ index }) => rowOf.has(index))
    .sort((a, b) => a.index - b.index);
  const of = (action: Decision['action']) => here.filter((decision) => decision.action === action);
  const excluded = of('exclude');
  return {
    relabelled: of('relabel').length,
    kept: of('keep').length,
    excluded: excluded.length,
    decided: here.length,
    change: {
      remove: excluded.map(({ index }) => index),
      // A label that was kept in an analysis of the same data may be another here.
      relabel: here.flatMap(({ index, label }) => {
        const row = rowOf.get(index);
        return row === undefined || label === null || valueAt(samples.label, row) === label
          ? []
          : [{ index, label }];
      }),
    },
  };
}

/** "relabelled 7", "kept as it is", "excluded", "decision taken back". */
export function decisionWords(
  { action, label }: Pick<Decision, 'action' | 'label'>,
  names: readonly string[],
) {
  switch (action) {
    case 'relabel':
      return `relabelled ${label === null ? '' : className(names, label)}`;
    case 'keep':
      return 'kept as it is';
    case 'exclude':
      return 'excluded';
    case 'clear':
      return 'decision taken back';
  }
}
