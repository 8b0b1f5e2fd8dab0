import { TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { formatCount } from '../../shared/format';
import classes from './BarList.module.css';

export interface Bar {
  value: number;
  name: string;
  /** How many there are, and how many of them pass. */
  total: number;
  passing: number;
  colour?: string;
}

interface BarListProps {
  label: string;
  bars: readonly Bar[];
  chosen: number | undefined;
  onChoose: (value: number | undefined) => void;
}

/** With more than these a person searches. */
const MOST_SHOWN = 40;

/** Groups by name, each as a bar that filters by it. */
export function BarList({ label, bars, chosen, onChoose }: BarListProps) {
  const [typed, type] = useState('');
  const matching =
    typed === '' ? bars : bars.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  const shown = matching.filter(({ value }, place) => place < MOST_SHOWN || value === chosen);
  const largest = Math.max(1, ...bars.map(({ total }) => total));
  return (
    <>
      {bars.length > MOST_SHOWN && (
        <TextInput
          size="xs"
          mb={4}
          aria-label={`Search in ${label}`}
          placeholder={`Search ${formatCount(bars.length)} names`}
          value={typed}
          onChange={(event) => {
            type(event.currentTarget.value);
          }}
        />
      )}
      <ul className={classes.list} aria-label={label}>
        {shown.map((bar) => (
          <li key={bar.value}>
            <BarButton
              bar={bar}
              largest={largest}
              isChosen={bar.value === chosen}
              onClick={() => {
                onChoose(bar.value === chosen ? undefined : bar.value);
              }}
            />
          </li>
        ))}
      </ul>
      {shown.length < matching.length && (
        <p className={classes.more}>and {formatCount(matching.length - shown.length)} more</p>
      )}
    </>
  );
}

interface BarButtonProps {
  bar: Bar;
  largest: number;
  isChosen: boolean;
  onClick: () => void;
}

function BarButton({ bar: { name, total, passing, colour }, largest, isChosen, onClick }: BarButtonProps) {
  const width = (count: number) => `${String((100 * count) / largest)}%`;
  return (
    <UnstyledButton
      className={classes.bar}
      aria-pressed={isChosen}
      title={`${name}: ${formatCount(passing)} of ${formatCount(total)} pass`}
      onClick={onClick}
    >
      <span className={classes.name}>
        {colour !== undefined && <i style={{ background: colour }} />}
        {name}
        <VisuallyHidden>:</VisuallyHidden>
      </span>
      <span className={classes.track} aria-hidden>
        <i style={{ width: width(total) }} />
        <i data-passing style={{ width: width(passing) }} />
      </span>
      <span className={classes.count}>
        {formatCount(passing)}
        <VisuallyHidden> of {formatCount(total)} pass</VisuallyHidden>
      </span>
    </UnstyledButton>
  );
}
