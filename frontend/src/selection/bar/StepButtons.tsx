import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { usePageKeys } from '../../shared/keys/usePageKeys';
import { Tool } from './Tool';

interface StepButtonsProps {
  /** What is undone: a "step", a "decision". */
  what: string;
  /** Undefined where there is nothing to undo. */
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
}

/** The one pair of arrows, and their keys. */
export function StepButtons({ what, undo, redo }: StepButtonsProps) {
  usePageKeys({ 'mod+z': undo, 'mod+shift+z': redo, 'mod+y': redo });
  return (
    <>
      <Tool title={`Undo the last ${what} (Ctrl+Z)`} label={`Undo the last ${what}`} onClick={undo}>
        <IconArrowBackUp size={17} />
      </Tool>
      <Tool title="Redo it (Ctrl+Shift+Z)" label={`Redo the ${what}`} onClick={redo}>
        <IconArrowForwardUp size={17} />
      </Tool>
    </>
  );
}
