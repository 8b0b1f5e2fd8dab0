import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { propose, useDecide, type DecisionState } from '../../client/decisions';
import { decisionsQuery } from '../../client/reviewQueries';
import { afterDecision, afterStep, isLatest, NO_STEPS, undoable, withoutStep, type Way } from './undo';

/** A decision that the server has refused, or that can no longer be undone. */
export interface Refusal {
  index: number;
  message: string;
}

interface Session {
  decide: (index: number, state: DecisionState) => void;
  can: Readonly<Record<Way, boolean>>;
  /** Has what held before the last decision hold again, or what was undone last; says on which sample. */
  step: (way: Way) => number | undefined;
  refusal: Refusal | null;
  dismiss: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** Remembers the decisions of this visit, so that they can be undone and redone after a look at another view. */
export function ReviewSession({ analysisId, children }: { analysisId: number; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [steps, setSteps] = useState(NO_STEPS);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { mutate } = useDecide(analysisId, ({ id, index }, { message }) => {
    setSteps((known) => withoutStep(known, id));
    setRefusal({ index, message });
  });

  const session = useMemo<Session>(() => {
    const known = () => queryClient.getQueryData(decisionsQuery(analysisId).queryKey);
    return {
      decide: (index, state) => {
        const decisions = known();
        if (!decisions) return;
        const proposal = propose(decisions, analysisId, index, state);
        setSteps((before) => afterDecision(before, undoable(decisions, proposal)));
        setRefusal(null);
        mutate(proposal);
      },
      can: { undo: steps.undo.length > 0, redo: steps.redo.length > 0 },
      step: (way) => {
        const [decisions, entry] = [known(), steps[way].at(-1)];
        if (!decisions || !entry) return undefined;
        if (isLatest(decisions, entry)) {
          const proposal = propose(decisions, analysisId, entry.index, entry.before);
          setSteps((before) => afterStep(before, way, undoable(decisions, proposal)));
          setRefusal(null);
          mutate(proposal);
        } else {
          setSteps((before) => afterStep(before, way, undefined));
          setRefusal({
            index: entry.index,
            message: `Another tab has decided on this sample since, so your decision cannot be ${way === 'undo' ? 'undone' : 'redone'}.`,
          });
        }
        return entry.index;
      },
      refusal,
      dismiss: () => {
        setRefusal(null);
      },
    };
  }, [queryClient, analysisId, mutate, steps, refusal]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useReviewSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This view stands outside a review.');
  return session;
}
