/** Numbers as people read them: a true minus sign, thin groups, no more digits than carry meaning. */

const MINUS = '−';
const counts = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function formatCount(value: number): string {
  return counts.format(value);
}

/** "1 sample", "1,797 samples". */
export function formatNumberOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** With a capital to begin with. */
export function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A share in [0, 1] as a percentage; `digits` after the point. */
export function formatShare(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** A difference of shares in percentage points: "+0.4 points", "−1.0 points", "no change". */
export function formatPoints(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(1);
  if (text === '0.0') return 'no change';
  return `${difference < 0 ? MINUS : '+'}${text} points`;
}

/** A similarity in [-1, 1], always with two digits and its sign where it is negative. */
export function formatSimilarity(similarity: number): string {
  return fixed(similarity, 2);
}

/** What a sample's label counts for in the prediction of another, always with three digits: most are small. */
export function formatWeight(weight: number): string {
  return fixed(weight, 3);
}

/** A number of any size in three significant digits. */
export function formatMeasure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e5 || size < 1e-3) ? size.toExponential(2) : String(Number(size.toPrecision(3)));
  return value < 0 ? MINUS + text : text;
}

/** "1.2 M", "34 k", "812". */
export function formatCompact(value: number): string {
  if (value >= 1e6) return `${trimZero((value / 1e6).toFixed(1))} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(0)} k`;
  return formatCount(value);
}

/** In at most four characters: "812", "5.9k", "12k", "1.2M". */
export function formatShort(value: number): string {
  if (value < 1000) return String(value);
  const [size, letter] = value < 999_500 ? [1e3, 'k'] : [1e6, 'M'];
  const scaled = value / size;
  return `${scaled < 9.95 ? trimZero(scaled.toFixed(1)) : scaled.toFixed(0)}${letter}`;
}

/** A number of operations: "51.6 T", "39.8 G". */
export function formatLarge(value: number): string {
  const scales: [number, string][] = [
    [1e15, 'P'],
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
  ];
  const scale = scales.find(([size]) => value >= size);
  return scale ? `${trimZero((value / scale[0]).toFixed(1))} ${scale[1]}` : formatCount(value);
}

/** "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${trimZero(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** Bytes in binary units: "512 MiB", "2 GiB". */
export function formatBytes(bytes: number): string {
  const gib = 2 ** 30;
  return bytes >= gib ? `${trimZero((bytes / gib).toFixed(1))} GiB` : `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** When something happened, in the reader's own time zone: "24 Nov 2026, 06:05". */
export function formatTime(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0
    ? `${String(large)} ${largeUnit}`
    : `${String(large)} ${largeUnit} ${String(small)} ${smallUnit}`;
}

/** Always so many digits after the point, and no negative zero. */
function fixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}
