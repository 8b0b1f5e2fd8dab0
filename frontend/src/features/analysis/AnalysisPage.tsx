import { Button, Skeleton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ApiError } from '../../client/api';
import { analysesQuery, pageQuery } from '../../client/queries';
import type { Page } from '../../client/types';
import { ErrorMessage } from '../../shared/Message';
import { SamplePanel } from '../sample/SamplePanel';
import classes from './AnalysisPage.module.css';
import { Header } from './Header';
import { AnalysisPageContext, toPageData } from './page';
import { Tabs } from './Tabs';
import { Unfinished } from './Unfinished';

const route = getRouteApi('/analyses/$analysisId');

export function AnalysisPage() {
  const { analysisId } = route.useParams();
  const { data: state } = useQuery({
    ...analysesQuery,
    enabled: false,
    select: (analyses) => analyses.find(({ id }) => id === analysisId)?.state,
  });
  const unfinished = state !== undefined && state !== 'done';
  const { data, error } = useQuery({ ...pageQuery(analysisId), enabled: !unfinished });
  if (data && !unfinished) return <Finished key={analysisId} page={data} />;
  if (unfinished || (error instanceof ApiError && error.kind === 'conflict'))
    return <Unfinished analysisId={analysisId} />;
  if (error)
    return (
      <ErrorMessage error={error}>
        <Button renderRoot={(props) => <Link to="/" {...props} />}>All analyses</Button>
      </ErrorMessage>
    );
  return <Loading />;
}

function Finished({ page }: { page: Page }) {
  const data = useMemo(() => toPageData(page), [page]);
  useDocumentTitle(`${page.analysis.name} · lpNTK`);
  return (
    <AnalysisPageContext value={data}>
      <div className={classes.page}>
        <div className={classes.left}>
          <Header analysis={page.analysis} />
          <Tabs />
          <div className={classes.view}>
            <Outlet />
          </div>
        </div>
        <SamplePanel />
      </div>
    </AnalysisPageContext>
  );
}

function Loading() {
  return (
    <div className={classes.page} aria-busy aria-label="Loading">
      <div className={classes.left}>
        <div className={classes.skeleton}>
          <Skeleton height={26} width={240} />
          <Skeleton height={34} width="70%" mt="sm" />
          <Skeleton height={420} mt="xl" />
        </div>
      </div>
    </div>
  );
}
