import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { className, useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount, formatNumberOf } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import { confusedPairs, LARGEST_MATRIX, shades } from './confusion';
import classes from './ConfusionMatrix.module.css';

/** Up to so many classes, counts fit into the cells. */
const LARGEST_WITH_COUNTS = 12;
const PAIRS_LISTED = 50;

interface ConfusionMatrixProps {
  confusion: readonly (readonly number[])[];
}

/** Given labels by what the others predict; a cell filters the list by both. */
export function ConfusionMatrix({ confusion }: ConfusionMatrixProps) {
  return (
    <details open className={classes.matrix}>
      <summary>Given label × left-out prediction</summary>
      {confusion.length > LARGEST_MATRIX ? <Pairs confusion={confusion} /> : <Matrix confusion={confusion} />}
    </details>
  );
}

function usePairFilter() {
  const [search, update] = useAnalysisSearch();
  const isChosen = (given: number, suggested: number) =>
    search.class === given && search.suggested === suggested;
  return {
    isChosen,
    /** Filters by a cell, or no longer where it is the one that filters; its first candidate is opened. */
    toggle: (given: number, suggested: number) => {
      update({
        ...(isChosen(given, suggested)
          ? { class: undefined, suggested: undefined }
          : { class: given, suggested }),
        sample: undefined,
      });
    },
  };
}

function Matrix({ confusion }: ConfusionMatrixProps) {
  const { classNames } = useAnalysisPage();
  const shade = useMemo(() => shades(confusion), [confusion]);
  const withCounts = confusion.length <= LARGEST_WITH_COUNTS;
  return (
    <table className={classes.table} aria-label="Given label by left-out prediction">
      <thead>
        <tr>
          <td />
          {confusion.map((_, label) => (
            <th key={label} scope="col" title={className(classNames, label)}>
              {className(classNames, label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {confusion.map((row, given) => (
          <tr key={given}>
            <th scope="row" title={className(classNames, given)}>
              {className(classNames, given)}
            </th>
            {row.map((count, suggested) => (
              <Cell
                key={suggested}
                given={given}
                suggested={suggested}
                count={count}
                shade={valueAt(valueAt(shade, given), suggested)}
                withCount={withCounts}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  given: number;
  suggested: number;
  count: number;
  shade: number;
  withCount: boolean;
}

function Cell({ given, suggested, count, shade, withCount }: CellProps) {
  const { classNames } = useAnalysisPage();
  const { isChosen, toggle } = usePairFilter();
  if (count === 0) return <td />;
  const words = `${formatNumberOf(count, 'sample')} labelled ${className(classNames, given)}, the others say ${className(classNames, suggested)}`;
  return (
    <td>
      <UnstyledButton
        className={classes.cell}
        aria-label={words}
        aria-pressed={isChosen(given, suggested)}
        title={words}
        data-diagonal={given === suggested}
        style={{ '--shade': `${String(Math.round(12 + 68 * shade))}%` }}
        onClick={() => {
          toggle(given, suggested);
        }}
      >
        {withCount && formatCount(count)}
      </UnstyledButton>
    </td>
  );
}

function Pairs({ confusion }: ConfusionMatrixProps) {
  const { classNames } = useAnalysisPage();
  const { isChosen, toggle } = usePairFilter();
  const pairs = useMemo(() => confusedPairs(confusion).slice(0, PAIRS_LISTED), [confusion]);
  return (
    <ul className={classes.pairs} aria-label="Most frequent disagreements">
      {pairs.map(({ given, suggested, count }) => (
        <li key={`${String(given)} ${String(suggested)}`}>
          <UnstyledButton
            className={classes.pair}
            aria-pressed={isChosen(given, suggested)}
            onClick={() => {
              toggle(given, suggested);
            }}
          >
            <span>
              {className(classNames, given)} → {className(classNames, suggested)}
            </span>
            <span className="muted numbers">{formatCount(count)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
