import { expect, test } from 'vitest';
import { searchClasses } from './classSearch';

const names = ['automobile', 'truck', 'auto', 'cat', 'caterpillar'];

test('the name itself comes first, then what begins with it, then what holds it', () => {
  expect(searchClasses('auto', names)).toEqual([2, 0]);
  expect(searchClasses(' CAT ', names)).toEqual([3, 4]);
  expect(searchClasses('u', names)).toEqual([0, 1, 2]);
  expect(searchClasses('dog', names)).toEqual([]);
});

test('among their like, the likelier ones come first', () => {
  expect(searchClasses('', names, [0.1, 0.6, 0, 0.3, 0])).toEqual([1, 3, 0, 2, 4]);
  expect(searchClasses('u', names, [0, 0.1, 0.2])).toEqual([2, 1, 0]);
});

test('a class can be called by its number too, after all that are named so', () => {
  expect(searchClasses('1', names)).toEqual([1]);
  expect(searchClasses('1', ['0', '1', '10'])).toEqual([1, 2]);
});
