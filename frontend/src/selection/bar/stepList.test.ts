import { expect, test } from 'vitest';
import { canStep, NO_STEPS, readSteps, withStep } from './stepList';

const visited = ['/', '/analyses/3/map', '/analyses/3/images', '/analyses/3/images'].reduce(
  (steps, path, index) => withStep(steps, index, path, true),
  NO_STEPS,
);

test('steps lead back within an analysis, and not out of it', () => {
  expect(canStep(visited, -1)).toBe(true);
  expect(canStep(visited, 1)).toBe(false);
  const first = withStep(visited, 1, '/analyses/3/map', false);
  expect(canStep(first, -1)).toBe(false);
  expect(canStep(first, 1)).toBe(true);
});

test('a new step takes the place of what could have been redone', () => {
  const back = withStep(visited, 1, '/analyses/3/map', false);
  const other = withStep(back, 2, '/analyses/3/map', true);
  expect(canStep(other, 1)).toBe(false);
  expect(canStep(other, -1)).toBe(true);
});

test('another analysis is no step, and under a path neither', () => {
  const other = withStep(visited, 4, '/lpntk/analyses/4/map', true);
  expect(canStep(other, -1)).toBe(false);
  expect(canStep(withStep(other, 5, '/lpntk/analyses/4', true), -1)).toBe(true);
});

test('outside of an analysis there is nothing to undo', () => {
  const home = withStep(withStep(NO_STEPS, 0, '/', true), 1, '/new', true);
  expect(canStep(home, -1)).toBe(false);
});

test('what was not kept is nothing', () => {
  expect(readSteps(null)).toEqual(NO_STEPS);
  expect(readSteps('{')).toEqual(NO_STEPS);
  expect(readSteps('7')).toEqual(NO_STEPS);
  expect(readSteps(JSON.stringify(visited))).toEqual(visited);
});
