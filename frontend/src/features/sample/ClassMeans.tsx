import { Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { className, useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatSimilarity } from '../../shared/format';
import { classMeansShown } from './classMeans';
import classes from './ClassMeans.module.css';

const MOST = 12;

interface ClassMeansProps {
  /** The mean similarity to the other samples of each class; null where there are none. */
  means: readonly (number | null)[];
  /** Of the sample. */
  label: number;
}

/** What learning the sample does to each class on average; a click shows that class alone. */
export function ClassMeans({ means, label: own }: ClassMeansProps) {
  const { classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const [showsAll, showAll] = useState(false);
  const shown = classMeansShown(means, showsAll ? Infinity : MOST);
  const largest = Math.max(0.01, ...shown.map(({ mean }) => Math.abs(mean)));
  return (
    <section className={classes.section} aria-label="What it does to each class">
      <div className={classes.head}>
        <Title order={3}>What it does to each class</Title>
        <span title="The mean similarity c to the other samples of the class">
          mean c; click to see the class
        </span>
      </div>
      <ul className={classes.bars} data-columns={shown.length > 5 || undefined}>
        {shown.map(({ label, mean }) => {
          const name = className(classNames, label);
          const isChosen = search.class === label;
          return (
            <li key={label}>
              <UnstyledButton
                className={classes.bar}
                aria-pressed={isChosen}
                aria-label={`${name}: mean similarity ${formatSimilarity(mean)}`}
                title={`${mean < 0 ? 'Hurts' : 'Helps'} class ${name}: mean similarity ${formatSimilarity(mean)}. Click to show only this class.`}
                onClick={() => {
                  update({ class: isChosen ? undefined : label });
                }}
              >
                <span className={classes.name} data-own={label === own || undefined}>
                  {name}
                </span>
                <span className={classes.track} aria-hidden>
                  <i
                    data-hurts={mean < 0 || undefined}
                    style={{ width: `${String((50 * Math.abs(mean)) / largest)}%` }}
                  />
                </span>
                <span className="numbers">{formatSimilarity(mean)}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
      {means.length > MOST && (
        <UnstyledButton
          className={classes.all}
          onClick={() => {
            showAll(!showsAll);
          }}
        >
          {showsAll ? 'Only the strongest' : `All ${String(means.length)} classes`}
        </UnstyledButton>
      )}
    </section>
  );
}
