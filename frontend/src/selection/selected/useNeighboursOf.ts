import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sampleQuery } from '../../client/queries';
import { formatCount } from '../../shared/format';
import { useAnalysisPage } from '../page';
import { holds, ruleText, type Rule } from '../relations';
import { useRules } from '../useRules';

/** Of so many samples neighbours are asked for: each is a request of its own. */
export const MOST_ASKED = 200;
const AT_A_TIME = 6;

/** The rows of those that are interchangeable with some samples, and what was found in words. */
export interface Neighbourhood {
  rows: number[];
  words: string;
}

/** Asks for the interchangeable neighbours of the first samples of some rows. */
export function useNeighboursOf(onFound: (found: Neighbourhood) => void, onError: (error: Error) => void) {
  const { analysis, samples, rowOf } = useAnalysisPage();
  const rule = useRules().find(({ relation }) => relation === 'interchangeable');
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (rows: Uint32Array) => {
      const asked = Array.from(rows.subarray(0, MOST_ASKED), (row) => samples.index[row] ?? 0);
      const found = new Set<number>();
      await inTurns(asked, async (index) => {
        const { neighbours } = await queryClient.fetchQuery(sampleQuery(analysis.id, index, false));
        for (const { index: other, similarity } of neighbours.interchangeable) {
          const row = rowOf.get(other);
          if (rule && holds(rule, similarity) && row !== undefined) found.add(row);
        }
      });
      for (const row of rows) found.delete(row);
      return { rows: [...found], words: foundWords(found.size, asked.length, rows.length, rule) };
    },
    onSuccess: onFound,
    onError,
  });
}

function foundWords(found: number, asked: number, of: number, rule: Rule | undefined): string {
  const whose = asked < of ? `the first ${formatCount(asked)} of them` : 'them';
  const at = rule ? ` at ${ruleText(rule)}` : '';
  return found === 0
    ? `No other sample is interchangeable with ${whose}${at}.`
    : `${formatCount(found)} more: the neighbours of ${whose}${at}.`;
}

/** Does something for each, a few at the same time; the first error ends it. */
async function inTurns(things: readonly number[], work: (thing: number) => Promise<void>): Promise<void> {
  const rest = things.values();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (const thing of rest) await work(thing);
    }),
  );
}
