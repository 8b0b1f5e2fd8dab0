import { expect, test } from 'vitest';
import { largestClasses, shareText, strongestLayer } from './largest';

test('the classes that are likely with or without the sample come first', () => {
  const found = largestClasses([0.7, 0.2, 0.1, 0], [0.1, 0, 0.1, 0.8], 3);
  expect(found.map(({ label }) => label)).toEqual([3, 0, 1]);
  expect(found[0]).toEqual({ label: 3, probability: 0, leftOut: 0.8 });
});

test('where nothing is known without the sample, the classifier alone says it', () => {
  expect(largestClasses([0.1, 0.9], [], 1)).toEqual([{ label: 1, probability: 0.9, leftOut: undefined }]);
});

test('a layer that works against can be the strongest', () => {
  const layers = [
    { name: 'a', kappa: 6, share: -2 },
    { name: 'b', kappa: -9, share: 3 },
  ];
  expect(strongestLayer(layers)?.name).toBe('b');
  expect(strongestLayer([])).toBeUndefined();
});

test('a share has its sign', () => {
  expect(shareText(0.621)).toBe('62.1 %');
  expect(shareText(-0.034)).toBe('−3.4 %');
});
