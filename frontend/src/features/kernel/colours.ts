/** The colours of similarities: what hurts, what does nothing, what helps. */

export type Rgb = readonly [red: number, green: number, blue: number];

const STEPS = 255;

/** "#0d6ebb" as numbers. */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The colours from -1 over 0 to 1, as the bytes of pixels. */
export function scale(hurts: Rgb, nothing: Rgb, helps: Rgb): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * (2 * STEPS + 1));
  for (let step = -STEPS; step <= STEPS; step += 1) {
    const towards = step < 0 ? hurts : helps;
    const share = Math.abs(step) / STEPS;
    const mixed = nothing.map((from, channel) => from + share * ((towards[channel] ?? 0) - from));
    pixels.set([...mixed, 255], 4 * (step + STEPS));
  }
  return pixels;
}

/** The pixels of similarities in [-1, 1], row by row. */
export function painted(values: Float32Array, colours: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  const words = new Uint32Array(pixels.buffer);
  const palette = new Uint32Array(colours.buffer);
  values.forEach((value, at) => {
    words[at] = palette[Math.round((Math.min(1, Math.max(-1, value)) + 1) * STEPS)] ?? 0;
  });
  return pixels;
}
