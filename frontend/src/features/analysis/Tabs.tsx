import { Link } from '@tanstack/react-router';
import { capitalised } from '../../shared/format';
import classes from './Tabs.module.css';
import { useModality } from '../../selection/preview/modalities';

const VIEWS = [
  { to: '/analyses/$analysisId/standout', title: 'What stands out' },
  { to: '/analyses/$analysisId/map', title: 'Map' },
  // As its samples are called.
  { to: '/analyses/$analysisId/images', title: undefined },
  { to: '/analyses/$analysisId/clusters', title: 'Clusters' },
  { to: '/analyses/$analysisId/labels', title: 'Labels' },
  { to: '/analyses/$analysisId/pruning', title: 'Pruning' },
  { to: '/analyses/$analysisId/kernel', title: 'Kernel' },
  { to: '/analyses/$analysisId/statistics', title: 'Statistics' },
  { to: '/analyses/$analysisId/experiments', title: 'Experiments' },
  { to: '/analyses/$analysisId/details', title: 'Details' },
] as const;

/** The views of one analysis; what is selected and filtered goes along. */
export function Tabs() {
  const { one } = useModality();
  return (
    <nav className={classes.tabs} aria-label="Views of this analysis">
      {VIEWS.map(({ to, title }) => (
        <Link
          key={to}
          from="/analyses/$analysisId"
          to={to}
          search={(previous) => previous}
          activeOptions={{ includeSearch: false }}
          className={classes.tab}
        >
          {title ?? capitalised(`${one}s`)}
        </Link>
      ))}
    </nav>
  );
}
