import { Skeleton, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../client/ErrorMessage';
import { analysesQuery } from '../../client/queries';
import type { Analysis } from '../../client/types';
import { AnalysisCard } from './AnalysisCard';
import classes from './HomePage.module.css';
import { Welcome } from './Welcome';

export function HomePage() {
  useDocumentTitle('Analyses · lpNTK');
  const analyses = useQuery(analysesQuery);
  return (
    <div className={classes.page}>
      {analyses.data ? (
        <Analyses analyses={analyses.data} />
      ) : analyses.error ? (
        <ErrorMessage error={analyses.error} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Analyses({ analyses }: { analyses: Analysis[] }) {
  if (analyses.length === 0) return <Welcome />;
  return (
    <>
      <Title order={1} mb="md">
        Analyses
      </Title>
      <Stack gap="sm" component="ul" className={classes.list}>
        {analyses.map((analysis) => (
          <AnalysisCard key={analysis.id} analysis={analysis} />
        ))}
      </Stack>
    </>
  );
}

function Loading() {
  return (
    <Stack gap="sm" aria-label="Loading" aria-busy>
      <Skeleton height={28} width={140} mb="md" />
      {[0, 1, 2].map((n) => (
        <Skeleton key={n} height={84} />
      ))}
    </Stack>
  );
}
