import type { ReactNode } from 'react';
import { Skeleton, Text, Title } from '@mantine/core';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { FigureKind } from '../../client/types';
import { useFigure } from '../../client/useFigure';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { Intro } from '../../shared/Intro';
import { Plot } from '../../shared/Plot';
import { SimilarityCard } from './SimilarityCard';
import classes from './StatisticsView.module.css';

/** The whole data set at a glance. */
export function StatisticsView() {
  const { analysis, scores } = useAnalysisPage();
  const { label_vector_note } = analysis;
  const knowsEpochs = scores.includes('data_iq_group');
  return (
    <div className={classes.view}>
      <Intro>
        The whole data set in numbers: how alike its samples are, which classes help each other, and how much
        is redundant or rare. The thresholds that you set here hold for the whole page.
      </Intro>
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
        {knowsEpochs && (
          <Card
            title="Confidence and uncertainty"
            text="How sure the classifier was of each label during its training, and how undecided (Data-IQ)."
          >
            <DataIq />
          </Card>
        )}
      </div>
      {!knowsEpochs && (
        <p className={classes.note}>
          Confidence and uncertainty (Data-IQ) are made of what the classifier says after each epoch, and of
          this one’s training that is not known: it was loaded, or trained for one epoch.
        </p>
      )}
    </div>
  );
}

/** Every sample by how it was learnt; a click selects it. */
function DataIq() {
  const { analysis } = useAnalysisPage();
  const [, update] = useAnalysisSearch();
  const { data: figure, error } = useFigure(analysis.id, 'data-iq');
  return (
    <div className={classes.figure}>
      {error ? (
        <ErrorMessage error={error} />
      ) : figure ? (
        <Plot
          data={figure.data}
          layout={figure.layout}
          label="Confidence and uncertainty: one point a sample, before the groups easy, ambiguous and hard."
          onPointClick={({ points }) => {
            const index = Number(points[0]?.customdata);
            if (Number.isInteger(index)) update({ sample: index });
          }}
        />
      ) : (
        <Skeleton height="100%" />
      )}
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
