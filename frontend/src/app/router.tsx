import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { base } from '../client/base';
import { ClustersView } from '../features/clusters/ClustersView';
import { validateCompareSearch } from '../features/compare/search';
import { DetailsView } from '../features/details/DetailsView';
import { HomePage } from '../features/home/HomePage';
import { ImagesView } from '../features/images/ImagesView';
import { LabelsView } from '../features/labels/LabelsView';
import { MapView } from '../features/map/MapView';
import { validateNewSearch } from '../features/new-analysis/search';
import { StandoutView } from '../features/standout/StandoutView';
import { validateAnalysisSearch } from '../selection/search';
import { AnalysisRoute } from './AnalysisRoute';
import { CrashPage, NotFoundPage } from './Fallbacks';
import { Shell } from './Shell';

const rootRoute = createRootRoute({ component: Shell });

const analysesRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });
const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new',
  validateSearch: validateNewSearch,
  component: lazyRouteComponent(() => import('../features/new-analysis/NewAnalysisPage'), 'NewAnalysisPage'),
});

const numbers = {
  parse: ({ first, second }: { first: string; second: string }) => ({
    first: Number(first),
    second: Number(second),
  }),
  stringify: ({ first, second }: { first: number; second: number }) => ({
    first: String(first),
    second: String(second),
  }),
};
const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare/$first/$second',
  params: numbers,
  validateSearch: validateCompareSearch,
  component: lazyRouteComponent(() => import('../features/compare/ComparePage'), 'ComparePage'),
});

const analysisRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/analyses/$analysisId',
  params: {
    parse: ({ analysisId }) => ({ analysisId: Number(analysisId) }),
    stringify: ({ analysisId }) => ({ analysisId: String(analysisId) }),
  },
  validateSearch: validateAnalysisSearch,
  component: AnalysisRoute,
});

const view = { getParentRoute: () => analysisRoute };
const analysisViews = [
  createRoute({
    ...view,
    path: '/',
    beforeLoad: ({ params, search }) => {
      throw redirect({ to: '/analyses/$analysisId/standout', params, search, replace: true });
    },
  }),
  createRoute({ ...view, path: 'standout', component: StandoutView }),
  createRoute({ ...view, path: 'map', component: MapView }),
  createRoute({ ...view, path: 'images', component: ImagesView }),
  createRoute({ ...view, path: 'clusters', component: ClustersView }),
  createRoute({ ...view, path: 'labels', component: LabelsView }),
  createRoute({
    ...view,
    path: 'pruning',
    component: lazyRouteComponent(() => import('../features/pruning/PruningView'), 'PruningView'),
  }),
  createRoute({
    ...view,
    path: 'kernel',
    component: lazyRouteComponent(() => import('../features/kernel/KernelView'), 'KernelView'),
  }),
  createRoute({
    ...view,
    path: 'statistics',
    component: lazyRouteComponent(() => import('../features/statistics/StatisticsView'), 'StatisticsView'),
  }),
  createRoute({
    ...view,
    path: 'experiments',
    component: lazyRouteComponent(() => import('../features/experiments/ExperimentsView'), 'ExperimentsView'),
  }),
  createRoute({ ...view, path: 'details', component: DetailsView }),
] as const;

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    analysesRoute,
    newRoute,
    compareRoute,
    analysisRoute.addChildren(analysisViews),
  ]),
  basepath: base === '' ? '/' : base,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
  // What a view is made of comes when the pointer is on the way to it.
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
