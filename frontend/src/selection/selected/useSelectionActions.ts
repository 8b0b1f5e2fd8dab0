import { notifications } from '@mantine/notifications';
import { formatCount } from '../../shared/format';
import { useAnalysisPage } from '../page';
import { holds } from '../relations';
import { tellError } from '../tags/tell';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useEffectOfSample } from '../useEffectOfSample';
import { useFiltered } from '../useFiltered';
import { useRules } from '../useRules';
import { useNeighboursOf } from './useNeighboursOf';
import { rowsOf, useSelected } from './useSelected';

export interface SelectionAction {
  title: string;
  key?: string;
  /** Undefined where there is nothing that it could do. */
  run: (() => void) | undefined;
}

/**
 * What can be done to the selection, in words, and by keys. `withEffect` also by what the chosen sample does to the
 * others, which has to be asked for.
 */
export function useSelectionActions(withEffect = false) {
  const { samples } = useAnalysisPage();
  const [{ sample, effect: shown }] = useAnalysisSearch();
  const selected = useSelected();
  const { passes, rows } = useFiltered();
  const rules = useRules();
  const { effect } = useEffectOfSample(withEffect && shown !== 'off');
  const neighbours = useNeighboursOf(({ rows: found, words }) => {
    notifications.show({ message: words });
    if (found.length > 0) selected.add(found);
  }, tellError);
  const some = selected.count > 0;
  const passing = formatCount(rows.length);

  /** Those whom learning the chosen sample helps or hurts as the rule of a relation says. */
  const affected = (relation: 'interchangeable' | 'contradictory') => {
    const rule = rules.find((one) => one.relation === relation);
    if (!effect || !rule || effect.index !== sample) return undefined;
    return () => {
      selected.add(
        Array.from(samples.index.keys()).filter((row) => {
          const similarity = effect.similarity[row] ?? NaN;
          return samples.index[row] !== sample && holds(rule, similarity);
        }),
      );
    };
  };
  const actions = {
    all: {
      title: `All that pass (${passing})`,
      key: 'Ctrl+A',
      run: () => {
        selected.set(passes.slice());
      },
    },
    add: some
      ? {
          title: `Add those that pass (${passing})`,
          run: () => {
            selected.add(rows);
          },
        }
      : undefined,
    remove: some
      ? {
          title: `Take those that pass away (${passing})`,
          run: () => {
            selected.remove(rows);
          },
        }
      : undefined,
    neighbours: {
      title: neighbours.isPending ? 'Asking for neighbours …' : 'The neighbours of these, too',
      key: 'n',
      run:
        some && !neighbours.isPending
          ? () => {
              neighbours.mutate(rowsOf(selected.rows));
            }
          : undefined,
    },
    helped: {
      title: `Those that sample ${String(sample ?? '')} helps (interchangeable)`,
      run: affected('interchangeable'),
    },
    hurt: {
      title: `Those that sample ${String(sample ?? '')} hurts (contradictory)`,
      run: affected('contradictory'),
    },
    invert: { title: 'Invert', key: 'i', run: selected.invert },
    clear: { title: 'Clear', key: 'x', run: some ? selected.clear : undefined },
  } satisfies Record<string, SelectionAction | undefined>;
  return { actions, isAsking: neighbours.isPending };
}
