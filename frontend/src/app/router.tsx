import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { base } from '../client/base';
import { validateCompareSearch } from '../features/compare/search';
import { HomePage } from '../features/home/HomePage';
import { ImagesView } from '../features/images/ImagesView';
import { MapView } from '../features/map/MapView';
import { validateNewSearch } from '../features/new-analysis/search';
import { StandoutView } from '../features/standout/StandoutView';
import { validateAnalysisSearch } from '../selection/search';
import { AnalysisRoute } from './AnalysisRoute';
import { CrashPage, NotFoundPage } from './Fallbacks';
import { Shell } from './Shell';

/** The views that come when somebody goes there: the first ones are drawn without them. */
const later = {
  compare: lazyRouteComponent(() => import('../features/compare/ComparePage'), 'ComparePage'),
  apiDocs: lazyRouteComponent(() => import('../features/api-docs/ApiDocsPage'), 'ApiDocsPage'),
  clusters: lazyRouteComponent(() => import('../features/clusters/ClustersView'), 'ClustersView'),
  details: lazyRouteComponent(() => import('../features/details/DetailsView'), 'DetailsView'),
  experiments: lazyRouteComponent(() => import('../features/experiments/ExperimentsView'), 'ExperimentsView'),
  kernel: lazyRouteComponent(() => import('../features/kernel/KernelView'), 'KernelView'),
  labels: lazyRouteComponent(() => import('../features/labels/LabelsView'), 'LabelsView'),
  new: lazyRouteComponent(() => import('../features/new-analysis/NewAnalysisPage'), 'NewAnalysisPage'),
  pruning: lazyRouteComponent(() => import('../features/pruning/PruningView'), 'PruningView'),
  statistics: lazyRouteComponent(() => import('../features/statistics/StatisticsView'), 'StatisticsView'),
};

/** The number of an analysis in an address; elsewhere there is no page. */
function numberIn(text: string): number {
  if (!/^\d+$/.test(text)) throw notFound();
  return Number(text);
}

const rootRoute = createRootRoute({ component: Shell });

const analysesRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });
const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new',
  validateSearch: validateNewSearch,
  component: later.new,
});

const docsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/docs', component: later.apiDocs });
const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare/$first/$second',
  params: {
    parse: ({ first, second }) => ({ first: numberIn(first), second: numberIn(second) }),
    stringify: ({ first, second }) => ({ first: String(first), second: String(second) }),
  },
  validateSearch: validateCompareSearch,
  component: later.compare,
});

const analysisRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/analyses/$analysisId',
  params: {
    parse: ({ analysisId }) => ({ analysisId: numberIn(analysisId) }),
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
  createRoute({ ...view, path: 'clusters', component: later.clusters }),
  createRoute({ ...view, path: 'labels', component: later.labels }),
  createRoute({ ...view, path: 'pruning', component: later.pruning }),
  createRoute({ ...view, path: 'kernel', component: later.kernel }),
  createRoute({ ...view, path: 'statistics', component: later.statistics }),
  createRoute({ ...view, path: 'experiments', component: later.experiments }),
  createRoute({ ...view, path: 'details', component: later.details }),
] as const;

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    analysesRoute,
    newRoute,
    docsRoute,
    compareRoute,
    analysisRoute.addChildren(analysisViews),
  ]),
  basepath: base === '' ? '/' : base,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
