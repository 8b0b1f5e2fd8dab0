import { expect, test } from 'vitest';
import { inside, isWhole, moved, positionAt, scaled, whole, within } from './part';

const square = (first: number, end: number) => ({ rows: { first, end }, columns: { first, end } });

test('an address is followed as far as there are samples', () => {
  expect(within(undefined, 200)).toEqual(whole(200));
  expect(within(square(150, 260), 200)).toEqual(square(90, 200));
  expect(within(square(900, 950), 200)).toEqual(square(150, 200));
  expect(within(square(50, 51), 200)).toEqual(square(47, 55));
  expect(within(square(0, 100), 5)).toEqual(square(0, 5));
});

test('a rectangle is looked at whichever corner it was begun at', () => {
  const part = inside(whole(200), { x: 0.75, y: 0.1 }, { x: 0.25, y: 0.2 }, 200);
  expect(part).toEqual({ rows: { first: 20, end: 41 }, columns: { first: 50, end: 151 } });
});

test('what lies under the pointer stays there', () => {
  const part = scaled(whole(1000), 0.5, { x: 0.25, y: 1 }, 1000);
  expect(part).toEqual({ rows: { first: 500, end: 1000 }, columns: { first: 125, end: 625 } });
  expect(isWhole(scaled(part, 4, { x: 0.5, y: 0.5 }, 1000), 1000)).toBe(true);
});

test('there is an end to zooming in, and to moving', () => {
  let part = whole(1000);
  for (let step = 0; step < 50; step += 1) part = scaled(part, 0.5, { x: 0.5, y: 0.5 }, 1000);
  expect(part.rows.end - part.rows.first).toBe(8);
  expect(moved(square(0, 100), -0.5, 0.25, 1000)).toEqual({
    rows: { first: 25, end: 125 },
    columns: { first: 0, end: 100 },
  });
});

test('a share of a range is a position in it', () => {
  expect(positionAt({ first: 10, end: 20 }, 0)).toBe(10);
  expect(positionAt({ first: 10, end: 20 }, 0.99)).toBe(19);
  expect(positionAt({ first: 10, end: 20 }, 1.2)).toBe(19);
});
