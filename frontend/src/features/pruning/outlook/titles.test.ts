import { expect, test } from 'vitest';
import { descriptionOfStrategy, titleOfStrategy } from './titles';

const known = [
  {
    name: 'k-center',
    title: 'Greedy k-centre',
    description: 'Covers.',
    needs: '',
    scores: [],
    draws: false,
    nested: true,
  },
];

test('a strategy is called and described as the server says', () => {
  expect(titleOfStrategy(known, 'k-center')).toBe('Greedy k-centre');
  expect(descriptionOfStrategy(known, 'k-center')).toBe('Covers.');
});

test('one by a score by its parts', () => {
  expect(titleOfStrategy(known, 'by:left_out_margin:lowest')).toBe('left out margin, lowest');
  expect(titleOfStrategy(known, 'by:loss:lowest:stratified')).toBe('loss, lowest, stratified');
  expect(descriptionOfStrategy(known, 'by:loss:lowest:stratified')).toBe(
    'Goes by the score loss, of which the lowest of each class stay, as many from each part of its range.',
  );
});

test('what nobody knows is called by its name', () => {
  expect(titleOfStrategy(known, 'new')).toBe('new');
  expect(descriptionOfStrategy(known, 'new')).toBe('');
});
