import { Skeleton, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { comparisonQuery } from '../../client/compareQueries';
import { ErrorMessage } from '../../client/ErrorMessage';
import { pageQuery } from '../../client/queries';
import { toPageData } from '../../selection/page';
import { Intro } from '../../shared/Intro';
import { Agreement } from './Agreement';
import { ChangedList } from './ChangedList';
import classes from './ComparePage.module.css';
import { OverlapCard } from './OverlapCard';
import { ScoreCard } from './ScoreCard';
import { TwoContext } from './two';
import { usePlanAsked } from './usePlanAsked';

const route = getRouteApi('/compare/$first/$second');

/** Two analyses of the same data: how far they agree, and where they differ. */
export function ComparePage() {
  const { first, second } = route.useParams();
  const { strategy, keep } = usePlanAsked();
  const { pages, error } = useQueries({
    queries: [pageQuery(first), pageQuery(second)],
    combine: ([one, other]) => ({
      pages: one.data && other.data ? ([one.data, other.data] as const) : undefined,
      error: one.error ?? other.error,
    }),
  });
  const two = useMemo(
    () =>
      pages && {
        first: toPageData(pages[0].page, pages[0].base),
        second: toPageData(pages[1].page, pages[1].base),
      },
    [pages],
  );
  const comparison = useQuery({ ...comparisonQuery({ first, second }, strategy, keep), retry: false });
  useDocumentTitle(
    two ? `${two.first.analysis.name} and ${two.second.analysis.name} · lpNTK` : 'Compare · lpNTK',
  );
  const failure = error ?? comparison.error;
  if (failure) return <ErrorMessage error={failure} />;
  if (!two || !comparison.data) return <Skeleton height={400} width="auto" m="xl" />;
  const { data } = comparison;
  return (
    <TwoContext value={two}>
      <div className={classes.page}>
        <Title order={1} className={classes.title}>
          <AnalysisLink id={first} name={two.first.analysis.name} /> <span className="muted">and</span>{' '}
          <AnalysisLink id={second} name={two.second.analysis.name} />
        </Title>
        <Intro>
          The same samples in two analyses: what both say is of the data, what only one says is of its model,
          its labels or its label vector.
        </Intro>
        <Agreement data={data} isStale={comparison.isPlaceholderData} />
        <div className={classes.columns}>
          <ChangedList data={data} />
          <div className={classes.side}>
            <OverlapCard data={data} />
            <ScoreCard data={data} />
          </div>
        </div>
      </div>
    </TwoContext>
  );
}

function AnalysisLink({ id, name }: { id: number; name: string }) {
  return (
    <Link to="/analyses/$analysisId/standout" params={{ analysisId: id }}>
      {name}
    </Link>
  );
}
