import { useAnalysisPage } from '../analysis/page';
import { StageStepper } from '../analyses/StageStepper';
import classes from './DetailsView.module.css';
import { SettingsTable } from './SettingsTable';

/** How an analysis came about: enough to do it again. */
export function DetailsView() {
  const { analysis } = useAnalysisPage();
  return (
    <div className={classes.view}>
      <StageStepper stages={analysis.stages} running={undefined} />
      <SettingsTable analysis={analysis} />
    </div>
  );
}
