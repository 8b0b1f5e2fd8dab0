import { describe, expect, it } from 'vitest';
import type { Outlooks } from '../../../client/types';
import { accuracyRange } from './chart';
import { accuracyAt, advice, placesAt, withShares } from './curve';

function outlooks(strategy: string, ...points: [number, number][]): Outlooks {
  return {
    strategy,
    seed: 0,
    full: 0.9,
    held_out: 'test',
    samples: 100,
    note: '',
    agreement: null,
    shares: points.map(([keep, accuracy]) => ({
      keep,
      accuracy,
      random: { low: 0.6, mean: 0.65, high: 0.7, plans: 10 },
      standing: 'as random',
      sentence: '',
      warning: null,
    })),
  };
}

const { shares } = outlooks('el2n', [0.5, 0.8], [0.1, 0.4]);

describe('the accuracy at a share', () => {
  it('is what was forecast, and on the line elsewhere', () => {
    expect(accuracyAt(shares, 0.9, 0.5)).toBeCloseTo(0.8);
    expect(accuracyAt(shares, 0.9, 0.3)).toBeCloseTo(0.6);
    expect(accuracyAt(shares, 0.9, 0.75)).toBeCloseTo(0.85);
    expect(accuracyAt(shares, 0.9, 1)).toBeCloseTo(0.9);
  });

  it('is that of the least share below it', () => {
    expect(accuracyAt(shares, 0.9, 0.01)).toBeCloseTo(0.4);
  });
});

describe('a plan that is forecast exactly', () => {
  const found = [outlooks('el2n', [0.5, 0.8], [0.1, 0.4]), outlooks('random', [0.5, 0.7])];

  it('stands where it was forecast, and the others on their lines', () => {
    const places = placesAt(withShares(found, outlooks('el2n', [0.75, 0.89])), 0.75);
    expect(places.map(({ strategy, accuracy }) => [strategy, Number(accuracy.toFixed(3))])).toEqual([
      ['el2n', 0.89],
      ['random', 0.8],
    ]);
  });

  it('changes nothing before it is there, and no share twice', () => {
    expect(withShares(found, undefined)).toEqual(found);
    expect(withShares(found, outlooks('el2n', [0.5, 0.1]))[0]?.shares).toHaveLength(2);
  });
});

describe('the order of strategies', () => {
  const found = [
    outlooks('random', [0.5, 0.72]),
    outlooks('worst', [0.5, 0.5]),
    outlooks('best', [0.5, 0.8]),
    outlooks('middle', [0.5, 0.65]),
  ];

  it('is by forecast, and says where each stands', () => {
    expect(placesAt(found, 0.5).map(({ strategy, standing }) => [strategy, standing])).toEqual([
      ['best', 'better'],
      ['random', 'as random'],
      ['middle', 'as random'],
      ['worst', 'worse'],
    ]);
  });

  it('leads to advice', () => {
    const title = (name: string) => name.toUpperCase();
    expect(advice(placesAt(found, 0.5), title)).toMatchObject({ strategy: 'best' });
    expect(advice(placesAt(found, 0.5), title)?.text).toContain('“BEST”');
    expect(advice(placesAt(found.slice(3), 0.5), title)?.text).toContain('random is as good');
    expect(advice([], title)).toBeUndefined();
  });
});

describe('the axis of the chart', () => {
  it('goes from nothing to all while no forecast is there', () => {
    expect(accuracyRange([])).toEqual([0, 1]);
  });

  it('has room around what is drawn, the band of random plans too', () => {
    const [low, high] = accuracyRange([outlooks('el2n', [0.5, 0.8], [0.1, 0.4])]);
    expect(low).toBeCloseTo(0.37);
    expect(high).toBeCloseTo(0.93);
  });

  it('does not blow equal forecasts up', () => {
    const same = outlooks('el2n', [0.5, 0.9]);
    for (const share of same.shares) share.random = { low: 0.9, mean: 0.9, high: 0.9, plans: 10 };
    const [low, high] = accuracyRange([same]);
    expect(high - low).toBeCloseTo(0.02);
  });
});
