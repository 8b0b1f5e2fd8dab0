import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { Plan } from '../../client/types';
import { className, rowOfKnown, useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatNumberOf } from '../../shared/format';
import { Message } from '../../shared/Message';
import { valueAt } from '../../shared/valueAt';
import classes from './PrunedList.module.css';

const ROW = 52;

/** The images that go, the first to go first, each with its reason. */
export function PrunedList({ plan }: { plan: Plan }) {
  const { samples, rowOf, classNames } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const positions = useMemo(() => {
    const all = plan.pruned.map((_, position) => position);
    if (search.class === undefined) return all;
    const labelOf = (index: number) => valueAt(samples.label, rowOfKnown(rowOf, index));
    return all.filter((position) => labelOf(valueAt(plan.pruned, position)) === search.class);
  }, [plan, search.class, samples, rowOf]);

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: positions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 5,
  });
  return (
    <section className={classes.card} aria-label="Pruned images">
      <Text size="sm" fw={550} className={classes.head}>
        {formatNumberOf(positions.length, 'pruned image')}
        {search.class !== undefined && ` of class ${className(classNames, search.class)}`}
        <span className="muted"> in the order in which they go</span>
      </Text>
      <div ref={scroller} className={classes.scroller}>
        {positions.length === 0 && (
          <Message title="Nothing goes">
            <p>Keep less than all to see what would be dropped.</p>
          </Message>
        )}
        <ol className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index: line, start }) => {
            const position = valueAt(positions, line);
            return (
              <li key={line} style={{ height: ROW, transform: `translateY(${String(start)}px)` }}>
                <PrunedRow
                  index={valueAt(plan.pruned, position)}
                  reason={valueAt(plan.reasons, position)}
                  place={position + 1}
                />
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}

interface PrunedRowProps {
  index: number;
  reason: string;
  /** How manieth to go. */
  place: number;
}

function PrunedRow({ index, reason, place }: PrunedRowProps) {
  const { analysis, samples, rowOf, classNames } = useAnalysisPage();
  const [{ sample }] = useAnalysisSearch();
  const label = valueAt(samples.label, rowOfKnown(rowOf, index));
  const name = className(classNames, label);
  return (
    <Link
      to="."
      search={(previous) => ({ ...previous, sample: index })}
      className={classes.row}
      aria-current={sample === index || undefined}
    >
      <span className={classes.place}>{place}</span>
      <SamplePreview dataset={analysis} index={index} size={40} alt="" />
      <span className={classes.name}>
        <strong>{name}</strong> <span className="muted">{index}</span>
      </span>
      <span className={classes.reason}>{reason}</span>
    </Link>
  );
}
