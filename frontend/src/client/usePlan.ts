import { useQuery } from '@tanstack/react-query';
import { planQuery, type PlanChoice } from './queries';

/** What a strategy drops, where `wanted`. */
export function usePlan(analysisId: number, plan: PlanChoice, wanted = true) {
  return useQuery({ ...planQuery(analysisId, plan), enabled: wanted });
}
