import { Skeleton, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../client/ErrorMessage';
import { optionsQuery } from '../../client/queries';
import { AnalysisForm } from './AnalysisForm';
import classes from './NewAnalysisPage.module.css';

export function NewAnalysisPage() {
  useDocumentTitle('New analysis · lpNTK');
  const { data: options, error } = useQuery(optionsQuery);
  return (
    <div className={classes.page}>
      <Title order={1}>New analysis</Title>
      <Text c="dimmed" mb="lg">
        A data set, a classifier, and a kernel. The rest has sensible defaults.
      </Text>
      {options ? <AnalysisForm options={options} /> : error ? <ErrorMessage error={error} /> : <Loading />}
    </div>
  );
}

function Loading() {
  return (
    <div aria-busy aria-label="Loading">
      {[0, 1, 2].map((n) => (
        <Skeleton key={n} height={180} mb="md" />
      ))}
    </div>
  );
}
