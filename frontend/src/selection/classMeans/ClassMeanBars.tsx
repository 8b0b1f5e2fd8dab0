import { UnstyledButton } from '@mantine/core';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { formatSimilarity } from '../../shared/format';
import { className, useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import classes from './ClassMeanBars.module.css';
import { classMeansShown } from './shown';

interface ClassMeanBarsProps {
  /** The mean of c to the samples of each class; NaN or null where there are none. */
  means: ArrayLike<number | null>;
  /** Of how many classes at most. */
  most: number;
  /** The class of the sample itself. */
  own?: number;
  /** Whether they stand in two columns where there are many. */
  inColumns?: boolean;
}

/** What learning a sample does to each class on average, blue helps, orange hurts; a click shows a class alone. */
export function ClassMeanBars({ means, most, own, inColumns = false }: ClassMeanBarsProps) {
  const { classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const shown = classMeansShown(means, most);
  const largest = Math.max(0.05, ...shown.map(({ mean }) => Math.abs(mean)));
  return (
    <ul
      className={classes.list}
      aria-label="Mean effect on each class"
      data-columns={(inColumns && shown.length > 5) || undefined}
    >
      {shown.map(({ mean, label }) => {
        const name = className(classNames, label);
        const isChosen = search.class === label;
        return (
          <li key={label}>
            <UnstyledButton
              className={classes.row}
              aria-pressed={isChosen}
              title={`Learning it ${mean < 0 ? 'hurts' : 'helps'} ${name}: click to show only this class`}
              onClick={() => {
                update({ class: isChosen ? undefined : label });
              }}
            >
              <span className={classes.name} data-own={label === own || undefined}>
                {name}
                <VisuallyHidden>: mean c</VisuallyHidden>
              </span>
              <span className={classes.track} aria-hidden>
                <i
                  data-hurts={mean < 0 || undefined}
                  style={{ width: `${String((50 * Math.abs(mean)) / largest)}%` }}
                />
              </span>
              <span className={classes.number}>{formatSimilarity(mean)}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
