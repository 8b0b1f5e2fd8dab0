import { unwrap } from './api';
import { base } from './base';
import type { PlanChoice } from './plan';
import type { Side } from './types';

export interface PlanFileIn extends PlanChoice {
  format: string;
  side: Side;
  /** Indices that stay or go whatever the plan says. */
  stay: readonly number[];
  go: readonly number[];
}

/** A plan's list with what was said by hand, and what the server calls it. */
export async function fetchPlanFile(id: number, body: PlanFileIn): Promise<{ name: string; content: Blob }> {
  const answer = await unwrap(post(`${base}/api/analyses/${String(id)}/plan/file`, body));
  const header = answer.headers.get('Content-Disposition') ?? '';
  const name = /filename="([^"]+)"/.exec(header)?.[1] ?? `plan-${body.side}.${body.format}`;
  return { name, content: await answer.blob() };
}

async function post(url: string, body: object) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (response.ok) return { data: response, response };
  return { error: await response.json().catch(() => undefined), response };
}
