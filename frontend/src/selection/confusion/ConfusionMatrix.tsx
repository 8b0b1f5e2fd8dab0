import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { formatCount, formatShort } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import { className, useAnalysisPage } from '../page';
import { confusedPairs, LARGEST_MATRIX, shades, type Confusion } from './confusion';
import classes from './ConfusionMatrix.module.css';

/** Up to so many classes, counts fit into the cells. */
const LARGEST_WITH_COUNTS = 12;
const PAIRS_LISTED = 50;
const LONGEST_ACROSS = 2;

interface ConfusionMatrixProps {
  label: string;
  /** How many samples of each given class, down, the others or the classifier take for each class, across. */
  confusion: Confusion;
  /** As many as there are without filters, where that is more: what has some can be chosen. */
  all?: Confusion;
  /** What a cell says: "12 samples labelled 3, predicted 5". */
  words: (count: number, given: string, other: string) => string;
  isChosen: (given: number, other: number) => boolean;
  onToggle: (given: number, other: number) => void;
}

/** Given labels by others; a cell is a button. With many classes, the largest cells alone. */
export function ConfusionMatrix(props: ConfusionMatrixProps) {
  return props.confusion.length > LARGEST_MATRIX ? <Pairs {...props} /> : <Matrix {...props} />;
}

function Matrix({ label, confusion, all = confusion, words, isChosen, onToggle }: ConfusionMatrixProps) {
  const { classNames } = useAnalysisPage();
  const shade = useMemo(() => shades(confusion), [confusion]);
  const withCounts = confusion.length <= LARGEST_WITH_COUNTS;
  const isWide = classNames.some((name) => name.length > LONGEST_ACROSS);
  return (
    <table className={classes.table} aria-label={label} data-wide={isWide || undefined}>
      <thead>
        <tr>
          <td />
          {confusion.map((_, other) => (
            <th key={other} scope="col" title={className(classNames, other)}>
              <span>{className(classNames, other)}</span>
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
            {row.map((count, other) => (
              <td key={other}>
                {(all[given]?.[other] ?? 0) > 0 && (
                  <Cell
                    words={words(count, className(classNames, given), className(classNames, other))}
                    text={withCounts ? formatShort(count) : ''}
                    shade={valueAt(valueAt(shade, given), other)}
                    isDiagonal={given === other}
                    isChosen={isChosen(given, other)}
                    onClick={() => {
                      onToggle(given, other);
                    }}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  words: string;
  text: string;
  shade: number;
  isDiagonal: boolean;
  isChosen: boolean;
  onClick: () => void;
}

function Cell({ words, text, shade, isDiagonal, isChosen, onClick }: CellProps) {
  return (
    <UnstyledButton
      className={classes.cell}
      // Where a count is shortened, what is seen comes first.
      aria-label={words.startsWith(text) ? words : `${text}: ${words}`}
      aria-pressed={isChosen}
      title={words}
      data-diagonal={isDiagonal}
      data-empty={shade === 0 || undefined}
      style={{ '--shade': `${String(shade === 0 ? 0 : Math.round(12 + 58 * shade))}%` }}
      onClick={onClick}
    >
      {text}
    </UnstyledButton>
  );
}

function Pairs({ confusion, words, isChosen, onToggle }: ConfusionMatrixProps) {
  const { classNames } = useAnalysisPage();
  const pairs = useMemo(() => confusedPairs(confusion).slice(0, PAIRS_LISTED), [confusion]);
  return (
    <ul className={classes.pairs} aria-label="Most frequent disagreements">
      {pairs.map(({ given, suggested, count }) => (
        <li key={`${String(given)} ${String(suggested)}`}>
          <UnstyledButton
            className={classes.pair}
            title={words(count, className(classNames, given), className(classNames, suggested))}
            aria-pressed={isChosen(given, suggested)}
            onClick={() => {
              onToggle(given, suggested);
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
