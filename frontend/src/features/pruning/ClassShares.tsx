import { useMemo } from 'react';
import { sharesOf, type Plan } from '../../selection/plan';
import { className, useAnalysisPage } from '../../selection/page';
import { useSearchPart, useUpdateSearch } from '../../selection/useAnalysisSearch';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { formatCount, formatNumberOf } from '../../shared/format';
import classes from './ClassShares.module.css';

/** How many of each class go; a click narrows the list below to that class. */
export function ClassShares({ plan }: { plan: Plan }) {
  const { samples, classNames } = useAnalysisPage();
  const only = useSearchPart((search) => search.class);
  const update = useUpdateSearch();
  const shares = useMemo(() => sharesOf(plan, samples.label, classNames.length), [plan, samples, classNames]);
  const largest = Math.max(1, ...shares.map(({ total }) => total));
  return (
    <ul className={classes.shares} aria-label="How many of each class go">
      {shares.map(({ label, total, kept, pruned }) => {
        const name = className(classNames, label);
        const chosen = only === label;
        return (
          <li key={label}>
            <button
              type="button"
              className={classes.share}
              aria-pressed={chosen}
              onClick={() => {
                update({ class: chosen ? undefined : label });
              }}
            >
              <span className={classes.words}>
                <strong>{name}</strong>
                <span className="numbers">
                  <VisuallyHidden>: {formatNumberOf(kept, 'sample')} stay, </VisuallyHidden>−
                  {formatCount(pruned)} of {formatCount(total)}
                  <VisuallyHidden> go</VisuallyHidden>
                </span>
              </span>
              <span className={classes.track} style={{ width: `${String((100 * total) / largest)}%` }}>
                <span style={{ width: `${String((100 * kept) / Math.max(1, total))}%` }} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
