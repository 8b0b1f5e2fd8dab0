import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { propose, useDecide, type DecisionState } from '../../client/decisions';
import { decisionsQuery } from '../../client/reviewQueries';
import { isLatest, undoable, type Undoable } from './undo';

/** A decision that the server has refused, or that can no longer be undone. */
export interface Refusal {
  index: number;
  message: string;
}

interface Session {
  decide: (index: number, state: DecisionState) => void;
  canUndo: boolean;
  /** Has what held before the last decision hold again; says on which sample. */
  undo: () => number | undefined;
  refusal: Refusal | null;
  dismiss: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** Remembers the decisions of this visit, so that they can be undone after a look at another view. */
export function ReviewSession({ analysisId, children }: { analysisId: number; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [stack, setStack] = useState<readonly Undoable[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { mutate } = useDecide(analysisId, ({ id, index }, { message }) => {
    setStack((entries) => entries.filter((entry) => entry.id !== id));
    setRefusal({ index, message });
  });

  const session = useMemo<Session>(() => {
    const known = () => queryClient.getQueryData(decisionsQuery(analysisId).queryKey);
    return {
      decide: (index, state) => {
        const decisions = known();
        if (!decisions) return;
        const proposal = propose(decisions, analysisId, index, state);
        setStack((entries) => [...entries, undoable(decisions, proposal)]);
        setRefusal(null);
        mutate(proposal);
      },
      canUndo: stack.length > 0,
      undo: () => {
        const [decisions, entry] = [known(), stack.at(-1)];
        if (!decisions || !entry) return undefined;
        setStack((entries) => entries.slice(0, -1));
        if (isLatest(decisions, entry)) {
          setRefusal(null);
          mutate(propose(decisions, analysisId, entry.index, entry.before));
        } else {
          const message = 'Another tab has decided on this sample since, so your decision cannot be undone.';
          setRefusal({ index: entry.index, message });
        }
        return entry.index;
      },
      refusal,
      dismiss: () => {
        setRefusal(null);
      },
    };
  }, [queryClient, analysisId, mutate, stack, refusal]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useReviewSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This view stands outside a review.');
  return session;
}
