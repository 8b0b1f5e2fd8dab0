/** Sets of rows as text, short enough to live in the URL. */

const RADIX = 36;

/** The shorter of runs ("r" and gaps and lengths) and bits ("b" in base 64 for URLs). */
export function encodeRows(rows: Uint8Array): string | undefined {
  const runs = runsOf(rows);
  if (runs.length === 0) return undefined;
  const text = `r${runs.map(([gap, length]) => gap.toString(RADIX) + (length > 1 ? `.${length.toString(RADIX)}` : '')).join('-')}`;
  const bits = Math.ceil(rows.length / 6) + 1;
  return text.length <= bits ? text : `b${encodeBits(rows)}`;
}

/** The inverse of `encodeRows`: 1 a row that is in the set; rows that there are not, and nonsense, are left out. */
export function decodeRows(text: string | undefined, samples: number): Uint8Array {
  const rows = new Uint8Array(samples);
  if (text?.startsWith('r')) fillRuns(rows, text.slice(1));
  else if (text?.startsWith('b')) fillBits(rows, text.slice(1));
  return rows;
}

/** Gap before each run of consecutive rows, and its length. */
function runsOf(rows: Uint8Array): [gap: number, length: number][] {
  const runs: [number, number][] = [];
  let end = 0;
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] !== 1) continue;
    const start = row;
    while (rows[row + 1] === 1) row += 1;
    runs.push([start - end, row + 1 - start]);
    end = row + 1;
  }
  return runs;
}

function fillRuns(rows: Uint8Array, text: string): void {
  let row = 0;
  for (const run of text.split('-')) {
    const [gap = NaN, length = 1] = run.split('.').map((part) => Number.parseInt(part, RADIX));
    if (!(gap >= 0 && length >= 1)) return;
    rows.fill(1, row + gap, row + gap + length);
    row += gap + length;
  }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function encodeBits(rows: Uint8Array): string {
  let text = '';
  for (let start = 0; start < rows.length; start += 6) {
    let digit = 0;
    for (let bit = 0; bit < 6; bit++) digit |= (rows[start + bit] ?? 0) << bit;
    text += DIGITS.charAt(digit);
  }
  return text;
}

function fillBits(rows: Uint8Array, text: string): void {
  for (let place = 0; place < text.length; place++) {
    const digit = DIGITS.indexOf(text.charAt(place));
    for (let bit = 0; bit < 6; bit++) {
      const row = 6 * place + bit;
      if (row < rows.length && (digit >> bit) & 1 && digit >= 0) rows[row] = 1;
    }
  }
}
