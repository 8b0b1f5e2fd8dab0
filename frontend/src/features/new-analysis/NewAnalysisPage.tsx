import { Skeleton, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ErrorMessage } from '../../client/ErrorMessage';
import { analysesQuery } from '../../client/queries';
import { Message } from '../../shared/Message';
import { AnalysisForm } from './AnalysisForm';
import classes from './NewAnalysisPage.module.css';

const route = getRouteApi('/new');

export function NewAnalysisPage() {
  const { like } = route.useSearch();
  useDocumentTitle('New analysis · lpNTK');
  return (
    <div className={classes.page}>
      {like === undefined ? <Blank /> : <Like key={like} analysisId={like} />}
    </div>
  );
}

function Blank() {
  return (
    <>
      <Title order={1}>New analysis</Title>
      <Text c="dimmed" mb="lg">
        A data set, a classifier, and a kernel. The rest has sensible defaults.
      </Text>
      <AnalysisForm />
    </>
  );
}

/** The form as it was filled in for an analysis that is there. */
function Like({ analysisId }: { analysisId: number }) {
  const { data, error } = useQuery(analysesQuery);
  const analysis = data?.find(({ id }) => id === analysisId);
  if (error && !data) return <ErrorMessage error={error} />;
  if (!data) return <Skeleton height={400} />;
  if (!analysis) return <Message title={`There is no analysis ${String(analysisId)}`} />;
  return (
    <>
      <Title order={1}>Again, with other settings</Title>
      <Text c="dimmed" mb="lg">
        The settings of “{analysis.name}”. While you leave data and classifier as they are, nothing is trained
        again.
      </Text>
      <AnalysisForm like={analysis.request} />
    </>
  );
}
