import { useOptions } from '../../client/options';
import type { Relation } from '../../client/types';
import type { Rule } from '../../selection/relations';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useRules } from '../../selection/useRules';
import { useDraft } from '../../shared/useDraft';

export interface Thresholds {
  /** The relations as they are shown, ahead of the address while a threshold is moved. */
  rules: readonly Rule[];
  move: (relation: Relation, threshold: number) => void;
  /** Puts a threshold into the address, for all views. */
  settle: (relation: Relation, threshold: number) => void;
  /** Brings the defaults back; undefined where they hold. */
  reset: (() => void) | undefined;
}

/** Where the relations begin, moved by a person. */
export function useThresholds(): Thresholds {
  const { relations: defaults } = useOptions();
  const [, update] = useAnalysisSearch();
  const settled = useRules();
  const [rules, setDraft] = useDraft(settled);
  const isDefault = (relation: Relation, threshold: number) =>
    defaults.some((rule) => rule.relation === relation && rule.threshold === threshold);
  return {
    rules,
    move: (relation, threshold) => {
      setDraft(rules.map((rule) => (rule.relation === relation ? { ...rule, threshold } : rule)));
    },
    settle: (relation, threshold) => {
      update({ [relation]: isDefault(relation, threshold) ? undefined : threshold }, { replace: true });
    },
    reset: settled.every(({ relation, threshold }) => isDefault(relation, threshold))
      ? undefined
      : () => {
          update(Object.fromEntries(defaults.map(({ relation }) => [relation, undefined])), {
            replace: true,
          });
        },
  };
}
