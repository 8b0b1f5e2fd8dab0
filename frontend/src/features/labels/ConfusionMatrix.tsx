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
  const filter = usePairFilter();
  const Counts = confusion.length > LARGEST_MATRIX ? Pairs : Matrix;
  return (
    <details open className={classes.matrix}>
      <summary>Given label × left-out prediction</summary>
      <Counts confusion={confusion} filter={filter} />
    </details>
  );
}

interface PairFilter {
  isChosen: (given: number, suggested: number) => boolean;
  /** Filters by a cell, or no longer where it is the one that filters; its first candidate is opened. */
  toggle: (given: number, suggested: number) => void;
}

interface CountsProps extends ConfusionMatrixProps {
  filter: PairFilter;
}

function usePairFilter(): PairFilter {
  const [search, update] = useAnalysisSearch();
  const isChosen = (given: number, suggested: number) =>
    search.class === given && search.suggested === suggested;
  return {
    isChosen,
    toggle: (given, suggested) => {
      update({
        ...(isChosen(given, suggested)
          ? { class: undefined, suggested: undefined }
          : { class: given, suggested }),
        sample: undefined,
      });
    },
  };
}

function Matrix({ confusion, filter }: CountsProps) {
  const { classNames } = useAnalysisPage();
  const shade = useMemo(() => shades(confusion), [confusion]);
  const withCounts = confusion.length <= LARGEST_WITH_COUNTS;
  return (
    <table className={classes.table} aria-label="Given label by left-out prediction">
      <thead>
        <tr>
          <td data-wide={classNames.some((name) => name.length > 2) || undefined} />
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
                filter={filter}
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
  filter: PairFilter;
}

function Cell({ given, suggested, count, shade, withCount, filter: { isChosen, toggle } }: CellProps) {
  const { classNames } = useAnalysisPage();
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

function Pairs({ confusion, filter: { isChosen, toggle } }: CountsProps) {
  const { classNames } = useAnalysisPage();
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
