import type { JobState, Progress, Stage } from '../client/types';
import { formatCount, formatDuration } from '../shared/format';

const STAGE_TITLES: Record<string, string> = {
  data: 'Read the data',
  learning: 'Learn',
  kernel: 'Kernel',
  clusters: 'Clusters',
  map: 'Map',
  evidence: 'Evidence',
  scores: 'Scores',
} satisfies Record<Stage, string>;

/** What a stage is called; one that this page does not know, by its own word. */
export function stageTitle(stage: string): string {
  return STAGE_TITLES[stage] ?? stage;
}

export function isUnderWay(state: JobState): boolean {
  return state === 'queued' || state === 'running';
}

/** Whether it goes on from what is finished when somebody says so. */
export function canResume(state: JobState): boolean {
  return state !== 'done' && !isUnderWay(state);
}

/** "34 of 120 tiles · 1.2 tiles a second · about 2 min left". */
export function words({ done, total, unit, rate, left }: Progress): string {
  const parts = [
    total > 0 ? `${formatCount(done)} of ${formatCount(total)} ${unit}` : `${formatCount(done)} ${unit}`,
  ];
  if (rate !== null && rate > 0) {
    parts.push(
      rate >= 1
        ? `${rate >= 10 ? formatCount(rate) : rate.toFixed(1)} ${unit} a second`
        : `${formatDuration(1 / rate)} each`,
    );
  }
  if (left !== null) parts.push(left);
  return parts.join(' · ');
}
