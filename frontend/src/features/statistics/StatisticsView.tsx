import type { ReactNode } from 'react';
import { Skeleton, Text, Title } from '@mantine/core';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { FigureKind } from '../../client/types';
import { useFigure } from '../../client/useFigure';
import { useAnalysisPage } from '../../selection/page';
import { Plot } from '../../shared/Plot';
import { SimilarityCard } from './SimilarityCard';
import classes from './StatisticsView.module.css';

/** The whole data set at a glance. */
export function StatisticsView() {
  const { label_vector_note } = useAnalysisPage().analysis;
  return (
    <div className={classes.view}>
      <SimilarityCard />
      {label_vector_note !== null && <p className={classes.note}>{label_vector_note}</p>}
      <div className={classes.pair}>
        <FigureCard
          kind="class-means"
          title="Similarity between classes"
          text="Mean similarity of the samples of one class to those of another."
        />
        <FigureCard
          kind="cluster-sizes"
          title="Sizes of clusters"
          text="A few large clusters hold what is redundant; the long tail holds what is rare."
        />
      </div>
    </div>
  );
}

function FigureCard({ kind, title, text }: { kind: FigureKind; title: string; text: string }) {
  const { analysis } = useAnalysisPage();
  const { data: figure, error } = useFigure(analysis.id, kind);
  return (
    <Card title={title} text={text}>
      <div className={classes.figure}>
        {error ? (
          <ErrorMessage error={error} />
        ) : figure ? (
          <Plot data={figure.data} layout={figure.layout} label={`${title}. ${text}`} />
        ) : (
          <Skeleton height="100%" />
        )}
      </div>
    </Card>
  );
}

function Card({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.card} aria-label={title}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      {children}
    </section>
  );
}
