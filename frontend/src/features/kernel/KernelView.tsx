import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { kernelOrderQuery, kernelQuery, spectrumQuery } from '../../client/kernelQueries';
import type { FigureKind } from '../../client/types';
import { useFigure } from '../../client/useFigure';
import { useAnalysisPage } from '../../selection/page';
import { Intro } from '../../shared/Intro';
import { Message } from '../../shared/Message';
import { Plot } from '../../shared/Plot';
import { HeatMap } from './HeatMap';
import classes from './KernelView.module.css';

/** The kernel as a whole: all pairs, its directions, and its classes. */
export function KernelView() {
  const { analysis } = useAnalysisPage();
  const { data: kernel, error } = useQuery(kernelQuery(analysis.id));
  if (error) return <ErrorMessage error={error} />;
  if (!kernel) return <Skeleton height="100%" />;
  const { source, why_not, words } = kernel;
  const bySketch = words === null ? '' : ` ${words}`;
  return (
    <div className={classes.view}>
      <Intro>
        The whole kernel at a glance: blue where learning one sample helps the other, orange where it hurts.
        Drag to zoom into a block, click to open a sample; blocks off the diagonal are classes that help or
        hurt each other.
      </Intro>
      <div className={classes.flow}>
        <section className={classes.card} aria-label="All pairs">
          <Title order={2}>All pairs</Title>
          <Text size="sm" c="dimmed">
            How much learning one sample helps another, by class, then by cluster, the largest first.
            {bySketch}
          </Text>
          {source === null ? (
            <Message title="All pairs are not stored">
              <p>{why_not}</p>
            </Message>
          ) : (
            <Pairs boundaries={kernel.boundaries} />
          )}
        </section>
        {source !== null && (
          <>
            <FigureCard
              kind="within-between"
              title="Within and between classes"
              text={`How similar two samples of the same class are, and two of different classes.${bySketch}`}
            />
            <FigureCard kind="spectrum" title="Spectrum" text={<SpectrumWords />} />
          </>
        )}
        <FigureCard
          kind="class-means"
          title="Classes"
          text="Mean similarity of the samples of one class to those of another."
        />
      </div>
    </div>
  );
}

function Pairs({ boundaries }: { boundaries: readonly number[] }) {
  const { analysis } = useAnalysisPage();
  const { data: order, error } = useQuery(kernelOrderQuery(analysis.id));
  if (error) return <ErrorMessage error={error} />;
  return order ? <HeatMap order={order} boundaries={boundaries} /> : <Skeleton height={480} mt="sm" />;
}

function SpectrumWords() {
  const { analysis } = useAnalysisPage();
  const { data, error } = useQuery(spectrumQuery(analysis.id));
  return error ? error.message : (data?.words ?? 'How many directions the kernel has …');
}

function FigureCard({ kind, title, text }: { kind: FigureKind; title: string; text: ReactNode }) {
  const { analysis } = useAnalysisPage();
  const { data: figure, error } = useFigure(analysis.id, kind);
  return (
    <section className={classes.card} aria-label={title}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      <div className={classes.figure}>
        {error ? (
          <ErrorMessage error={error} />
        ) : figure ? (
          <Plot data={figure.data} layout={figure.layout} label={title} />
        ) : (
          <Skeleton height="100%" />
        )}
      </div>
    </section>
  );
}
