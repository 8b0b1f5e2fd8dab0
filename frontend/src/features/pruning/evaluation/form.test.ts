import { describe, expect, it } from 'vitest';
import { firstChoice, offeredShares, toForm } from './form';

describe('the first choice', () => {
  it('is the plan that is looked at', () => {
    expect(toForm(firstChoice('fpc-heads', 0.35))).toEqual({
      strategies: ['fpc-heads'],
      keeps: [0.35],
      seeds: 5,
      schedules: ['updates'],
      lists: [],
      test: null,
    });
  });

  it('leaves out what is always trained on', () => {
    const choice = firstChoice('random', 1);
    expect(choice.strategies).toEqual([]);
    expect(choice.shares).toEqual(['80']);
  });
});

describe('the form', () => {
  it('is nothing while something is missing', () => {
    const choice = firstChoice('fpc-heads', 0.5);
    expect(toForm({ ...choice, shares: [] })).toBeUndefined();
    expect(toForm({ ...choice, schedules: [] })).toBeUndefined();
    expect(toForm({ ...choice, seeds: '' })).toBeUndefined();
  });

  it('names a test set only where there is one', () => {
    expect(toForm({ ...firstChoice('x', 0.5), test: ' test ' })?.test).toBe('test');
  });
});

it('offers a share of one’s own among the others', () => {
  expect(offeredShares(['35', '80'])).toEqual([90, 80, 70, 60, 50, 40, 35, 30, 20, 10]);
});
