import { ResidualButton } from '../../jobs/ResidualButton';
import { useAnalysisPage } from '../../selection/page';
import classes from './NeighbourSection.module.css';

/** Why there may be no contradiction to show, where the label vector is why, and the way to one that shows them. */
export function NothingContradicts() {
  const { analysis } = useAnalysisPage();
  if (analysis.label_vector_note === null) return null;
  return (
    <div className={classes.note}>
      <p>{analysis.label_vector_note}</p>
      <ResidualButton analysis={analysis} />
    </div>
  );
}
