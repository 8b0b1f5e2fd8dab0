import { Button, Group, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { ClassSelect } from '../../selection/ClassSelect';
import { rowsToShow } from '../../selection/filter';
import { removal } from '../../selection/forecast/change';
import { ForecastButton } from '../../selection/forecast/ForecastButton';
import { useClusters } from '../../selection/clusters';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatNumberOf } from '../../shared/format';
import { Message } from '../../shared/Message';
import { valueAt } from '../../shared/valueAt';
import { ClusterRow } from './ClusterRow';
import classes from './ClustersView.module.css';

const ROW = 64;

/** The heads of the clusters with their sizes, the largest first. */
export function ClustersView() {
  const clusters = useClusters();
  const [search] = useAnalysisSearch();
  const shown = useMemo(
    () => clusters.filter(({ label }) => search.class === undefined || label === search.class),
    [clusters, search.class],
  );
  const largest = valueAt(clusters, 0).size;
  const alone = shown.filter(({ size }) => size === 1).length;

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 4,
  });
  return (
    <div className={classes.view}>
      <Group gap="sm">
        <ClassSelect />
        <Text size="sm" c="dimmed" className="numbers" role="status">
          {formatNumberOf(shown.length, 'cluster')}, of which {alone} {alone === 1 ? 'holds' : 'hold'} their
          head alone
        </Text>
        {search.cluster !== undefined && <SelectedCluster head={search.cluster} />}
      </Group>
      <div ref={scroller} className={classes.scroller}>
        {shown.length === 0 && <Message title="This class has no cluster" />}
        <ul className={classes.list} style={{ height: virtualizer.getTotalSize() }} aria-label="Clusters">
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const cluster = valueAt(shown, index);
            return (
              <li key={cluster.head} style={{ height: ROW, transform: `translateY(${String(start)}px)` }}>
                <ClusterRow cluster={cluster} largest={largest} />
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

/** The cluster that the images are filtered by, and what would change without it. */
function SelectedCluster({ head }: { head: number }) {
  const { samples } = useAnalysisPage();
  const [, update] = useAnalysisSearch();
  const change = useMemo(
    () => removal(Array.from(rowsToShow(samples, { cluster: head }), (row) => valueAt(samples.index, row))),
    [samples, head],
  );
  return (
    <>
      <Text size="sm" c="dimmed" className="numbers">
        That of {head}: {formatNumberOf(change.remove.length, 'image')}
      </Text>
      <ForecastButton change={change} size="compact-xs">
        What if it went?
      </ForecastButton>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => {
          update({ cluster: undefined });
        }}
      >
        Clear
      </Button>
    </>
  );
}
