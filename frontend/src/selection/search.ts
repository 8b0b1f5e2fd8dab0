/** Everything that a person has chosen on the page of an analysis, as it stands in the address bar. */

import type { Colouring, PlanChoice } from '../client/queries';
import { DEFAULT_THRESHOLDS, snap, type Thresholds } from '../shared/relations';
import { decodeArea } from './area';

export const SORT_KEYS = ['index', 'confidence', 'own_class_mean', 'head_similarity', 'self_kernel'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export const COLOURS = ['class', 'cluster', 'pruned'] as const;
export const DEFAULT_PLAN: PlanChoice = { strategy: 'fpc-largest', keep: 0.8, seed: 0 };

const HISTOGRAM_BINS = 100;
const LARGEST_SEED = 2 ** 32 - 1;

/** Absent means the default, so that addresses stay short. */
export interface AnalysisSearch {
  /** Index of the sample in the side panel. */
  sample?: number;
  class?: number;
  /** Index of the head of a cluster. */
  cluster?: number;
  prediction?: 'right' | 'wrong';
  status?: 'kept' | 'pruned';
  /** A polygon on the map. */
  area?: string;
  sort?: SortKey;
  order?: 'descending';
  colour?: 'cluster' | 'pruned';
  strategy?: string;
  keep?: number;
  seed?: number;
  interchangeable?: number;
  unrelated?: number;
  contradictory?: number;
}

/** Keeps of an address what makes sense and drops the rest: an address may come from anywhere. */
export function validateAnalysisSearch(raw: Record<string, unknown>): AnalysisSearch {
  const { keep } = raw;
  return withoutDefaults({
    sample: wholeNumber(raw.sample),
    class: wholeNumber(raw.class),
    cluster: wholeNumber(raw.cluster),
    prediction: oneOf(raw.prediction, ['right', 'wrong']),
    status: oneOf(raw.status, ['kept', 'pruned']),
    area: typeof raw.area === 'string' && decodeArea(raw.area) ? raw.area : undefined,
    sort: oneOf(raw.sort, SORT_KEYS),
    order: oneOf(raw.order, ['descending']),
    colour: oneOf(raw.colour, ['cluster', 'pruned']),
    strategy: typeof raw.strategy === 'string' && raw.strategy !== '' ? raw.strategy : undefined,
    keep: typeof keep === 'number' && keep > 0 && keep <= 1 ? keep : undefined,
    seed: wholeNumber(raw.seed, LARGEST_SEED),
    interchangeable: threshold(raw.interchangeable, 0, 1),
    unrelated: threshold(raw.unrelated, 0, 1),
    contradictory: threshold(raw.contradictory, -1, 0),
  });
}

export function planOf(search: AnalysisSearch): PlanChoice {
  return {
    strategy: search.strategy ?? DEFAULT_PLAN.strategy,
    keep: search.keep ?? DEFAULT_PLAN.keep,
    seed: search.seed ?? DEFAULT_PLAN.seed,
  };
}

export function colouringOf(search: AnalysisSearch): Colouring {
  return search.colour === 'pruned'
    ? { colour: 'pruned', ...planOf(search) }
    : { colour: search.colour ?? 'class' };
}

export function thresholdsOf(search: AnalysisSearch): Thresholds {
  return {
    interchangeable: search.interchangeable ?? DEFAULT_THRESHOLDS.interchangeable,
    unrelated: search.unrelated ?? DEFAULT_THRESHOLDS.unrelated,
    contradictory: search.contradictory ?? DEFAULT_THRESHOLDS.contradictory,
  };
}

const NO_FILTERS = {
  class: undefined,
  cluster: undefined,
  prediction: undefined,
  status: undefined,
  area: undefined,
} satisfies AnalysisSearch;

/** The same address without any filter. */
export function clearFilters(search: AnalysisSearch): AnalysisSearch {
  return { ...search, ...NO_FILTERS };
}

export function hasFilters(search: AnalysisSearch): boolean {
  return Object.keys(NO_FILTERS).some((name) => search[name as keyof AnalysisSearch] !== undefined);
}

/** Absent values stay as undefined: only so do they take the place of nonsense in the router's own copy. */
function withoutDefaults(search: AnalysisSearch): AnalysisSearch {
  const defaults: AnalysisSearch = { sort: 'index', ...DEFAULT_PLAN, ...DEFAULT_THRESHOLDS };
  const entries = Object.entries(search).map(([name, value]) => [
    name,
    value === defaults[name as keyof AnalysisSearch] ? undefined : value,
  ]);
  return Object.fromEntries(entries) as AnalysisSearch;
}

function wholeNumber(value: unknown, largest = Number.MAX_SAFE_INTEGER): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest
    ? value
    : undefined;
}

function oneOf<T extends string>(value: unknown, valid: readonly T[]): T | undefined {
  return valid.find((candidate) => candidate === value);
}

function threshold(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? snap(value, HISTOGRAM_BINS) : undefined;
}
