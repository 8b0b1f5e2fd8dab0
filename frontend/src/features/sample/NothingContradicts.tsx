import { useAnalysisPage } from '../../selection/page';
import classes from './NeighbourSection.module.css';

/** Why there may be no contradiction to show, where the label vector is why. */
export function NothingContradicts() {
  const { label_vector_note } = useAnalysisPage().analysis;
  return label_vector_note === null ? null : <p className={classes.note}>{label_vector_note}</p>;
}
