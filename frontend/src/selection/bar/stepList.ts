/** The steps that a person took, as far as this window remembers: which analysis each entry of its history shows. */

export interface StepList {
  /** Of the entry that is shown now. */
  index: number;
  /** The analysis of each entry, by its place in the history; 0 of another page. */
  analyses: Readonly<Record<number, number>>;
}

export const NO_STEPS: StepList = { index: 0, analyses: {} };

/** After an entry is shown; a new one takes the place of all that could have been redone. */
export function withStep(steps: StepList, index: number, pathname: string, isNew: boolean): StepList {
  const kept = Object.entries(steps.analyses).filter(([place]) => !isNew || Number(place) < index);
  return { index, analyses: { ...Object.fromEntries(kept), [index]: analysisOf(pathname) } };
}

/** Whether the entry before, or after, shows the same analysis. */
export function canStep({ index, analyses }: StepList, by: 1 | -1): boolean {
  const here = analyses[index];
  return here !== undefined && here > 0 && analyses[index + by] === here;
}

function analysisOf(pathname: string): number {
  return Number(/\/analyses\/(\d+)(?:\/|$)/.exec(pathname)?.[1] ?? 0);
}

/** What `JSON` kept; nothing where it is none. */
export function readSteps(text: string | null): StepList {
  try {
    const found = JSON.parse(text ?? 'null') as StepList | null;
    return typeof found?.index === 'number' && typeof found.analyses === 'object' ? found : NO_STEPS;
  } catch {
    return NO_STEPS;
  }
}
