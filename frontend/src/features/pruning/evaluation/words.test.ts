import { describe, expect, it } from 'vitest';
import type { EvaluationSummary, Task } from '../../../client/types';
import { intervalWords, taskTitle, toneOf } from './words';

function task(arms: unknown[], keeps: number[]): Task {
  return { request: { arms, keeps }, created_at: '2026-11-24T06:05:00+00:00' } as unknown as Task;
}

describe('the title of an evaluation', () => {
  it('names arms and shares', () => {
    expect(taskTitle(task(['fpc-heads', { list: 'mine', packed: '' }], [0.8, 0.5]))).toMatch(
      /^fpc-heads, mine at 80 %, 50 % · /,
    );
  });

  it('does without strategies, and without shares', () => {
    expect(taskTitle(task([], [0.8]))).toMatch(/^random at 80 % · /);
    expect(taskTitle(task([{ list: 'mine', packed: '' }], []))).toMatch(/^mine · /);
  });
});

it('shows only a sure verdict in colour', () => {
  const of = (verdict: string) => toneOf({ against_random: { verdict } } as EvaluationSummary);
  expect(['better', 'no different', 'worse', 'too few seeds'].map(of)).toEqual([
    'good',
    'quiet',
    'bad',
    'quiet',
  ]);
  expect(toneOf({ against_random: null } as EvaluationSummary)).toBe('quiet');
});

it('writes an interval as per cent', () => {
  expect(intervalWords([0.907, 0.9241])).toBe('90.7 to 92.4 %');
  expect(intervalWords(null)).toBe('');
});
