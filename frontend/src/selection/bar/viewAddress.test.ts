import { expect, test } from 'vitest';
import { addressOfView, pathOfView } from './viewAddress';

test('a view is kept without its analysis, and found again', () => {
  const kept = addressOfView('/lpntk/analyses/3/images', '?class=2&sort=loss');
  expect(kept).toBe('images?class=2&sort=loss');
  expect(pathOfView('/lpntk', 7, kept)).toBe('/lpntk/analyses/7/images?class=2&sort=loss');
  expect(addressOfView('/analyses/3', '')).toBe('map');
});

test.each(['//evil.example', '../../new', 'javascript:alert(1)', '', 'map#x'])('%s is no view', (saved) => {
  expect(pathOfView('', 1, saved)).toBeUndefined();
});
