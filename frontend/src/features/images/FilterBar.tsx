import { Button, Group, SegmentedControl, Select, Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { ClassSelect } from '../../selection/ClassSelect';
import { FacetsButton } from '../../selection/facets/FacetsButton';
import { useFacetsOpen } from '../../selection/facets/useFacetsOpen';
import { removal } from '../../selection/forecast/change';
import { ForecastButton } from '../../selection/forecast/ForecastButton';
import { useAnalysisPage } from '../../selection/page';
import { useModality } from '../../selection/preview/modalities';
import { clearFilters, hasFilters, planOf, type AnalysisSearch } from '../../selection/search';
import { SelectionMenu } from '../../selection/selected/SelectionMenu';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { WordSearch } from '../../selection/words/WordSearch';
import { formatCount, formatNumberOf } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import { ClusterSelect } from './ClusterSelect';
import classes from './FilterBar.module.css';
import { SortSelect } from './SortSelect';

const TILES = [
  { value: '44', label: 'S' },
  { value: '64', label: 'M' },
  { value: '96', label: 'L' },
];

interface FilterBarProps {
  /** Those that pass. */
  rows: Uint32Array;
  tile: number;
  onTile: (tile: number) => void;
}

export function FilterBar({ rows, tile, onTile }: FilterBarProps) {
  const { samples } = useAnalysisPage();
  const { one, hasWords } = useModality();
  const [search, update] = useAnalysisSearch();
  const [hasFacets] = useFacetsOpen();
  const total = samples.index.length;
  const shown = rows.length;
  const isPart = shown > 0 && shown < total;
  const change = useMemo(
    () => (isPart ? removal(Array.from(rows, (row) => valueAt(samples.index, row))) : undefined),
    [isPart, samples, rows],
  );
  return (
    <div className={classes.bar}>
      <Group gap="xs">
        <FacetsButton />
        <SelectionMenu />
        {hasWords && !hasFacets && <WordSearch />}
        {/* The filters beside them have these. */}
        {!hasFacets && <ClassSelect />}
        <ClusterSelect />
        {!hasFacets && <PredictionSelect />}
        <StatusSelect />
        {!hasFacets && hasFilters(search) && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              update(clearFilters({}));
            }}
          >
            Clear filters
          </Button>
        )}
        {change && (
          <ForecastButton change={change} size="compact-xs">
            What if they went?
          </ForecastButton>
        )}
      </Group>
      <Group gap="xs">
        <Text size="sm" c="dimmed" className="numbers" role="status">
          {shown === total
            ? formatNumberOf(total, one)
            : `${formatCount(shown)} of ${formatNumberOf(total, one)}`}
        </Text>
        <SortSelect />
        <SegmentedControl
          size="xs"
          aria-label={`Size of the ${one}s`}
          data={TILES}
          value={String(tile)}
          onChange={(value) => {
            onTile(Number(value));
          }}
        />
      </Group>
    </div>
  );
}

function PredictionSelect() {
  const [search, update] = useAnalysisSearch();
  return (
    <Select
      aria-label="Prediction"
      placeholder="Any prediction"
      clearable
      w={136}
      size="xs"
      data={[
        { value: 'right', label: 'Predicted right' },
        { value: 'wrong', label: 'Predicted wrong' },
      ]}
      value={search.prediction ?? null}
      onChange={(value) => {
        update({ prediction: (value ?? undefined) as AnalysisSearch['prediction'] });
      }}
    />
  );
}

function StatusSelect() {
  const [search, update] = useAnalysisSearch();
  const { strategy, keep } = planOf(search);
  return (
    <Tooltip
      label={`By the plan of the view “Pruning”: ${strategy}, keeping ${String(Math.round(100 * keep))} %.`}
    >
      <Select
        aria-label="Kept or pruned"
        placeholder="Kept and pruned"
        clearable
        w={140}
        size="xs"
        data={[
          { value: 'kept', label: 'Kept' },
          { value: 'pruned', label: 'Pruned' },
        ]}
        value={search.status ?? null}
        onChange={(value) => {
          update({ status: (value ?? undefined) as AnalysisSearch['status'] });
        }}
      />
    </Tooltip>
  );
}
