import { Button, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useAnalysisPage } from '../../selection/page';
import { rowsIn } from '../../selection/pins/pins';
import { usePins } from '../../selection/pins/usePins';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { formatCount } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import classes from './Pinned.module.css';

/** More than these are told by their number alone. */
const SHOWN = 40;

/** What a person has said by hand, where something was said; a click takes it back. */
export function Pinned() {
  const [{ stay, go }, pin] = usePins();
  const [staying, going] = useMemo(() => [rowsIn(stay), rowsIn(go)], [stay, go]);
  if (staying.length + going.length === 0) return null;
  return (
    <section className={classes.card} aria-label="By hand">
      <Side words="always stay" rows={staying} />
      <Side words="always go" rows={going} />
      <p className={classes.note}>
        <span>What is forecast below is of the strategy alone, without these.</span>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            pin([...staying, ...going], undefined);
          }}
        >
          Leave all to the strategy
        </Button>
      </p>
    </section>
  );
}

function Side({ words, rows }: { words: string; rows: Uint32Array }) {
  const { analysis, samples } = useAnalysisPage();
  const [, pin] = usePins();
  if (rows.length === 0) return null;
  return (
    <div className={classes.side}>
      <span className="numbers">
        <strong>{formatCount(rows.length)}</strong> {words}
      </span>
      <div className={classes.images}>
        {Array.from(rows.subarray(0, SHOWN), (row) => {
          const index = valueAt(samples.index, row);
          return (
            <UnstyledButton
              key={row}
              className={classes.image}
              aria-label={`Leave sample ${String(index)} to the strategy`}
              title={`Sample ${String(index)}: leave it to the strategy`}
              onClick={() => {
                pin([row], undefined);
              }}
            >
              <SamplePreview dataset={analysis} index={index} size={36} alt="" />
              <IconX size={14} className={classes.remove} aria-hidden />
            </UnstyledButton>
          );
        })}
        {rows.length > SHOWN && (
          <span className="muted numbers">and {formatCount(rows.length - SHOWN)} more</span>
        )}
      </div>
    </div>
  );
}
