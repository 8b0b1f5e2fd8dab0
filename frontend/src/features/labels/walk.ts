/** The way through the candidates: in the order of their ranking, page by page as it is loaded. */

import type { LabelIssue, LabelIssues } from '../../client/types';
import type { IssuesFrom } from '../../client/reviewQueries';

/** All loaded candidates, each once: a page may repeat the end of the one before where decisions came between. */
export function loadedIssues(pages: readonly LabelIssues[]): LabelIssue[] {
  const byIndex = new Map<number, LabelIssue>();
  for (const issue of pages.flatMap(({ issues }) => issues)) {
    if (!byIndex.has(issue.index)) byIndex.set(issue.index, issue);
  }
  return [...byIndex.values()];
}

type Decided = (index: number) => boolean;

export function shownIssues(
  issues: readonly LabelIssue[],
  undecidedOnly: boolean,
  isDecided: Decided,
): LabelIssue[] {
  return undecidedOnly ? issues.filter(({ index }) => !isDecided(index)) : [...issues];
}

/** How many candidates pass the filters now, loaded or not. */
export function countNow(
  pages: readonly LabelIssues[],
  from: readonly IssuesFrom[],
  undecidedOnly: boolean,
  hasMore: boolean,
  isDecided: Decided,
): number {
  const total = pages.at(-1)?.total ?? 0;
  if (!undecidedOnly) return total;
  const loaded = loadedIssues(pages);
  const decided = loaded.filter(({ index }) => isDecided(index)).length;
  if (!hasMore) return loaded.length - decided;
  return Math.max(0, total - (decided - (from.at(-1)?.decided ?? 0)));
}

/** The next undecided candidate after one, or of all where none is given. */
export function nextUndecided(
  issues: readonly LabelIssue[],
  after: number | undefined,
  isDecided: Decided,
): number | undefined {
  const place = issues.findIndex(({ index }) => index === after);
  return issues.slice(place + 1).find(({ index }) => index !== after && !isDecided(index))?.index;
}

/** The candidate that many steps further; undefined past the ends. From one that is not listed, the first. */
export function step(
  issues: readonly LabelIssue[],
  from: number | undefined,
  by: 1 | -1,
): number | undefined {
  const place = issues.findIndex(({ index }) => index === from);
  return place < 0 ? issues[0]?.index : issues[place + by]?.index;
}
