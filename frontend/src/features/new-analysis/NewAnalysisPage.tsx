import { Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { AnalysisForm } from './AnalysisForm';
import classes from './NewAnalysisPage.module.css';

export function NewAnalysisPage() {
  useDocumentTitle('New analysis · lpNTK');
  return (
    <div className={classes.page}>
      <Title order={1}>New analysis</Title>
      <Text c="dimmed" mb="lg">
        A data set, a classifier, and a kernel. The rest has sensible defaults.
      </Text>
      <AnalysisForm />
    </div>
  );
}
