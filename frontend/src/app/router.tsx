import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { base } from '../client/base';
import { ClustersView } from '../features/clusters/ClustersView';
import { DetailsView } from '../features/details/DetailsView';
import { ExperimentsView } from '../features/experiments/ExperimentsView';
import { HomePage } from '../features/home/HomePage';
import { ImagesView } from '../features/images/ImagesView';
import { KernelView } from '../features/kernel/KernelView';
import { LabelsView } from '../features/labels/LabelsView';
import { MapView } from '../features/map/MapView';
import { NewAnalysisPage } from '../features/new-analysis/NewAnalysisPage';
import { validateNewSearch } from '../features/new-analysis/search';
import { PruningView } from '../features/pruning/PruningView';
import { StandoutView } from '../features/standout/StandoutView';
import { StatisticsView } from '../features/statistics/StatisticsView';
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
  component: NewAnalysisPage,
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
  createRoute({ ...view, path: 'pruning', component: PruningView }),
  createRoute({ ...view, path: 'kernel', component: KernelView }),
  createRoute({ ...view, path: 'statistics', component: StatisticsView }),
  createRoute({ ...view, path: 'experiments', component: ExperimentsView }),
  createRoute({ ...view, path: 'details', component: DetailsView }),
] as const;

export const router = createRouter({
  routeTree: rootRoute.addChildren([analysesRoute, newRoute, analysisRoute.addChildren(analysisViews)]),
  basepath: base === '' ? '/' : base,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
