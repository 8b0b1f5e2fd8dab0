import { Button, Group, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import type { ChangedNeighbours, Comparison, Neighbour } from '../../client/types';
import { className } from '../../selection/page';
import { formatCount } from '../../shared/format';
import { Message } from '../../shared/Message';
import classes from './ComparePage.module.css';
import { inBoth } from './overlap';
import { SampleOf } from './SampleOf';
import { useTwo, type Two } from './two';

const STEP = 10;

/** The samples whose neighbours changed most, with both lists as they look. */
export function ChangedList({ data: { changed, nearest } }: { data: Comparison }) {
  const [shown, setShown] = useState(STEP);
  return (
    <section className={classes.card} aria-label="Whose neighbours changed most">
      <Title order={2}>Whose neighbours changed most</Title>
      <Text size="sm" c="dimmed">
        The most similar of each sample in both analyses; those that only one of them has are marked. Click
        one to open it in that analysis.
      </Text>
      {changed.length === 0 && <Message title="No sample’s neighbours changed" />}
      <ol className={classes.changed}>
        {changed.slice(0, shown).map((one) => (
          <li key={one.index}>
            <ChangedRow changed={one} nearest={nearest} />
          </li>
        ))}
      </ol>
      {shown < changed.length && (
        <Group justify="center" mt="sm">
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setShown(shown + STEP);
            }}
          >
            Show more ({formatCount(shown)} of {formatCount(changed.length)})
          </Button>
        </Group>
      )}
    </section>
  );
}

interface ChangedRowProps {
  changed: ChangedNeighbours;
  /** How many of each list are compared. */
  nearest: number;
}

function ChangedRow({ changed: { index, labels, overlap, first, second }, nearest }: ChangedRowProps) {
  const { first: page } = useTwo();
  const [one = 0, other = one] = labels;
  const names = [one, other].map((label) => className(page.classNames, label));
  return (
    <div className={classes.row}>
      <SampleOf of="first" index={index} label={one} size={72} />
      <div className={classes.about}>
        <strong>{one === other ? names[0] : names.join(' → ')}</strong>
        <span className="muted numbers">sample {index}</span>
        <span
          className="muted numbers"
          title={`How many of its ${String(nearest)} most similar in one analysis are among its ${String(nearest)} most similar in the other`}
        >
          {formatCount(inBoth(overlap, nearest))} of {formatCount(nearest)} in both
        </span>
      </div>
      <div className={classes.lists}>
        <Neighbours of="first" neighbours={first} beside={second} />
        <Neighbours of="second" neighbours={second} beside={first} />
      </div>
    </div>
  );
}

interface NeighboursProps {
  of: keyof Two;
  neighbours: readonly Neighbour[];
  /** Those of the other analysis. */
  beside: readonly Neighbour[];
}

function Neighbours({ of, neighbours, beside }: NeighboursProps) {
  const { [of]: page } = useTwo();
  const size = useMediaQuery('(min-width: 1500px)') ? 52 : 36;
  const there = new Set(beside.map(({ index }) => index));
  return (
    <div className={classes.list}>
      <span className={classes.of} title={page.analysis.name}>
        {of === 'first' ? 'First' : 'Second'}
      </span>
      {neighbours.map(({ index, label, similarity }) => (
        <SampleOf
          key={index}
          of={of}
          index={index}
          label={label}
          similarity={similarity}
          size={size}
          isNew={!there.has(index)}
        />
      ))}
    </div>
  );
}
