/** How many samples share how much of their nearest in two analyses. */

export interface Bar {
  low: number;
  high: number;
  count: number;
}

const BARS = 10;

/** Equal parts of [0, 1]; what is on an edge belongs to the part above, and 1 to the last. */
export function overlapBars(overlap: Iterable<number>): Bar[] {
  const bars = Array.from({ length: BARS }, (_, bar) => ({
    low: bar / BARS,
    high: (bar + 1) / BARS,
    count: 0,
  }));
  for (const share of overlap) {
    // Shares such as 0.3 are a little less than they are as 32-bit numbers.
    const bar = bars[Math.min(BARS - 1, Math.floor(BARS * share + 1e-5))];
    if (bar) bar.count += 1;
  }
  return bars;
}
