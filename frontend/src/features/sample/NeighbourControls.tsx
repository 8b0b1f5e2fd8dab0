import { Button, SegmentedControl } from '@mantine/core';
import { IconLayoutGrid, IconTopologyStar3 } from '@tabler/icons-react';
import { DEFAULT_NEIGHBOURS, MOST_NEIGHBOURS } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import classes from './SamplePanel.module.css';

const NUMBERS = [DEFAULT_NEIGHBOURS, 30, MOST_NEIGHBOURS].map(String);

/** How many neighbours are listed, and the ways to look at them on the whole page. */
export function NeighbourControls() {
  const [, update] = useAnalysisSearch();
  return (
    <div className={classes.more}>
      <NeighbourNumber />
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconLayoutGrid size={14} aria-hidden />}
        onClick={() => {
          update({ look: 'neighbours' });
        }}
      >
        Large view
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconTopologyStar3 size={14} aria-hidden />}
        onClick={() => {
          update({ look: 'graph' });
        }}
      >
        Walk
      </Button>
    </div>
  );
}

/** How many neighbours of each relation are listed at most. */
export function NeighbourNumber() {
  const [{ neighbours = DEFAULT_NEIGHBOURS }, update] = useAnalysisSearch();
  return (
    <span className={classes.number}>
      List up to
      <SegmentedControl
        size="xs"
        aria-label="How many neighbours of each kind"
        data={NUMBERS}
        value={String(neighbours)}
        onChange={(chosen) => {
          update({ neighbours: Number(chosen) }, { replace: true });
        }}
      />
    </span>
  );
}
