import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { rowsToShow } from '../../selection/filter';
import { removal } from '../../selection/forecast/change';
import { ForecastButton } from '../../selection/forecast/ForecastButton';
import { ImageGrid } from '../../selection/grid/ImageGrid';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatNumberOf } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './RegionStrip.module.css';

/** The images inside the region that was drawn on the map. */
export function RegionStrip() {
  const { samples } = useAnalysisPage();
  const [{ area }, update] = useAnalysisSearch();
  const rows = useMemo(() => rowsToShow(samples, { area }), [samples, area]);
  const change = useMemo(() => removal(rows.map((row) => valueAt(samples.index, row))), [samples, rows]);
  return (
    <section className={classes.strip} aria-label="Images in the region">
      <Group gap="sm" px="md" py={8}>
        <Text size="sm" fw={550} style={{ flex: 1 }}>
          {formatNumberOf(rows.length, 'image')} in the region
        </Text>
        <ForecastButton change={change} size="compact-xs">
          What if they went?
        </ForecastButton>
        <Button
          size="compact-xs"
          variant="light"
          renderRoot={(props) => (
            <Link
              from="/analyses/$analysisId"
              to="/analyses/$analysisId/images"
              search={(previous) => previous}
              {...props}
            />
          )}
        >
          Filter and sort them
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            update({ area: undefined });
          }}
        >
          Clear
        </Button>
      </Group>
      <ImageGrid rows={rows} tile={56} />
    </section>
  );
}
