import { useOptions } from '../../client/options';
import { ResidualButton } from '../../jobs/ResidualButton';
import { useAnalysisPage } from '../../selection/page';
import classes from './PanelHint.module.css';

/** What the panel is for, before anything is selected. */
export function PanelHint() {
  const { relations } = useOptions();
  const { analysis } = useAnalysisPage();
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
      {analysis.label_vector_note !== null && <p className={classes.note}>{analysis.label_vector_note}</p>}
      <ResidualButton analysis={analysis} />
    </div>
  );
}
