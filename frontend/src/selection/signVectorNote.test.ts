import { expect, test } from 'vitest';
import { signVectorNote } from './signVectorNote';

test('with many classes the note says what two labels of one image come to', () => {
  expect(signVectorNote('sign', 10)).toContain('10 classes');
  expect(signVectorNote('sign', 10)).toContain('0.60');
  expect(signVectorNote('sign', 100)).toContain('0.96');
});

test('where contradictions can show, there is no note', () => {
  expect(signVectorNote('sign', 2)).toBeNull();
  expect(signVectorNote('residual', 10)).toBeNull();
  expect(signVectorNote('centred', 10)).toBeNull();
});
