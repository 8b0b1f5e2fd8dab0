import { UnstyledButton } from '@mantine/core';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { Effect } from '../../client/types';
import type { Groups, Values } from '../../selection/colouring/colouring';
import { encodeHidden, hiddenOf, solo, toggled } from '../../selection/colouring/hidden';
import { useColouring } from '../../selection/colouring/useColouring';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount, formatMeasure } from '../../shared/format';
import { useColours } from '../../shared/palette';
import classes from './Legend.module.css';

const LONGEST = 30;

/** What the colours of the map mean. */
export function Legend() {
  const { colouring, effect, whyNoEffect, error } = useColouring();
  if (error) {
    return (
      <section className={classes.legend} aria-label="Legend">
        <ErrorMessage error={error} />
      </section>
    );
  }
  if (colouring.kind === 'values') return <Scale colouring={colouring} effect={effect} note={whyNoEffect} />;
  if (colouring.groups.length <= LONGEST) return <GroupList colouring={colouring} note={whyNoEffect} />;
  return whyNoEffect === undefined ? null : (
    <section className={classes.legend} aria-label="Legend">
      <Note>{whyNoEffect}</Note>
    </section>
  );
}

function Note({ children }: { children: string }) {
  return <p className={`${classes.note ?? ''} muted`}>{children}</p>;
}

interface GroupListProps {
  colouring: Groups;
  /** What a person should know of it besides. */
  note: string | undefined;
}

function GroupList({ colouring: { title, groups }, note }: GroupListProps) {
  const [{ hide }, update] = useAnalysisSearch();
  const hidden = hiddenOf(hide);
  const show = (next: ReadonlySet<number>) => {
    update({ hide: encodeHidden(next) }, { replace: true });
  };
  return (
    <section className={classes.legend} aria-label={`Legend: ${title}`}>
      <h2>{title}</h2>
      <ul>
        {groups.map(({ name, colour, count }, group) => (
          <li key={group}>
            <UnstyledButton
              className={classes.group}
              aria-pressed={!hidden.has(group)}
              title={`${name}: a click hides or shows it, a double click shows it alone`}
              onClick={() => {
                show(toggled(hidden, group));
              }}
              onDoubleClick={() => {
                show(solo(hidden, group, groups.length));
              }}
            >
              <i style={{ background: colour }} />
              <span>{name}</span>
              <span className="muted numbers">{formatCount(count)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {note !== undefined && <Note>{note}</Note>}
    </section>
  );
}

interface ScaleProps {
  colouring: Values;
  effect: Effect | undefined;
  note: string | undefined;
}

function Scale({ colouring, effect, note = effect?.words }: ScaleProps) {
  const { diverging, sequential } = useColours();
  const { low, high, unit } = colouring;
  const isEffect = colouring.diverging;
  const title = isEffect && effect ? `Learning sample ${String(effect.index)}` : colouring.title;
  const gradient = `linear-gradient(to right, ${(isEffect ? diverging : sequential).join(', ')})`;
  return (
    <section className={classes.legend} aria-label={`Legend: ${title}`}>
      <h2>
        {title}
        {unit !== '' && <span className="muted"> {unit}</span>}
      </h2>
      <div className={classes.scale} style={{ background: gradient }} />
      <div className={classes.ends}>
        {isEffect ? (
          <>
            <span>hurts</span>
            <span>nothing</span>
            <span>helps</span>
          </>
        ) : (
          <>
            <span className="numbers">{formatMeasure(low)}</span>
            <span className="numbers">{formatMeasure(high)}</span>
          </>
        )}
      </div>
      {note !== undefined && <Note>{note}</Note>}
    </section>
  );
}
