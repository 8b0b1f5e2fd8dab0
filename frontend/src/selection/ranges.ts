/** Ranges of scores to filter by, short enough to live in the URL: "loss~0.5~,aum~~2", "my%20own~1~". */

import { formatMeasure } from '../shared/format';

export interface Range {
  name: string;
  low: number;
  high: number;
}

const PART = /^([^~]+)~([^~]*)~([^~]*)$/;

/** The ranges in a text; what is none is left out. */
export function rangesOf(text: string | undefined): Range[] {
  return (text ?? '').split(',').flatMap((part) => {
    const [, encoded, low, high] = PART.exec(part) ?? [];
    const name = encoded === undefined ? undefined : decodeName(encoded);
    if (name === undefined) return [];
    const range = { name, low: bound(low, -Infinity), high: bound(high, Infinity) };
    return Number.isNaN(range.low) || Number.isNaN(range.high) || range.low > range.high ? [] : [range];
  });
}

export function encodeRanges(ranges: readonly Range[]): string | undefined {
  const parts = ranges
    .filter(({ low, high }) => low > -Infinity || high < Infinity)
    .map(({ name, low, high }) => `${encodeName(name)}~${encodeBound(low)}~${encodeBound(high)}`);
  return parts.length > 0 ? parts.join(',') : undefined;
}

/** The text with one range changed; without it where it is undefined. */
export function withRange(
  text: string | undefined,
  name: string,
  range: readonly [low: number, high: number] | undefined,
): string | undefined {
  const others = rangesOf(text).filter((one) => one.name !== name);
  return encodeRanges(range ? [...others, { name, low: range[0], high: range[1] }] : others);
}

/** "0.2 to 1.4 nats", "up to 3", "from 0.8". */
export function rangeWords({ low, high }: Omit<Range, 'name'>, unit: string): string {
  const suffix = unit === '' ? '' : ` ${unit}`;
  const [from, to] = [formatMeasure(low), formatMeasure(high)];
  if (low === -Infinity) return `up to ${to}${suffix}`;
  if (high === Infinity) return `from ${from}${suffix}`;
  return `${from === to ? from : `${from} to ${to}`}${suffix}`;
}

/** A name of a person's own may hold anything. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll('~', '%7E');
}

function decodeName(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function bound(text: string | undefined, open: number): number {
  return text === undefined || text === '' ? open : Number(text);
}

/** Counts are exact; of all else four digits are finer than any histogram. */
function encodeBound(value: number): string {
  if (!Number.isFinite(value)) return '';
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}
