import { DEFAULT_PLAN } from '../../selection/search';

/** What a person has chosen on the page of a comparison, as it stands in the address bar. */
export interface CompareSearch {
  /** The score that is drawn against itself. */
  score?: string;
  strategy?: string;
  keep?: number;
}

const LONGEST_NAME = 100;

export function validateCompareSearch({ score, strategy, keep }: Record<string, unknown>): CompareSearch {
  return {
    score: nameOf(score),
    strategy: nameOf(strategy),
    keep: typeof keep === 'number' && keep > 0 && keep <= 1 && keep !== DEFAULT_PLAN.keep ? keep : undefined,
  };
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME ? value : undefined;
}
