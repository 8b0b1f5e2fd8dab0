/** What the samples are coloured by, and how: groups or numbers, from the page's columns. */

import type { Score } from '../../client/types';
import { classColour, type Colours } from '../../shared/palette';
import { filled } from '../../shared/filled';
import { orderOf } from '../../shared/order';
import { pixelOf, ramp } from '../../shared/pixels';
import type { Cluster } from '../clusters';
import type { Samples } from '../page';
import { isGiven, isNotKnown, type Column } from '../scores';

export interface Group {
  name: string;
  colour: string;
  count: number;
}

export interface Groups {
  kind: 'groups';
  title: string;
  /** The group of each row; past the last one where it is in none. */
  of: ArrayLike<number>;
  groups: Group[];
  /** The group that is drawn over the others, which would hide it. */
  top: number | undefined;
}

export interface Values {
  kind: 'values';
  title: string;
  values: Column;
  low: number;
  high: number;
  /** Whether zero stands in the middle and both ends mean something. */
  diverging: boolean;
  unit: string;
}

export type Colouring = Groups | Values;

function groups(title: string, of: ArrayLike<number>, named: Omit<Group, 'count'>[], top?: number): Groups {
  const counts = new Uint32Array(named.length);
  // `of` need not be one that can be gone through otherwise.
  filled(new Uint8Array(of.length), (row) => {
    const group = of[row] ?? named.length;
    if (group < named.length) counts[group] = (counts[group] ?? 0) + 1;
    return 0;
  });
  return {
    kind: 'groups',
    title,
    of,
    groups: named.map((one, at) => ({ ...one, count: counts[at] ?? 0 })),
    top,
  };
}

/** By given, predicted or suggested class. */
export function byClass(
  title: string,
  of: ArrayLike<number>,
  names: readonly string[],
  colours: Colours,
): Groups {
  return groups(
    title,
    of,
    names.map((name, label) => ({ name, colour: classColour(colours, label) })),
  );
}

export function byCorrectness({ label, predicted }: Samples, colours: Colours): Groups {
  const of = filled(new Uint8Array(label.length), (row) => Number(predicted[row] !== label[row]));
  return groups(
    'Prediction',
    of,
    [
      { name: 'right', colour: colours.stays },
      { name: 'wrong', colour: colours.goes },
    ],
    1,
  );
}

export function byPlan(goes: Uint8Array, colours: Colours): Groups {
  return groups(
    'Pruned',
    goes,
    [
      { name: 'stay', colour: colours.stays },
      { name: 'go', colour: colours.goes },
    ],
    1,
  );
}

/** The largest clusters have a colour each; the others are in no group. */
export function byCluster({ head }: Samples, clusters: readonly Cluster[], colours: Colours): Groups {
  const largest = clusters.slice(0, colours.classes.length);
  const place = new Map(largest.map((cluster, at) => [cluster.head, at]));
  const of = filled(new Uint8Array(head.length), (row) => place.get(head[row] ?? -1) ?? largest.length);
  return groups(
    'Largest clusters',
    of,
    largest.map((cluster, at) => ({
      name: `head ${String(cluster.head)}`,
      colour: classColour(colours, at),
    })),
  );
}

export function byScore(
  { title, unit, is_flag, categories, group }: Score,
  values: Column,
  colours: Colours,
): Colouring {
  if (categories.length > 0) {
    const colourOf = (name: string, place: number) =>
      isGiven(group) && isNotKnown(name) ? colours.neutral : classColour(colours, place);
    const named = categories.map((name, place) => ({ name, colour: colourOf(name, place) }));
    return groups(title, values, named);
  }
  if (is_flag) {
    const of = filled(new Uint8Array(values.length), (row) => Number(values[row] !== 0));
    return groups(title, of, [
      { name: 'no', colour: colours.goes },
      { name: 'yes', colour: colours.stays },
    ]);
  }
  const [low, high] = quantiles(values);
  return { kind: 'values', title, values, low, high, diverging: false, unit };
}

/** From here on a sample is helped as strongly as the colours can say. */
const STRONGEST = 0.8;

export function byEffect(similarity: Float32Array): Values {
  return {
    kind: 'values',
    title: 'Learning it',
    values: similarity,
    low: -STRONGEST,
    high: STRONGEST,
    diverging: true,
    unit: '',
  };
}

const TAIL = 0.01;

/** Where the colours begin and end: a few outliers must not make all others alike. */
function quantiles(values: Column): [low: number, high: number] {
  const order = orderOf(values);
  let known = order.length;
  while (known > 0 && Number.isNaN(values[order[known - 1] ?? 0])) known -= 1;
  if (known === 0) return [0, 1];
  const at = (share: number) => values[order[Math.round(share * (known - 1))] ?? 0] ?? 0;
  const [low, high] = [at(TAIL), at(1 - TAIL)];
  return low < high ? [low, high] : [at(0), Math.max(at(1), at(0) + 1e-12)];
}

const STEPS = 255;

/** The pixel of each row; 0 where a row is not drawn, since its group is hidden. */
export function paint(colouring: Colouring, colours: Colours, hidden: ReadonlySet<number>): Uint32Array {
  const neutral = pixelOf(colours.neutral);
  if (colouring.kind === 'groups') {
    const pixels = colouring.groups.map(({ colour }, group) => (hidden.has(group) ? 0 : pixelOf(colour)));
    const others = hidden.size > 0 ? 0 : neutral;
    const { of } = colouring;
    return filled(new Uint32Array(of.length), (row) => pixels[of[row] ?? pixels.length] ?? others);
  }
  const { values, low, high, diverging } = colouring;
  const scale = ramp(diverging ? colours.diverging : colours.sequential, STEPS);
  return filled(new Uint32Array(values.length), (row) => {
    const value = values[row] ?? NaN;
    const step = Math.round(((value - low) / (high - low)) * (STEPS - 1));
    return Number.isNaN(step) ? neutral : (scale[Math.min(STEPS - 1, Math.max(0, step))] ?? neutral);
  });
}

const GOLDEN = 0.618_033_988_75;

/** All rows, those that follow one another in the data far apart: the same each time. */
function shuffled(samples: number): Uint32Array {
  let stride = Math.max(1, Math.round(samples * GOLDEN));
  while (commonDivisor(stride, samples) > 1) stride += 1;
  return filled(new Uint32Array(samples), (turn) => (turn * stride) % samples);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** The rows in the order in which they are drawn, so that what matters lies on top and no class hides another. */
export function drawingOrder(colouring: Colouring, samples: number): Uint32Array {
  if (colouring.kind === 'values') {
    const { values, diverging } = colouring;
    const weight = filled(new Float32Array(samples), (row) => {
      const value = values[row] ?? NaN;
      return Number.isNaN(value) ? -Infinity : diverging ? Math.abs(value) : value;
    });
    return orderOf(weight);
  }
  const { of, groups: all, top } = colouring;
  const rows = shuffled(samples);
  const level = filled(new Uint8Array(samples), (row) => {
    const group = of[row] ?? all.length;
    return group === top ? 2 : group < all.length ? 1 : 0;
  });
  const turns = new Uint32Array(samples);
  let turn = 0;
  for (const drawn of [0, 1, 2]) {
    for (const row of rows) if (level[row] === drawn) turns[turn++] = row;
  }
  return turns;
}
