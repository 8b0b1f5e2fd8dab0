/** What is shown of samples, fetched by the hundred: all that is wanted at about the same time comes in one answer. */

/** As many as the server gives at once. */
const MOST = 256;
const AT_A_TIME = 3;
const PATIENCE_MILLISECONDS = 1500;

/** `missing` of what cannot be had; undefined while it is on its way. */
export type Found<Shown> = Shown | 'missing' | undefined;

/** Of the samples of one data set, by index. */
export class Batches<Shown> {
  private readonly found = new Map<number, Shown | 'missing'>();
  private readonly listeners = new Map<number, Set<() => void>>();
  private readonly watchers = new Set<() => void>();
  private readonly underWay = new Set<number>();
  private urgent = new Set<number>();
  private later = new Set<number>();
  private fetching = 0;
  private isPlanned = false;

  /** `load` gives what is shown of each of some indices, in their order. */
  constructor(private readonly load: (indices: number[]) => Promise<readonly Shown[]>) {}

  get(index: number): Found<Shown> {
    return this.found.get(index);
  }

  /** Has them come: at once those in sight, the others when nothing urgent waits. */
  want(indices: Iterable<number>, when: 'now' | 'later' = 'now'): void {
    for (const index of indices) {
      if (this.found.has(index) || this.underWay.has(index)) continue;
      if (when === 'now') this.urgent.add(index);
      else if (!this.urgent.has(index)) this.later.add(index);
    }
    this.plan();
  }

  /** Drops what was to come later: the view has moved on. */
  forgetLater(): void {
    this.later.clear();
  }

  subscribe(index: number, listener: () => void): () => void {
    const all = this.listeners.get(index) ?? new Set();
    this.listeners.set(index, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0) {
        this.listeners.delete(index);
        // Nobody looks at it any more: others come first.
        this.urgent.delete(index);
      }
    };
  }

  /** Calls whenever some have come. */
  watch(listener: () => void): () => void {
    this.watchers.add(listener);
    return () => {
      this.watchers.delete(listener);
    };
  }

  private plan(): void {
    if (this.isPlanned || (this.urgent.size === 0 && this.later.size === 0)) return;
    this.isPlanned = true;
    // What is drawn in one go asks in one go.
    window.setTimeout(() => {
      this.isPlanned = false;
      while (this.fetching < AT_A_TIME && this.urgent.size > 0)
        void this.fetch(taken(this.urgent, this.later));
      if (this.fetching === 0 && this.later.size > 0) void this.fetch(taken(this.later));
    }, 0);
  }

  private async fetch(indices: number[]): Promise<void> {
    this.fetching += 1;
    for (const index of indices) this.underWay.add(index);
    const shown = await this.loaded(indices);
    indices.forEach((index, place) => {
      this.underWay.delete(index);
      this.found.set(index, shown?.[place] ?? 'missing');
    });
    this.fetching -= 1;
    for (const index of indices) for (const tell of this.listeners.get(index) ?? []) tell();
    for (const tell of this.watchers) tell();
    this.plan();
  }

  /** What was asked for, once again where the server was busy; undefined where it cannot be had. */
  private async loaded(indices: number[]): Promise<readonly Shown[] | undefined> {
    for (const wait of [0, PATIENCE_MILLISECONDS]) {
      if (wait > 0) await new Promise((resolve) => window.setTimeout(resolve, wait));
      try {
        return await this.load(indices);
      } catch {
        // Once more, or missing.
      }
    }
    return undefined;
  }
}

/** Up to an answer's worth of what is wanted most recently first, which is what is in sight; then what comes later. */
function taken(wanted: Set<number>, more = new Set<number>()): number[] {
  const some = [...wanted].slice(-MOST);
  for (const index of some) {
    wanted.delete(index);
    more.delete(index);
  }
  const rest = [...more].slice(0, MOST - some.length);
  for (const index of rest) more.delete(index);
  return [...some, ...rest].sort((a, b) => a - b);
}
