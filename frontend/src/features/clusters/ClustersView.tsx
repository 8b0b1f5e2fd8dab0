import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { ClassSelect } from '../../selection/ClassSelect';
import { rowsToShow } from '../../selection/filter';
import { removal } from '../../selection/forecast/change';
import { ForecastButton } from '../../selection/forecast/ForecastButton';
import { useClusters } from '../../selection/clusters';
import { useAnalysisPage } from '../../selection/page';
import { withRange } from '../../selection/ranges';
import { CLUSTER_SIZE } from '../../selection/scores';
import { clearFilters } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatNumberOf } from '../../shared/format';
import { Intro } from '../../shared/Intro';
import { Message } from '../../shared/Message';
import { useWidth } from '../../shared/useWidth';
import { valueAt } from '../../shared/valueAt';
import { ClusterRow } from './ClusterRow';
import classes from './ClustersView.module.css';
import { useModality } from '../../selection/preview/modalities';

/** The side of an image, and how far it is from one to the next, in CSS pixels. */
const SIZE = 64;
const GAP = 8;
const ROW = 88;
/** What stands beside the images of a line. */
const ASIDE = 148;

/** The clusters as lines of images, the largest first; those of one sample are one line of words. */
export function ClustersView() {
  const { one, frame } = useModality();
  const clusters = useClusters();
  const [search] = useAnalysisSearch();
  const ofClass = useMemo(
    () => clusters.filter(({ label }) => search.class === undefined || label === search.class),
    [clusters, search.class],
  );
  // The largest come first.
  const shown = useMemo(() => ofClass.filter(({ size }) => size > 1), [ofClass]);
  const alone = ofClass.length - shown.length;

  const scroller = useRef<HTMLDivElement>(null);
  const [measure, width] = useWidth();
  const fitting = Math.max(1, Math.floor((width - ASIDE) / (frame(SIZE).width + GAP)));
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 3,
  });
  return (
    <div className={classes.view}>
      <Intro>
        Each line is a group of {one}s that teach much the same: its head, then those most like it. A long
        group holds much that is redundant; its name shows all of it, any {one} what learning it does.
      </Intro>
      <Group gap="sm">
        <ClassSelect />
        <Text size="sm" c="dimmed" className="numbers" role="status">
          {formatNumberOf(shown.length, 'group')} of two or more
        </Text>
        {alone > 0 && <Alone count={alone} />}
        {search.cluster !== undefined && <SelectedCluster head={search.cluster} />}
      </Group>
      <div ref={scroller} className={classes.scroller}>
        {shown.length === 0 && (
          <Message title={alone > 0 ? `Every ${one} is alone in its cluster` : 'This class has no cluster'} />
        )}
        <ul
          ref={measure}
          className={classes.list}
          style={{ height: virtualizer.getTotalSize() }}
          aria-label="Clusters"
        >
          {width > 0 &&
            virtualizer.getVirtualItems().map(({ index, start }) => {
              const cluster = valueAt(shown, index);
              return (
                <li key={cluster.head} style={{ height: ROW, transform: `translateY(${String(start)}px)` }}>
                  <ClusterRow cluster={cluster} fitting={fitting} size={SIZE} />
                </li>
              );
            })}
        </ul>
      </div>
    </div>
  );
}

/** The clusters that hold nobody but their head: what is like no other. */
function Alone({ count }: { count: number }) {
  return (
    <Button
      size="compact-xs"
      variant="light"
      renderRoot={(props) => (
        <Link
          {...props}
          from="/analyses/$analysisId"
          to="/analyses/$analysisId/images"
          search={(previous) => ({
            ...clearFilters(previous),
            class: previous.class,
            where: withRange(undefined, CLUSTER_SIZE, [1, 1]),
          })}
        />
      )}
    >
      Alone: {formatNumberOf(count, 'sample')}
    </Button>
  );
}

/** The cluster that the images are filtered by, and what would change without it. */
function SelectedCluster({ head }: { head: number }) {
  const { one } = useModality();
  const { samples } = useAnalysisPage();
  const [, update] = useAnalysisSearch();
  const change = useMemo(
    () => removal(Array.from(rowsToShow(samples, { cluster: head }), (row) => valueAt(samples.index, row))),
    [samples, head],
  );
  return (
    <>
      <Text size="sm" c="dimmed" className="numbers">
        That of {head}: {formatNumberOf(change.remove.length, one)}
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
