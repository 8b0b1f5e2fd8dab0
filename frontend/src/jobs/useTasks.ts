import { useQuery } from '@tanstack/react-query';
import { analysesQuery } from '../client/queries';
import type { Task } from '../client/types';

const NONE: Task[] = [];

/** The tasks of a kind on an analysis as the live list has them, the latest first; nothing is asked for. */
export function useTasks(analysisId: number, kind: string): Task[] {
  const { data } = useQuery({
    ...analysesQuery,
    enabled: false,
    select: (list) => list.find(({ id }) => id === analysisId)?.tasks ?? NONE,
  });
  return (data ?? NONE).filter((task) => task.kind === kind).reverse();
}
