import { expect, test } from 'vitest';
import { painted, rgb, scale } from './colours';

test('the ends and the middle have their colours', () => {
  const colours = scale(rgb('#c8661a'), rgb('#f0f2f5'), rgb('#0d6ebb'));
  const pixels = painted(new Float32Array([-1, 0, 1, 7]), colours);
  expect([...pixels.slice(0, 4)]).toEqual([0xc8, 0x66, 0x1a, 255]);
  expect([...pixels.slice(4, 8)]).toEqual([0xf0, 0xf2, 0xf5, 255]);
  expect([...pixels.slice(8, 12)]).toEqual([0x0d, 0x6e, 0xbb, 255]);
  expect([...pixels.slice(12)]).toEqual([...pixels.slice(8, 12)]);
});

test('half way lies half way', () => {
  const colours = scale([0, 0, 0], [100, 100, 100], [200, 200, 200]);
  expect([...painted(new Float32Array([0.5]), colours)]).toEqual([150, 150, 150, 255]);
});
