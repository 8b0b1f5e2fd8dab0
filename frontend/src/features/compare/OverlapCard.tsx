import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { overlapQuery } from '../../client/compareQueries';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { Comparison } from '../../client/types';
import { formatNumberOf, formatShare } from '../../shared/format';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import classes from './ComparePage.module.css';
import { overlapBars } from './overlap';
import { useTwo } from './two';

/** How many samples keep how much of their neighbourhood. */
export function OverlapCard({ data: { nearest } }: { data: Comparison }) {
  const { first, second } = useTwo();
  const { data: overlap, error } = useQuery(
    overlapQuery({ first: first.analysis.id, second: second.analysis.id }),
  );
  const bars = useMemo(() => overlap && overlapBars(overlap), [overlap]);
  const largest = Math.max(1, ...(bars ?? []).map(({ count }) => count));
  return (
    <section className={classes.card} aria-label="Overlap of neighbours">
      <Title order={2}>Overlap of neighbours</Title>
      <Text size="sm" c="dimmed">
        How many samples have how much of their {nearest} most similar in both: on the left nothing, on the
        right all.
      </Text>
      {error ? (
        <ErrorMessage error={error} />
      ) : bars ? (
        <ul className={classes.bars}>
          {bars.map(({ low, high, count }) => {
            const words = `${formatNumberOf(count, 'sample')} with ${formatShare(low, 0)} to ${formatShare(high, 0)} in both`;
            return (
              <li key={low} title={words}>
                <VisuallyHidden>{words}</VisuallyHidden>
                <i style={{ height: `${String((100 * count) / largest)}%` }} />
                <span aria-hidden>{Math.round(100 * low)} %</span>
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
