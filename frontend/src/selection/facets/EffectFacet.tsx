import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { formatSimilarity } from '../../shared/format';
import { className, useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useEffectOfSample } from '../useEffectOfSample';
import { classMeans } from './classMeans';
import classes from './EffectFacet.module.css';
import { Facet } from './Facet';

const MOST_SHOWN = 24;

/** What learning the chosen sample does to each class on average: blue helps, orange hurts. */
export function EffectFacet() {
  const { samples, classNames } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const { effect } = useEffectOfSample(search.effect !== 'off');
  const means = useMemo(
    () => effect && classMeans(effect, samples, classNames.length),
    [effect, samples, classNames],
  );
  if (!effect || !means) return null;
  const strongest = Array.from(means)
    .map((mean, label) => ({ mean, label }))
    .filter(({ mean }) => !Number.isNaN(mean))
    .sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean))
    .slice(0, MOST_SHOWN)
    .sort((a, b) => a.label - b.label);
  const largest = Math.max(0.05, ...strongest.map(({ mean }) => Math.abs(mean)));
  return (
    <Facet
      title={`Learning sample ${String(effect.index)}: mean effect on each class`}
      help="The mean of c to the samples of a class. Blue: learning it helps them; orange: it hurts them."
      chosen={undefined}
      onClear={() => undefined}
    >
      <ul className={classes.list} aria-label="Mean effect on each class">
        {strongest.map(({ mean, label }) => (
          <li key={label}>
            <UnstyledButton
              className={classes.row}
              aria-pressed={search.class === label}
              onClick={() => {
                update({ class: search.class === label ? undefined : label });
              }}
            >
              <span className={classes.name}>
                {className(classNames, label)}
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
        ))}
      </ul>
    </Facet>
  );
}
