/** Samples that a person has said stay or go, whatever the plan says. */

import { placesWhere } from '../../shared/filled';
import type { Plan } from '../plan';

/** 1 a row that is pinned so. */
export interface Pins {
  stay: Uint8Array;
  go: Uint8Array;
}

export type Pin = 'stay' | 'go' | undefined;

/** The plan with what was said by hand; the same where nothing was. */
export function withPins(plan: Plan, { stay, go }: Pins): Plan {
  if (!go.includes(1) && !stay.includes(1)) return plan;
  const byHand = rowsIn(go);
  const others = plan.pruned.filter((row) => stay[row] !== 1 && go[row] !== 1);
  const pruned = new Uint32Array(byHand.length + others.length);
  pruned.set(byHand);
  pruned.set(others, byHand.length);
  const goes = new Uint8Array(plan.goes.length);
  for (const row of pruned) goes[row] = 1;
  return { ...plan, pruned, goes, byHand: byHand.length };
}

/** The pins with some rows pinned another way; undefined leaves them to the plan. */
export function pinned({ stay, go }: Pins, rows: Iterable<number>, pin: Pin): Pins {
  const next = { stay: stay.slice(), go: go.slice() };
  for (const row of rows) {
    next.stay[row] = pin === 'stay' ? 1 : 0;
    next.go[row] = pin === 'go' ? 1 : 0;
  }
  return next;
}

export function rowsIn(mask: Uint8Array): Uint32Array {
  return placesWhere(mask.length, (row) => mask[row] === 1);
}
