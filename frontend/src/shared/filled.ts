/** Writes a number for each place: many times as fast as `from` with a function, which goes through an iterator. */
export function filled<Target extends { [place: number]: number; length: number }>(
  target: Target,
  of: (place: number) => number,
): Target {
  for (let place = 0; place < target.length; place++) target[place] = of(place);
  return target;
}

/** The places of which a test holds, ascending. */
export function placesWhere(length: number, test: (place: number) => boolean): Uint32Array {
  const found = new Uint32Array(length);
  let count = 0;
  for (let place = 0; place < length; place++) {
    if (test(place)) found[count++] = place;
  }
  return found.slice(0, count);
}
