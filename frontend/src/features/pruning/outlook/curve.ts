/** What is forecast of strategies over the share that stays, and where each stands at one share. */

import type { Outlook, Outlooks, Standing } from '../../../client/types';

/** The shares at which every strategy is forecast. */
export const SHARES: readonly number[] = [0.9, 0.7, 0.5, 0.3, 0.1];
export const RANDOM = 'random';

export interface Place {
  strategy: string;
  /** Between two shares that were forecast it is read off the line between them. */
  accuracy: number;
  standing: Standing;
  /** By how much it is above the best of the random plans; below 0 it is not. */
  above: number;
}

/** The accuracy at a share: exact where it was forecast, on the line between its neighbours elsewhere. */
export function accuracyAt(
  shares: readonly Outlook[],
  full: number,
  keep: number,
  value: (one: Outlook) => number = ({ accuracy }) => accuracy,
): number {
  const points = [...shares.map((one) => [one.keep, value(one)] as const), [1, full] as const].sort(
    ([a], [b]) => a - b,
  );
  const above = points.findIndex(([share]) => share >= keep);
  const [right, high] = points[above] ?? points[points.length - 1] ?? [1, full];
  const [left, low] = points[Math.max(0, above - 1)] ?? [right, high];
  if (right === left || keep <= left) return keep <= left ? low : high;
  return low + ((high - low) * (keep - left)) / (right - left);
}

/** Forecasts of which one has further shares, so that it need not be read off a line there. */
export function withShares(found: readonly Outlooks[], further: Outlooks | undefined): Outlooks[] {
  return found.map((one) => {
    if (!further || one.strategy !== further.strategy) return one;
    const known = new Set(one.shares.map(({ keep }) => keep));
    const shares = [...one.shares, ...further.shares.filter(({ keep }) => !known.has(keep))];
    return { ...one, shares: shares.sort((a, b) => b.keep - a.keep) };
  });
}

/** Strategies by what is forecast of them at a share, the best first. */
export function placesAt(found: readonly Outlooks[], keep: number): Place[] {
  return found
    .map(({ strategy, full, shares }) => {
      const at = (value?: (one: Outlook) => number) => accuracyAt(shares, full, keep, value);
      const accuracy = at();
      const high = at(({ random }) => random.high);
      return {
        strategy,
        accuracy,
        standing: standingOf(
          strategy,
          accuracy,
          at(({ random }) => random.low),
          high,
        ),
        above: accuracy - high,
      };
    })
    .sort((a, b) => b.accuracy - a.accuracy);
}

function standingOf(strategy: string, accuracy: number, low: number, high: number): Standing {
  if (strategy === RANDOM) return 'as random';
  if (accuracy > high) return 'better';
  return accuracy < low ? 'worse' : 'as random';
}

/** What to do at a share, in a sentence; undefined while there is nothing to compare. */
export function advice(
  places: readonly Place[],
  titleOf: (strategy: string) => string,
): { text: string; strategy?: string } | undefined {
  const [best] = places.filter(({ strategy }) => strategy !== RANDOM);
  if (!best) return undefined;
  if (best.standing !== 'better') {
    return { text: 'No strategy is forecast to do better than a random choice here: random is as good.' };
  }
  const points = (100 * best.above).toFixed(2);
  return {
    text: `The highest forecast here is that of “${titleOf(best.strategy)}”: ${points} points above the best of ten random plans.`,
    strategy: best.strategy,
  };
}
