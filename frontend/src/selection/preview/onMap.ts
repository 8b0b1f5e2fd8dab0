import type { Batches } from './batches';
import type { OnMap } from './modality';

const LONGEST = 26;

/** What stands on the map for samples that are read: how they begin. */
export function saidOnMap<Content>(batches: Batches<Content>, words: (content: Content) => string): OnMap {
  return {
    get: (index) => {
      const found = batches.get(index);
      if (found === undefined || found === 'missing') return undefined;
      const line = words(found).replaceAll(/\s+/g, ' ');
      return { words: line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line };
    },
    want: (indices) => {
      batches.want(indices);
    },
    watch: (listener) => batches.watch(listener),
  };
}
