/** Columns in bins, for histograms that filter. */

import { valueAt } from '../../shared/valueAt';
import type { Column } from '../scores';

export interface Bins {
  /** Ascending, one more than there are bins: a bin holds what lies from its edge up to, but without, the next. */
  edges: Float64Array;
  /** The bin of each row; past the last one where its value is not known. */
  of: Uint8Array;
  /** How many rows each bin holds. */
  counts: Uint32Array;
  unknown: number;
  /** Whether all values are whole numbers. */
  isWhole: boolean;
}

/** From one edge to another, by their numbers. */
export type Span = readonly [from: number, to: number];

const MOST_BINS = 48;
const DRAWN = 2000;
/** When so much of the range lies outside nine tenths of the values, equal widths would put all of them into one bin. */
const SKEWED = 20;
/** As a share of the largest value: what lies below is near zero. */
const NEAR_ZERO = 0.05;

/** The bins of a column; undefined where nothing is known, or all of it is the same. */
export function binsOf(values: Column): Bins | undefined {
  const { low, high, isWhole } = extent(values);
  if (!(low < high)) return undefined;
  const edges = isWhole ? wholeEdges(values, low, high) : smoothEdges(values, low, high);
  const bins = edges.length - 1;
  const of = new Uint8Array(values.length);
  const counts = new Uint32Array(bins);
  let unknown = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    const bin = Number.isFinite(value) ? binAt(edges, value) : bins;
    of[row] = bin;
    if (bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
    else unknown += 1;
  }
  return { edges, of, counts, unknown, isWhole };
}

const KNOWN = new WeakMap<object, { bins: Bins | undefined }>();

/** The bins of a column, made once. */
export function knownBins(values: Column): Bins | undefined {
  const known = KNOWN.get(values) ?? { bins: binsOf(values) };
  KNOWN.set(values, known);
  return known.bins;
}

/** How many rows of each bin, or group, pass. */
export function countPassing(of: ArrayLike<number>, groups: number, passes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(groups);
  for (let row = 0; row < passes.length; row++) {
    const group = of[row] ?? groups;
    if (passes[row] === 1 && group < groups) counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}

/** The values between two edges; where the span reaches an end it is open there, so that no rounding cuts it. */
export function rangeOfSpan({ edges, isWhole }: Bins, [from, to]: Span): [low: number, high: number] {
  const [low, high] = [valueAt(edges, from), valueAt(edges, to)];
  return [
    from === 0 ? -Infinity : isWhole ? Math.ceil(low) : low,
    to === edges.length - 1 ? Infinity : isWhole ? Math.floor(high) : high,
  ];
}

/** The edges nearest to two values. */
export function spanOfRange({ edges, isWhole }: Bins, low: number, high: number): Span {
  const last = edges.length - 1;
  const half = isWhole ? 0.5 : 0;
  const from = low === -Infinity ? 0 : Math.min(nearest(edges, low - half), last - 1);
  const to = high === Infinity ? last : nearest(edges, high + half);
  return [from, Math.max(from + 1, to)];
}

function extent(values: Column) {
  let [low, high, isWhole] = [Infinity, -Infinity, true];
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    isWhole &&= Number.isInteger(value);
  }
  return { low, high, isWhole };
}

/** One bin a number where there are few of them; else edges between numbers. */
function wholeEdges(values: Column, low: number, high: number): Float64Array {
  if (high - low < MOST_BINS) {
    return Float64Array.from({ length: high - low + 2 }, (_, step) => low - 0.5 + step);
  }
  const between = smoothEdges(values, low, high + 1).map((edge) => Math.round(edge) - 0.5);
  return between.filter((edge, place) => place === 0 || edge > (between[place - 1] ?? -Infinity));
}

/** Of equal width, or, where nearly all lies near zero and a little far away, of widths that grow with the distance. */
function smoothEdges(values: Column, low: number, high: number): Float64Array {
  const drawn = sample(values);
  const at = (share: number) => valueAt(drawn, Math.round(share * (drawn.length - 1)));
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const isSkewed = high - low > SKEWED * (at(0.95) - at(0.05)) && Math.abs(at(0.5)) < NEAR_ZERO * largest;
  const unit = Math.max(Math.abs(at(0.5)), largest / 1e4);
  const [bend, straighten] = isSkewed
    ? [(value: number) => Math.asinh(value / unit), (value: number) => Math.sinh(value) * unit]
    : [(value: number) => value, (value: number) => value];
  const [first, last] = [bend(low), bend(high)];
  return Float64Array.from({ length: MOST_BINS + 1 }, (_, step) =>
    step === 0 ? low : step === MOST_BINS ? high : straighten(first + ((last - first) * step) / MOST_BINS),
  );
}

/** Some of the known values, sorted. */
function sample(values: Column): Float64Array {
  const step = Math.max(1, Math.floor(values.length / DRAWN));
  const drawn: number[] = [];
  for (let row = 0; row < values.length; row += step) {
    const value = values[row] ?? NaN;
    if (Number.isFinite(value)) drawn.push(value);
  }
  return Float64Array.from(drawn.length > 0 ? drawn : [0]).sort();
}

function binAt(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valueAt(edges, middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function nearest(edges: Float64Array, value: number): number {
  const bin = binAt(edges, value);
  return value - valueAt(edges, bin) <= valueAt(edges, bin + 1) - value ? bin : bin + 1;
}
