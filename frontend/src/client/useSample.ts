import { useQuery } from '@tanstack/react-query';
import { sampleQuery } from './queries';
import type { Sample } from './types';

interface FoundSample {
  sample: Sample | undefined;
  error: Error | null;
  /** Whether the exact order of its neighbours is still to come: those of the sketch are shown meanwhile. */
  isRanking: boolean;
}

/** A sample, at once as a sketch has it, then with its neighbours as the exact kernel ranks them. */
export function useSample(id: number, index: number | undefined): FoundSample {
  const { data: first, error } = useQuery(sampleQuery(id, index, false));
  const wanted = first?.can_be_ranked === true;
  const ranking = useQuery({ ...sampleQuery(id, index, true), enabled: wanted });
  return {
    sample: wanted ? (ranking.data ?? first) : first,
    error,
    isRanking: wanted && ranking.isPending,
  };
}
