import { expect, test } from 'vitest';
import type { LabelIssue, LabelIssues } from '../../client/types';
import { countNow, loadedIssues, nextUndecided, shownIssues, step } from './walk';

const issue = (index: number) => ({ index }) as LabelIssue;
const page = (total: number, ...indices: number[]) =>
  ({ total, issues: indices.map(issue) }) as unknown as LabelIssues;
const indices = (issues: readonly LabelIssue[]) => issues.map(({ index }) => index);
const decided =
  (...those: number[]) =>
  (index: number) =>
    those.includes(index);

test('pages follow each other, and what two of them hold is there once', () => {
  expect(indices(loadedIssues([page(5, 7, 3, 9), page(5, 9, 1)]))).toEqual([7, 3, 9, 1]);
});

test('where only the undecided are wanted, the others are not shown', () => {
  const issues = [7, 3, 9].map(issue);
  expect(indices(shownIssues(issues, true, decided(3)))).toEqual([7, 9]);
  expect(indices(shownIssues(issues, false, decided(3)))).toEqual([7, 3, 9]);
});

test('the number of the undecided falls with each decision, loaded pages or not', () => {
  const pages = [page(200, 7, 3), page(199, 9, 1)];
  const from = [
    { offset: 0, decided: 0 },
    { offset: 1, decided: 1 },
  ];
  // The server counted 199 once 3 was decided; 9 has been decided since.
  expect(countNow(pages, from, true, true, decided(3, 9))).toBe(198);
  expect(countNow(pages, from, false, true, decided(3, 9))).toBe(199);
  expect(countNow([], [], true, false, decided())).toBe(0);
  // All are there: those that are left are counted themselves.
  expect(countNow(pages, from, true, false, decided(3, 9))).toBe(2);
});

test('after a decision comes the next undecided candidate, not one before', () => {
  const issues = [7, 3, 9, 1].map(issue);
  expect(nextUndecided(issues, 7, decided(3))).toBe(9);
  expect(nextUndecided(issues, 1, decided())).toBeUndefined();
  expect(nextUndecided(issues, undefined, decided(7))).toBe(3);
});

test('one that came from the evidence leads to the first undecided', () => {
  expect(nextUndecided([7, 3].map(issue), 55, decided(7))).toBe(3);
});

test('steps stop at the ends', () => {
  const issues = [7, 3].map(issue);
  expect(step(issues, 7, 1)).toBe(3);
  expect(step(issues, 3, 1)).toBeUndefined();
  expect(step(issues, 7, -1)).toBeUndefined();
  expect(step(issues, 55, 1)).toBe(7);
  expect(step([], 55, 1)).toBeUndefined();
});
