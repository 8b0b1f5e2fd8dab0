/** A sample, its strongest neighbours around it, and theirs outside: who stands where, and who is joined. */

import { valueAt } from '../../../shared/valueAt';

export interface Tie {
  index: number;
  similarity: number;
}

export interface Node extends Tie {
  /** 0 in the middle, 1 around it, 2 outside. */
  ring: 0 | 1 | 2;
  /** Whose neighbour it is: its similarity is that to this sample. */
  of: number;
  /** In [-1, 1], the middle at 0. */
  x: number;
  y: number;
}

export interface Edge {
  from: Node;
  to: Node;
  similarity: number;
}

export interface Picture {
  nodes: Node[];
  edges: Edge[];
}

export const AROUND = 8;
const OUTSIDE = 4;
/** Those outside stand by turns nearer and farther, so that they do not cover each other. */
const RADII = { around: 0.5, outside: [0.84, 1] };

/** The picture of the sample `middle`, from what is known of the strongest neighbours of each. */
export function pictureOf(middle: number, strongest: ReadonlyMap<number, readonly Tie[]>): Picture {
  const around = (strongest.get(middle) ?? []).slice(0, AROUND);
  const placed = new Set([middle, ...around.map(({ index }) => index)]);
  const outside = around.map((): Tie[] => []);
  // In turns, so that the first does not take what the others share with it.
  for (let turn = 0; turn < OUTSIDE; turn++) {
    around.forEach(({ index }, at) => {
      const next = strongest.get(index)?.find((tie) => !placed.has(tie.index));
      if (!next) return;
      placed.add(next.index);
      outside[at]?.push(next);
    });
  }
  const sector = (2 * Math.PI) / Math.max(around.length, 1);
  const nodes: Node[] = [{ index: middle, similarity: 1, ring: 0, of: middle, x: 0, y: 0 }];
  around.forEach((tie, at) => {
    nodes.push({ ...tie, ring: 1, of: middle, ...onCircle(RADII.around, at * sector) });
  });
  around.forEach(({ index: of }, at) => {
    const theirs = outside[at] ?? [];
    theirs.forEach((tie, place) => {
      const turn = at + (place - (theirs.length - 1) / 2) / OUTSIDE;
      nodes.push({ ...tie, ring: 2, of, ...onCircle(valueAt(RADII.outside, place % 2), turn * sector) });
    });
  });
  return { nodes, edges: edgesOf(nodes, strongest) };
}

/** Each node with whom it stands for, and all others of whom it is known how similar they are. */
function edgesOf(nodes: readonly Node[], strongest: ReadonlyMap<number, readonly Tie[]>): Edge[] {
  const byIndex = new Map(nodes.map((node) => [node.index, node]));
  const known = new Set<string>();
  return nodes.flatMap((from) =>
    (strongest.get(from.index) ?? []).flatMap(({ index, similarity }) => {
      const to = byIndex.get(index);
      const key = [from.index, index].sort((a, b) => a - b).join();
      if (!to || known.has(key)) return [];
      known.add(key);
      return [{ from, to, similarity }];
    }),
  );
}

/** Whether an edge holds the picture together: it is drawn even where it is weak. */
export function isSpoke({ from, to }: Edge): boolean {
  return from.of === to.index || to.of === from.index;
}

/** Clockwise from the top. */
function onCircle(radius: number, angle: number): { x: number; y: number } {
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
}
