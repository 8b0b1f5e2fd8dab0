import { expect, test } from 'vitest';
import { mixed, pixelOf, ramp } from './pixels';

test('pixels hold their colour from red up, and cover what was there', () => {
  expect(pixelOf('#010203')).toBe(0xff030201);
});

test('colours mix channel by channel', () => {
  expect(mixed(0xffffffff, 0xff000000, 256)).toBe(0xffffffff);
  expect(mixed(0xffffffff, 0xff000000, 0)).toBe(0xff000000);
  expect(mixed(0xff0000ff, 0xffff0000, 128)).toBe(0xff7f007f);
});

test('a ramp begins and ends with its colours', () => {
  const pixels = ramp(['#000000', '#ff0000', '#0000ff'], 5);
  expect([pixels[0], pixels[2], pixels[4]]).toEqual([0xff000000, 0xff0000ff, 0xffff0000]);
});
