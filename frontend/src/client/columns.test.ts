import { expect, test } from 'vitest';
import { columnIn, decodeColumns } from './columns';

function answer(header: object, ...arrays: ArrayBufferView[]): ArrayBuffer {
  let text = JSON.stringify(header);
  while ((4 + text.length) % 8 !== 0) text += ' ';
  const bytes = [new Uint8Array(new Uint32Array([text.length]).buffer), new TextEncoder().encode(text)];
  for (const array of arrays) {
    const part = new Uint8Array(8 * Math.ceil(array.byteLength / 8));
    part.set(new Uint8Array(array.buffer));
    bytes.push(part);
  }
  const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

const ANSWER = answer(
  {
    count: 3,
    columns: [
      { name: 'label', type: 'u2', offset: 0, length: 3 },
      { name: 'x', type: 'f4', offset: 8, length: 3 },
    ],
    source: 'sketch',
  },
  new Uint16Array([7, 8, 9]),
  new Float32Array([0.5, NaN, -1]),
);

test('an answer is taken apart into its columns and facts', () => {
  const found = decodeColumns(ANSWER);
  expect(found.count).toBe(3);
  expect(found.facts).toEqual({ source: 'sketch' });
  expect([...columnIn(found, 'label', Uint16Array)]).toEqual([7, 8, 9]);
  expect([...columnIn(found, 'x', Float32Array)]).toEqual([0.5, NaN, -1]);
});

test('a column of another kind, or none, is a mistake', () => {
  expect(() => columnIn(decodeColumns(ANSWER), 'x', Uint16Array)).toThrow('“x”');
  expect(() => columnIn(decodeColumns(ANSWER), 'y', Float32Array)).toThrow('“y”');
});
