import { Button, Modal, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsShuffle } from '@tabler/icons-react';
import type { ForecastIn } from '../../client/types';
import { useUpdateSearch } from '../useAnalysisSearch';
import { changeWords, isNothing } from './change';
import { ForecastResult } from './ForecastResult';

interface ForecastButtonProps extends ButtonProps {
  change: ForecastIn;
}

/** Asks what would change if samples went or labels were others; the answer comes in a dialog. */
export function ForecastButton({ change, children = 'What would change?', ...props }: ForecastButtonProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const update = useUpdateSearch();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowsShuffle size={14} aria-hidden />}
        {...props}
        disabled={isNothing(change)}
        onClick={open}
      >
        {children}
      </Button>
      <Modal opened={opened} onClose={close} size={820} title={`What would change ${changeWords(change)}`}>
        <ForecastResult
          change={change}
          onSample={(sample) => {
            close();
            update({ sample });
          }}
        />
      </Modal>
    </>
  );
}
