import { Link } from '@tanstack/react-router';
import classes from './Tabs.module.css';

const VIEWS = [
  { to: '/analyses/$analysisId/standout', title: 'What stands out' },
  { to: '/analyses/$analysisId/map', title: 'Map' },
  { to: '/analyses/$analysisId/images', title: 'Images' },
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
          {title}
        </Link>
      ))}
    </nav>
  );
}
