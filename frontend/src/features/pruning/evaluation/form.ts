/** What a person fills in to have strategies evaluated, and what the server is asked for. */

import type { EvaluationIn, Schedule } from '../../../client/types';

export interface Choice {
  strategies: string[];
  /** In whole per cent, as texts. */
  shares: string[];
  seeds: number | string;
  schedules: Schedule[];
  test: string;
}

/** The shares that are offered, in per cent. */
export const SHARES = [90, 80, 70, 60, 50, 40, 30, 20, 10] as const;

/** The server's form; undefined while something is missing. */
export function toForm({ strategies, shares, seeds, schedules, test }: Choice): EvaluationIn | undefined {
  if (shares.length === 0 || schedules.length === 0 || typeof seeds !== 'number') return undefined;
  return {
    strategies,
    keeps: shares.map((share) => Number(share) / 100),
    seeds,
    schedules,
    lists: [],
    test: test.trim() || null,
  };
}

/** The plan that is looked at, as the first choice: a share of all samples is not among those to keep. */
export function firstChoice(strategy: string, keep: number): Choice {
  const percent = Math.round(100 * keep);
  return {
    strategies: strategy === 'random' ? [] : [strategy],
    shares: [String(percent >= 1 && percent < 100 ? percent : 80)],
    seeds: 5,
    schedules: ['updates'],
    test: '',
  };
}

/** The offered shares and whatever else is chosen, the largest first. */
export function offeredShares(chosen: readonly string[]): number[] {
  return [...new Set([...SHARES, ...chosen.map(Number)])].sort((one, other) => other - one);
}
