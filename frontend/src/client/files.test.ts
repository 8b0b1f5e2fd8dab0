import { expect, test } from 'vitest';
import { fileName } from './files';

test('a file has the name that the server gives it', () => {
  expect(fileName('attachment; filename="lpntk-mnist-selection.npy"')).toBe('lpntk-mnist-selection.npy');
  expect(fileName('attachment')).toBeUndefined();
  expect(fileName(null)).toBeUndefined();
});
