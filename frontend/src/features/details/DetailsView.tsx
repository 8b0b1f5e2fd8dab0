import { SettingsTable } from '../../jobs/SettingsTable';
import { StageStepper } from '../../jobs/StageStepper';
import { useAnalysisPage } from '../../selection/page';
import classes from './DetailsView.module.css';

/** How an analysis came about: enough to do it again. */
export function DetailsView() {
  const { analysis } = useAnalysisPage();
  return (
    <div className={classes.view} role="region" aria-label="Details" tabIndex={0}>
      <StageStepper stages={analysis.stages} running={undefined} />
      <SettingsTable analysis={analysis} />
    </div>
  );
}
