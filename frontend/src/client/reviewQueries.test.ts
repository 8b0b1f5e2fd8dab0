import { expect, test } from 'vitest';
import type { Decision, LabelIssues } from './types';
import { ISSUES_A_PAGE, labelIssuesQuery } from './reviewQueries';

function page(first: number, count = ISSUES_A_PAGE): LabelIssues {
  const issues = Array.from({ length: count }, (_, i) => ({ index: first + i }));
  return { issues } as unknown as LabelIssues;
}

function nextFrom(pages: LabelIssues[], undecided: true | undefined, ...decided: number[]) {
  const current = new Map(decided.map((index) => [index, {} as Decision]));
  const { getNextPageParam } = labelIssuesQuery(1, { by: 'rank', undecided }, () => current);
  const last = pages.at(-1);
  return last && getNextPageParam(last, pages, { offset: 0, decided: 0 }, []);
}

test('a page begins where those before it end', () => {
  expect(nextFrom([page(0)], undefined, 3)).toEqual({ offset: 100, decided: 0 });
  expect(nextFrom([page(0), page(100)], undefined)).toEqual({ offset: 200, decided: 0 });
});

test('of the undecided, those decided since are no longer in the server’s list', () => {
  expect(nextFrom([page(0)], true, 3, 4, 1000)).toEqual({ offset: 98, decided: 2 });
});

test('what two pages hold is counted once', () => {
  expect(nextFrom([page(0), page(99)], true)).toEqual({ offset: 199, decided: 0 });
});

test('after a page that is not full there is none', () => {
  expect(nextFrom([page(0, 40)], undefined)).toBeUndefined();
});
