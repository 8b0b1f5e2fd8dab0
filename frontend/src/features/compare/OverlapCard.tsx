import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { overlapQuery } from '../../client/compareQueries';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { Comparison } from '../../client/types';
import { formatCount, formatNumberOf } from '../../shared/format';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import classes from './ComparePage.module.css';
import { overlapBars } from './overlap';
import { useTwo } from './two';

/** How many samples keep how many of their neighbours. */
export function OverlapCard({ data: { nearest } }: { data: Comparison }) {
  const { first, second } = useTwo();
  const { data: overlap, error } = useQuery(
    overlapQuery({ first: first.analysis.id, second: second.analysis.id }),
  );
  const bars = useMemo(() => overlap && overlapBars(overlap, nearest), [overlap, nearest]);
  const largest = Math.max(1, ...(bars ?? []));
  return (
    <section className={classes.card} aria-label="Overlap of neighbours">
      <Title order={2}>Overlap of neighbours</Title>
      <Text size="sm" c="dimmed">
        How many samples have 0, 1, … and {nearest} of their {nearest} most similar in both analyses.
      </Text>
      {error ? (
        <ErrorMessage error={error} />
      ) : bars ? (
        <ul className={classes.bars}>
          {bars.map((count, inBoth) => {
            const words = `${formatNumberOf(count, 'sample')} with ${formatCount(inBoth)} of ${formatCount(nearest)} in both`;
            return (
              <li key={inBoth} title={words}>
                <VisuallyHidden>{words}</VisuallyHidden>
                <i style={{ height: `${String((100 * count) / largest)}%` }} />
                <span aria-hidden>{formatCount(inBoth)}</span>
              </li>
            );
          })}
        </ul>
      ) : (
        <Skeleton height={140} />
      )}
    </section>
  );
}
