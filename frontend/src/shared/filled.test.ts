import { expect, test } from 'vitest';
import { filled, placesWhere } from './filled';

test('numbers are written and found by place', () => {
  expect([...filled(new Uint8Array(3), (place) => 2 * place)]).toEqual([0, 2, 4]);
  expect([...placesWhere(5, (place) => place % 2 === 1)]).toEqual([1, 3]);
  expect([...placesWhere(0, () => true)]).toEqual([]);
});
