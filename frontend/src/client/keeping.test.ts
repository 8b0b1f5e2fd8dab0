import { expect, test } from 'vitest';
import { requireAddressable } from './keeping';

test.each(['..', '.', 'a/b', '/'])('what is called %s has no address', (name) => {
  expect(() => {
    requireAddressable('view', name);
  }).toThrow(`A view cannot be called “${name}”`);
});

test.each(['...', 'a.b', 'κ?', '100 %'])('what is called %s has one', (name) => {
  expect(() => {
    requireAddressable('view', name);
  }).not.toThrow();
});
