import { expect, test } from 'vitest';
import { largestClasses, layerWords, shareText } from './largest';

test('the classes that are likely with or without the sample come first', () => {
  const found = largestClasses([0.7, 0.2, 0.1, 0], [0.1, 0, 0.1, 0.8], 3);
  expect(found.map(({ label }) => label)).toEqual([3, 0, 1]);
  expect(found[0]).toEqual({ label: 3, probability: 0, leftOut: 0.8 });
});

test('where nothing is known without the sample, the classifier alone says it', () => {
  expect(largestClasses([0.1, 0.9], [], 1)).toEqual([{ label: 1, probability: 0.9, leftOut: undefined }]);
});

test.each([
  [[0.6, 0.4], 'Most of it is made in layer a (60.0 %).'],
  [[0.3, 0.4, 0.3], 'The largest part of it is made in layer b (40.0 %).'],
  [[2.7, -1.7], 'The layers work against each other, a most.'],
])('the layers with the shares %j are told in a sentence', (shares, words) => {
  const layers = shares.map((share, at) => ({ name: 'abc'.charAt(at), kappa: 5 * share, share }));
  expect(layerWords(layers)).toBe(words);
});

test('layers of which nothing is known are not told of', () => {
  expect(layerWords([])).toBeUndefined();
  expect(layerWords([{ name: 'a', kappa: 0, share: null }])).toBeUndefined();
});

test('a share has its sign', () => {
  expect(shareText(0.621)).toBe('62.1 %');
  expect(shareText(-0.034)).toBe('−3.4 %');
});
