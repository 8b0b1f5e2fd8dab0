import { expect, test } from 'vitest';
import { encodeRanges, rangesOf, rangeWords, withRange } from './ranges';

test('ranges go into a text and back', () => {
  const ranges = [
    { name: 'loss', low: 0.5, high: Infinity },
    { name: 'aum', low: -Infinity, high: 2 },
  ];
  expect(encodeRanges(ranges)).toBe('loss~0.5~,aum~~2');
  expect(rangesOf('loss~0.5~,aum~~2')).toEqual(ranges);
});

test('nonsense is no range', () => {
  expect(rangesOf('loss,x~a~b,loss~3~2,~1~2,%~1~2')).toEqual([]);
  expect(rangesOf(undefined)).toEqual([]);
  expect(encodeRanges([{ name: 'loss', low: -Infinity, high: Infinity }])).toBeUndefined();
});

test('a column of one’s own may be called anything', () => {
  const ranges = [{ name: 'My ~score, 100%', low: 0, high: 1 }];
  expect(encodeRanges(ranges)).toBe('My%20%7Escore%2C%20100%25~0~1');
  expect(rangesOf(encodeRanges(ranges))).toEqual(ranges);
});

test('one range is changed among others', () => {
  expect(withRange('loss~1~2,aum~~3', 'loss', [0, 1])).toBe('aum~~3,loss~0~1');
  expect(withRange('loss~1~2', 'loss', undefined)).toBeUndefined();
});

test('a range in words', () => {
  expect(rangeWords({ low: 0.25, high: 1.5 }, 'nats')).toBe('0.25 to 1.5 nats');
  expect(rangeWords({ low: -Infinity, high: 3 }, '')).toBe('up to 3');
  expect(rangeWords({ low: 0.8, high: Infinity }, '')).toBe('from 0.8');
  expect(rangeWords({ low: 2, high: 2 }, '')).toBe('2');
});
