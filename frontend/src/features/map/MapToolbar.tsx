import { Group, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { IconArrowsMove, IconLasso, IconMarquee2 } from '@tabler/icons-react';
import { FacetsButton } from '../../selection/facets/FacetsButton';
import { useFacetsOpen } from '../../selection/facets/useFacetsOpen';
import { FilterChips } from '../../selection/FilterChips';
import { SelectionMenu } from '../../selection/selected/SelectionMenu';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { ColourControl } from './ColourControl';
import { MapOf } from './MapOf';
import classes from './MapToolbar.module.css';
import type { Tool } from './canvas/useGestures';

const TOOLS: { tool: Tool; title: string; Icon: typeof IconLasso }[] = [
  { tool: 'pan', title: 'Move and zoom (Shift: select with a box, too)', Icon: IconArrowsMove },
  { tool: 'select', title: 'Select with a box (Shift: more, Alt: less)', Icon: IconMarquee2 },
  { tool: 'lasso', title: 'Select with a lasso (Shift: more, Alt: less)', Icon: IconLasso },
];

interface MapToolbarProps {
  tool: Tool;
  onTool: (tool: Tool) => void;
}

export function MapToolbar({ tool, onTool }: MapToolbarProps) {
  const [search, update] = useAnalysisSearch();
  const [hasFacets] = useFacetsOpen();
  return (
    <Group gap="sm" justify="space-between">
      <Group gap="sm">
        <FacetsButton />
        <SelectionMenu />
        <MapOf />
        <ColourControl />
        <Switch
          size="xs"
          label="Cluster heads"
          checked={search.heads === true}
          onChange={(event) => {
            update({ heads: event.currentTarget.checked ? true : undefined }, { replace: true });
          }}
        />
        {!hasFacets && <FilterChips />}
      </Group>
      <SegmentedControl
        size="xs"
        aria-label="What dragging on the map does"
        value={tool}
        data={TOOLS.map(({ tool: value, title, Icon }) => ({
          value,
          label: (
            <Tooltip label={title}>
              <span className={classes.tool}>
                <Icon size={16} stroke={1.75} aria-label={title} />
              </span>
            </Tooltip>
          ),
        }))}
        onChange={(value) => {
          onTool(value as Tool);
        }}
      />
    </Group>
  );
}
