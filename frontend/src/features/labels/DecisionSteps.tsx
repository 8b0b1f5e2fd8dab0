import { StepButtons } from '../../selection/bar/StepButtons';
import { usePageKeys } from '../../shared/keys/usePageKeys';
import { useReviewSession } from './session';
import type { Way } from './undo';
import { useOpenCandidate } from './useWalk';

/** The two arrows of the page while labels are looked at: what they undo and redo are decisions. */
export function DecisionSteps() {
  const { can, step } = useReviewSession();
  const open = useOpenCandidate();
  const go = (way: Way) =>
    can[way]
      ? () => {
          const index = step(way);
          if (index !== undefined) open(index);
        }
      : undefined;
  const [undo, redo] = [go('undo'), go('redo')];
  usePageKeys({ u: undo });
  return <StepButtons what="decision" undo={undo} redo={redo} />;
}
