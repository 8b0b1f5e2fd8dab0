import { Title } from '@mantine/core';
import type { Forecast } from '../../client/types';
import { formatCount, formatPoints, formatShare } from '../../shared/format';
import { className, useAnalysisPage } from '../page';
import { classChanges, type ClassChange } from './change';
import classes from './ClassChanges.module.css';
import section from './ForecastResult.module.css';

/** The classes that gain and those that lose, as bars to either side. */
export function ClassChanges({ forecast }: { forecast: Forecast }) {
  const changes = classChanges(forecast);
  const same = forecast.classes.filter(({ before }) => before !== null).length - changes.length;
  const largest = Math.max(...changes.map(({ gain }) => Math.abs(gain)));
  return (
    <section className={section.section} aria-label="Classes that gain and lose">
      <Title order={3}>
        {changes.length === 0 ? 'No class gains or loses' : 'Classes that gain and lose'}
        {changes.length > 0 && same > 0 && (
          <span className="muted numbers">{formatCount(same)} stay as they are</span>
        )}
      </Title>
      <ul className={classes.list}>
        {changes.map((change) => (
          <ClassRow key={change.label} change={change} largest={largest} />
        ))}
      </ul>
    </section>
  );
}

function ClassRow({ change, largest }: { change: ClassChange; largest: number }) {
  const { label, before, after, gain } = change;
  const { classNames } = useAnalysisPage();
  const share = (50 * Math.abs(gain)) / largest;
  return (
    <li className={classes.row}>
      <span className={classes.name}>{className(classNames, label)}</span>
      <span className={classes.bar}>
        <span
          data-gains={gain > 0}
          style={{ width: `${String(share)}%`, left: `${String(gain > 0 ? 50 : 50 - share)}%` }}
        />
      </span>
      <span className="muted numbers">
        {formatShare(before)} → {formatShare(after)}
      </span>
      <span className={classes.gain}>{formatPoints(gain)}</span>
    </li>
  );
}
