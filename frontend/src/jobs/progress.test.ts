import { expect, test } from 'vitest';
import { canResume, isUnderWay, stageTitle, words } from './progress';

const progress = {
  stage: 'kernel',
  done: 34,
  total: 120,
  unit: 'tiles',
  rate: null,
  remaining: null,
  left: null,
} as const;

test('progress says how far, how fast and how long', () => {
  expect(words({ ...progress, rate: 1.24, remaining: 72, left: 'about 2 min left' })).toBe(
    '34 of 120 tiles · 1.2 tiles a second · about 2 min left',
  );
  expect(words({ ...progress, rate: 1234 })).toBe('34 of 120 tiles · 1,234 tiles a second');
});

test('what is slower than one a second is told by its duration', () => {
  expect(words({ ...progress, rate: 0.25 })).toBe('34 of 120 tiles · 4 s each');
});

test('what is not known is not told', () => {
  expect(words(progress)).toBe('34 of 120 tiles');
  expect(words({ ...progress, total: 0 })).toBe('34 tiles');
});

const STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'prepared'] as const;

test('only queued and running analyses are under way', () => {
  expect(STATES.filter(isUnderWay)).toEqual(['queued', 'running']);
});

test('what stopped before its end can be resumed', () => {
  expect(STATES.filter(canResume)).toEqual(['failed', 'cancelled', 'prepared']);
});

test('a stage that is not known is called by its own word', () => {
  expect(stageTitle('learning')).toBe('Learn');
  expect(stageTitle('retraining')).toBe('retraining');
});
