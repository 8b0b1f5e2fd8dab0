import { useOptions } from '../../client/options';
import { useAnalysisPage } from '../../selection/page';
import classes from './PanelHint.module.css';

/** What the panel is for, before anything is selected. */
export function PanelHint() {
  const { relations } = useOptions();
  const { label_vector_note } = useAnalysisPage().analysis;
  return (
    <div className={classes.hint}>
      <p>It opens here with the samples to which it matters most, in three groups:</p>
      <dl>
        {relations.map(({ relation, title, means }) => (
          <div key={relation}>
            <dt>
              <i style={{ background: `var(--${relation})` }} />
              {title}
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      {label_vector_note !== null && <p className={classes.note}>{label_vector_note}</p>}
    </div>
  );
}
