import { expect, test } from 'vitest';
import { countsIn, maskOf, tagsOf } from './tagged';

const tags = new Map([
  ['blurred', Uint32Array.of(1, 4, 5)],
  ['odd', Uint32Array.of(5)],
]);

test('a tag is a mask of rows, and one that there is not is nobody', () => {
  expect([...maskOf(tags.get('blurred'), 6)]).toEqual([0, 1, 0, 0, 1, 1]);
  expect([...maskOf(undefined, 2)]).toEqual([0, 0]);
});

test('a row has the tags in whose rows it is', () => {
  expect(tagsOf(tags, 5)).toEqual(['blurred', 'odd']);
  expect(tagsOf(tags, 4)).toEqual(['blurred']);
  expect(tagsOf(tags, 9)).toEqual([]);
});

test('those of a mask that have each tag are counted', () => {
  expect([...countsIn(tags, Uint8Array.of(1, 1, 0, 0, 0, 1))]).toEqual([
    ['blurred', 2],
    ['odd', 1],
  ]);
});
