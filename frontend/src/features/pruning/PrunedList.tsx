import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef } from 'react';
import { reasonsQuery } from '../../client/queries';
import { className, useAnalysisPage } from '../../selection/page';
import { usePins } from '../../selection/pins/usePins';
import type { Plan } from '../../selection/plan';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { useModality } from '../../selection/preview/modalities';
import { useSearchPart } from '../../selection/useAnalysisSearch';
import { placesWhere } from '../../shared/filled';
import { formatNumberOf } from '../../shared/format';
import { Message } from '../../shared/Message';
import { valueAt } from '../../shared/valueAt';
import classes from './PrunedList.module.css';

const ROW = 52;
/** Reasons are asked for so many lines at a time. */
const LINES = 50;

interface PrunedListProps {
  plan: Plan;
  /** Whether the slider rests; while it moves no reasons are asked for. */
  isSettled: boolean;
}

/** The images that go, the first to go first, each with its reason. */
export function PrunedList({ plan, isSettled }: PrunedListProps) {
  const { samples, classNames } = useAnalysisPage();
  const label = useSearchPart((search) => search.class);
  const positions = useMemo(
    () =>
      placesWhere(
        plan.pruned.length,
        (position) => label === undefined || samples.label[valueAt(plan.pruned, position)] === label,
      ),
    [plan, label, samples],
  );

  const { one } = useModality();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: positions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 5,
  });
  return (
    <section className={classes.card} aria-label={`Pruned ${one}s`}>
      <Text size="sm" fw={550} className={classes.head}>
        {formatNumberOf(positions.length, `pruned ${one}`)}
        {label !== undefined && ` of class ${className(classNames, label)}`}
        <span className="muted"> in the order in which they go</span>
      </Text>
      <div ref={scroller} className={classes.scroller}>
        {positions.length === 0 && (
          <Message title="Nothing goes">
            <p>Keep less than all to see what would be dropped.</p>
          </Message>
        )}
        <ol className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index: line, start }) => (
            <li key={line} style={{ height: ROW, transform: `translateY(${String(start)}px)` }}>
              <PrunedRow plan={plan} isSettled={isSettled} positions={positions} line={line} />
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

interface PrunedRowProps extends PrunedListProps {
  /** In the order of the plan. */
  positions: Uint32Array;
  line: number;
}

/** Why the sample of a line goes; those around it are asked for together. */
function useReason({ plan, isSettled, positions, line }: PrunedRowProps): string | undefined {
  const { analysis, samples } = useAnalysisPage();
  const first = line - (line % LINES);
  // Those that go by hand come first, and the server knows no reason for them.
  const asked = positions.subarray(first, first + LINES).filter((position) => position >= plan.byHand);
  const indices = Array.from(asked, (position) => valueAt(samples.index, valueAt(plan.pruned, position)));
  const isByHand = valueAt(positions, line) < plan.byHand;
  const { data } = useQuery({
    ...reasonsQuery(analysis.id, plan.choice, indices),
    enabled: isSettled && indices.length > 0,
  });
  return isByHand ? 'dropped by hand' : data?.reasons[asked.indexOf(valueAt(positions, line))];
}

function PrunedRow(props: PrunedRowProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const sample = useSearchPart((search) => search.sample);
  const reason = useReason(props);
  const position = valueAt(props.positions, props.line);
  const row = valueAt(props.plan.pruned, position);
  const index = valueAt(samples.index, row);
  const name = className(classNames, valueAt(samples.label, row));
  return (
    <div className={classes.row} data-chosen={sample === index || undefined}>
      <Link
        to="."
        search={(previous) => ({ ...previous, sample: index })}
        className={classes.link}
        aria-current={sample === index || undefined}
      >
        <span className={classes.place}>{position + 1}</span>
        <SamplePreview dataset={analysis} index={index} size={40} alt="" />
        <span className={classes.name}>
          <strong>{name}</strong> <span className="muted">{index}</span>
        </span>
        <span className={classes.reason}>{reason ?? '…'}</span>
      </Link>
      <PinRow row={row} index={index} />
    </div>
  );
}

/** Says of one image that it stays, or goes, whatever the strategy. */
const PinRow = memo(function PinRow({ row, index }: { row: number; index: number }) {
  const [{ go }, pin] = usePins();
  const goes = go[row] === 1;
  const props = { size: 'compact-xs', variant: 'subtle', color: 'gray' } as const;
  return (
    <>
      <Button
        {...props}
        aria-label={`Always keep sample ${String(index)}`}
        onClick={() => {
          pin([row], 'stay');
        }}
      >
        Always keep
      </Button>
      <Button
        {...props}
        variant={goes ? 'light' : 'subtle'}
        aria-pressed={goes}
        aria-label={`Always drop sample ${String(index)}`}
        onClick={() => {
          pin([row], goes ? undefined : 'go');
        }}
      >
        Always drop
      </Button>
    </>
  );
});
