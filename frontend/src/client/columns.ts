/** Numbers of all samples as they lie in the server's binary answers: a short header, then little-endian arrays. */

export type NumberArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** An answer taken apart: views into its bytes, none of them copied. */
export interface Columns {
  count: number;
  /** What else the header says. */
  facts: Readonly<Record<string, unknown>>;
  columns: ReadonlyMap<string, NumberArray>;
}

interface Header {
  count: number;
  columns: { name: string; type: keyof typeof TYPES; offset: number; length: number }[];
  [fact: string]: unknown;
}

const TYPES = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

const LENGTH_BYTES = 4;

/** Takes an answer apart; the machine is little-endian, as every one is that has a browser. */
export function decodeColumns(buffer: ArrayBuffer): Columns {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, LENGTH_BYTES, length));
  const { count, columns, ...facts } = JSON.parse(text) as Header;
  const start = LENGTH_BYTES + length;
  return {
    count,
    facts,
    columns: new Map(
      columns.map(({ name, type, offset, length: numbers }) => [
        name,
        new TYPES[type](buffer, start + offset, numbers),
      ]),
    ),
  };
}

/** A column that must be there, in its type. */
export function columnIn<Column extends NumberArray>(
  { columns }: Columns,
  name: string,
  type: abstract new (...args: never[]) => Column,
): Column {
  const found = columns.get(name);
  if (found instanceof type) return found;
  throw new Error(`The server's answer has no column “${name}” of the right kind.`);
}
