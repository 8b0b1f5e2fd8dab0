import { Button } from '@mantine/core';
import { usePins } from './usePins';

/** Says of some samples that they stay or go, whatever the plan says. */
export function PinButtons({ rows }: { rows: Uint32Array }) {
  const [{ stay, go }, pin] = usePins();
  const isPinned = rows.some((row) => stay[row] === 1 || go[row] === 1);
  const props = { size: 'compact-xs', variant: 'default', disabled: rows.length === 0 } as const;
  return (
    <>
      <Button
        {...props}
        title="Pruning keeps them, whatever the strategy"
        onClick={() => {
          pin(rows, 'stay');
        }}
      >
        Always keep
      </Button>
      <Button
        {...props}
        title="Pruning drops them, whatever the strategy"
        onClick={() => {
          pin(rows, 'go');
        }}
      >
        Always drop
      </Button>
      {isPinned && (
        <Button
          {...props}
          title="The strategy decides over them again"
          onClick={() => {
            pin(rows, undefined);
          }}
        >
          Unpin
        </Button>
      )}
    </>
  );
}
