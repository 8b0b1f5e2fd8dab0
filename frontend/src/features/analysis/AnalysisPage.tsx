import { Button, Skeleton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { ApiError } from '../../client/api';
import { ErrorMessage } from '../../client/ErrorMessage';
import { analysesQuery, pageQuery } from '../../client/queries';
import type { Columns } from '../../client/columns';
import type { Page } from '../../client/types';
import { Message } from '../../shared/Message';
import { PageTools } from '../../selection/bar/PageTools';
import { AnalysisPageContext, toPageData } from '../../selection/page';
import { STRIP_PLACE } from '../../selection/selected/SelectionStrip';
import { useTellSelection } from '../../selection/selected/useTellSelection';
import { useAllColumnsLater } from '../../selection/useColumns';
import { FilteredContext, useFiltering } from '../../selection/useFiltered';
import classes from './AnalysisPage.module.css';
import { Header } from './Header';
import { Tabs } from './Tabs';
import { Unfinished } from './Unfinished';

const route = getRouteApi('/analyses/$analysisId');

interface AnalysisPageProps {
  /** What stands beside every view of a finished analysis. */
  panel: ReactNode;
  /** What stands in the place of the steps back and forth. */
  steps?: ReactNode;
}

/** One analysis: its results once they are there, else how far it is. */
export function AnalysisPage({ panel, steps }: AnalysisPageProps) {
  const { analysisId } = route.useParams();
  const { data: state } = useQuery({
    ...analysesQuery,
    enabled: false,
    select: (analyses) => analyses.find(({ id }) => id === analysisId)?.state ?? 'gone',
  });
  const isGone = state === 'gone';
  const unfinished = state !== undefined && state !== 'done' && !isGone;
  const { data, error } = useQuery({ ...pageQuery(analysisId), enabled: !unfinished });
  // Drawn in slices, between which the browser answers; at once it would be one long task.
  const found = useDeferredValue(data);
  if (data && isGone)
    return (
      <Message title="This analysis is gone">
        <p>It was deleted while you looked at it.</p>
        <Button renderRoot={(props) => <Link to="/" {...props} />}>All analyses</Button>
      </Message>
    );
  if (data && found?.page.analysis.id === analysisId && !unfinished)
    return <Finished key={analysisId} {...found} panel={panel} steps={steps} />;
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

interface FinishedProps extends AnalysisPageProps {
  page: Page;
  base: Columns;
}

function Finished({ page, base, panel, steps }: FinishedProps) {
  const data = useMemo(() => toPageData(page, base), [page, base]);
  useDocumentTitle(`${page.analysis.name} · lpNTK`);
  return (
    <AnalysisPageContext value={data}>
      <Views panel={panel} steps={steps} />
    </AnalysisPageContext>
  );
}

function Views({ panel, steps }: AnalysisPageProps) {
  const filtered = useFiltering();
  useAllColumnsLater();
  useTellSelection();
  return (
    <FilteredContext value={filtered}>
      <div className={classes.page}>
        <div className={classes.left}>
          <Header />
          <div className={classes.bar}>
            <Tabs />
            <PageTools steps={steps} />
          </div>
          <div id="view" className={classes.view} tabIndex={-1}>
            <Outlet />
          </div>
        </div>
        {panel}
        <div id={STRIP_PLACE} className={classes.strip} />
      </div>
    </FilteredContext>
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
