import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../client/ErrorMessage';
import { embeddingNeighboursQuery } from '../../client/ownColumns';
import type { Embedding, Sample } from '../../client/types';
import { useAnalysisPage } from '../../selection/page';
import { formatCount } from '../../shared/format';
import { NeighbourList } from './NeighbourList';
import classes from './NeighbourSection.module.css';

interface NearestByProps {
  embedding: Embedding;
  sample: Sample;
  /** How many are listed at most. */
  shown: number;
  /** Side of an image in CSS pixels. */
  size: number;
  inLine?: boolean;
}

/** The samples nearest to one in an embedding, and how many of them are nearest by the kernel, too. */
export function NearestBy({
  embedding: { name, task_id, counted },
  sample,
  shown,
  size,
  inLine,
}: NearestByProps) {
  const { analysis } = useAnalysisPage();
  const { data, error } = useQuery(embeddingNeighboursQuery(analysis.id, name, task_id, sample.index));
  if (error) return <ErrorMessage error={error} />;
  if (!data) return <Skeleton height={132} mb="md" />;
  const byKernel = new Set(sample.neighbours.interchangeable.slice(0, counted).map(({ index }) => index));
  const common = data.slice(0, counted).filter(({ index }) => byKernel.has(index)).length;
  const list = { relation: 'interchangeable', of: sample, size, inLine } as const;
  return (
    <section className={classes.section} aria-label={`Nearest by ${name}`}>
      <div className={classes.head}>
        <Title order={3}>Nearest by {name}</Title>
        <span className="numbers">
          {formatCount(common)} of {formatCount(counted)} nearest by the kernel, too
        </span>
      </div>
      <NeighbourList {...list} neighbours={data.slice(0, shown)} />
    </section>
  );
}
