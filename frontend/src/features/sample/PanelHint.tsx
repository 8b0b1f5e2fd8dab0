import { Title } from '@mantine/core';
import { useAnalysisPage } from '../../selection/page';
import { signVectorNote } from '../../selection/signVectorNote';
import { RELATION_TEXT, RELATIONS } from '../../shared/relations';
import classes from './PanelHint.module.css';

/** What the panel is for, before anything is selected. */
export function PanelHint() {
  const { analysis, classNames } = useAnalysisPage();
  const note = signVectorNote(analysis.request.label_vector, classNames.length);
  return (
    <div className={classes.hint}>
      <Title order={2}>Click any image or point</Title>
      <p>It opens here with the samples to which it matters most, in three groups:</p>
      <dl>
        {RELATIONS.map((relation) => (
          <div key={relation}>
            <dt>
              <i style={{ background: `var(--${relation})` }} />
              {RELATION_TEXT[relation].title}
            </dt>
            <dd>{RELATION_TEXT[relation].means}</dd>
          </div>
        ))}
      </dl>
      {note !== null && <p className={classes.note}>{note}</p>}
    </div>
  );
}
