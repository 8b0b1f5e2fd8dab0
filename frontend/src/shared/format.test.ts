import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatMeasure,
  formatNumberOf,
  formatPoints,
  formatShare,
  formatShort,
  formatSimilarity,
  formatWeight,
} from './format';

describe('numbers as people read them', () => {
  test('counts have groups and their noun follows the number', () => {
    expect(formatCount(1797)).toBe('1,797');
    expect(formatNumberOf(1, 'sample')).toBe('1 sample');
    expect(formatNumberOf(2000, 'class', 'classes')).toBe('2,000 classes');
  });

  test('shares are percentages', () => {
    expect(formatShare(0.9912)).toBe('99.1 %');
    expect(formatShare(1, 0)).toBe('100 %');
  });

  test('differences of shares are points, with their sign', () => {
    expect(formatPoints(0.0042)).toBe('+0.4 points');
    expect(formatPoints(-0.01)).toBe('−1.0 points');
    expect(formatPoints(-0.0001)).toBe('no change');
  });
  test('similarities keep two digits, and nothing is a negative zero', () => {
    expect(formatSimilarity(0.936)).toBe('0.94');
    expect(formatSimilarity(-0.3)).toBe('−0.30');
    expect(formatSimilarity(-0.001)).toBe('0.00');
  });

  test('weights keep three digits', () => {
    expect(formatWeight(0.1416)).toBe('0.142');
    expect(formatWeight(-0.004)).toBe('−0.004');
    expect(formatWeight(-0.0001)).toBe('0.000');
  });

  test('measures of any size stay short', () => {
    expect(formatMeasure(12.3456)).toBe('12.3');
    expect(formatMeasure(-0.00001234)).toBe('−1.23e-5');
    expect(formatMeasure(0)).toBe('0');
    expect(formatMeasure(Number.NaN)).toBe('–');
  });

  test('parameters are rounded to what one remembers', () => {
    expect(formatCompact(1_199_882)).toBe('1.2 M');
    expect(formatCompact(34_200)).toBe('34 k');
    expect(formatCompact(812)).toBe('812');
  });

  test('durations use the two largest units', () => {
    expect(formatDuration(0.42)).toBe('0.4 s');
    expect(formatDuration(9.97)).toBe('10 s');
    expect(formatDuration(200)).toBe('3 min 20 s');
    expect(formatDuration(3600)).toBe('1 h');
    expect(formatDuration(7500)).toBe('2 h 5 min');
  });

  test('memory is in binary units', () => {
    expect(formatBytes(2 ** 31)).toBe('2 GiB');
    expect(formatBytes(2 ** 29)).toBe('512 MiB');
  });
});

test('in a cell of a matrix', () => {
  expect([0, 812, 1000, 5923, 12_345, 999_499, 999_500, 1_234_567].map(formatShort)).toEqual([
    '0',
    '812',
    '1k',
    '5.9k',
    '12k',
    '999k',
    '1M',
    '1.2M',
  ]);
});
