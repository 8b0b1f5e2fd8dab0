import { Button, Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { formatNumberOf } from '../../shared/format';
import { ForecastButton } from '../forecast/ForecastButton';
import { removal } from '../forecast/change';
import { ImageGrid } from '../grid/ImageGrid';
import { useAnalysisPage } from '../page';
import { PinButtons } from '../pins/PinButtons';
import { useAnalysisSearch } from '../useAnalysisSearch';
import classes from './SelectionStrip.module.css';
import { useSelected } from './useSelected';

/** The images that are selected, and what can be done with them. */
export function SelectionStrip() {
  const { samples } = useAnalysisPage();
  const [{ only }, update] = useAnalysisSearch();
  const selected = useSelected();
  const rows = useMemo(
    () => Uint32Array.from(selected.rows.keys()).filter((row) => selected.rows[row] === 1),
    [selected.rows],
  );
  const change = useMemo(() => removal(Array.from(rows, (row) => samples.index[row] ?? 0)), [rows, samples]);
  return (
    <section className={classes.strip} aria-label="Selected images">
      <Group gap="sm" px="md" py={8}>
        <Text size="sm" fw={550} style={{ flex: 1 }} role="status">
          {formatNumberOf(selected.count, 'image')} selected
        </Text>
        <ForecastButton change={change} size="compact-xs">
          What if they went?
        </ForecastButton>
        <PinButtons rows={rows} />
        <Button size="compact-xs" variant="default" onClick={selected.invert}>
          Invert
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-pressed={only === 'selected'}
          onClick={() => {
            update({ only: only ? undefined : 'selected' });
          }}
        >
          {only ? 'Show all' : 'Show only these'}
        </Button>
        <Button size="compact-xs" variant="default" onClick={selected.clear}>
          Clear
        </Button>
      </Group>
      <ImageGrid rows={rows} tile={56} />
    </section>
  );
}
