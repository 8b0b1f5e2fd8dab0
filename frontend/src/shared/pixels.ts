/** Colours as the 32-bit words of a canvas's pixels. */

/** "#0d6ebb" as a pixel that covers what was there. */
export function pixelOf(hex: string): number {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** One pixel over another, of which `share` out of 256 shows. */
export function mixed(over: number, under: number, share: number): number {
  const rest = 256 - share;
  const outer = ((over & 0xff00ff) * share + (under & 0xff00ff) * rest) >>> 8;
  const green = ((over & 0xff00) * share + (under & 0xff00) * rest) >>> 8;
  return (0xff000000 | (outer & 0xff00ff) | (green & 0xff00)) >>> 0;
}

/** `steps` pixels between colours that stand at equal distances. */
export function ramp(colours: readonly string[], steps: number): Uint32Array {
  return Uint32Array.from({ length: steps }, (_, step) => {
    const at = (step / (steps - 1)) * (colours.length - 1);
    const before = Math.min(Math.floor(at), colours.length - 2);
    const [from = '#000000', to = '#000000'] = colours.slice(before, before + 2);
    return mixed(pixelOf(to), pixelOf(from), Math.round(256 * (at - before)));
  });
}
