import { Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconArrowsMove, IconLasso, IconMarquee2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { planOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatShare } from '../../shared/format';
import { ColourControl } from './ColourControl';
import classes from './MapToolbar.module.css';

export type Tool = 'pan' | 'select' | 'lasso';

const TOOLS: { tool: Tool; title: string; Icon: typeof IconLasso }[] = [
  { tool: 'pan', title: 'Move and zoom', Icon: IconArrowsMove },
  { tool: 'select', title: 'Select with a box', Icon: IconMarquee2 },
  { tool: 'lasso', title: 'Select with a lasso', Icon: IconLasso },
];

interface MapToolbarProps {
  tool: Tool;
  onTool: (tool: Tool) => void;
}

export function MapToolbar({ tool, onTool }: MapToolbarProps) {
  const [search] = useAnalysisSearch();
  return (
    <Group gap="sm" justify="space-between">
      <Group gap="sm">
        <ColourControl />
        {search.colour === 'pruned' && <PlanWords />}
      </Group>
      <SegmentedControl
        size="xs"
        aria-label="What dragging on the map does"
        value={tool}
        data={TOOLS.map(({ tool: value, title, Icon }) => ({
          value,
          label: (
            <Tooltip label={title}>
              <span className={classes.tool} aria-label={title}>
                <Icon size={16} stroke={1.75} />
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

function PlanWords() {
  const [search] = useAnalysisSearch();
  const { strategy, keep } = planOf(search);
  return (
    <Text size="sm" c="dimmed">
      {strategy}, keeping {formatShare(keep, 0)}{' '}
      <Link
        from="/analyses/$analysisId"
        to="/analyses/$analysisId/pruning"
        search={(previous) => previous}
        className={classes.link}
      >
        change
      </Link>
    </Text>
  );
}
