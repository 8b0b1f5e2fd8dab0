import type { Experiment, ExperimentIn, Setting, Task } from '../../client/types';

/** What a person has typed, by the option's name; what is left empty has its default. */
export type Typed = Record<string, string | number>;

/** What to ask the server for. */
export function asked({ name }: Experiment, typed: Typed): ExperimentIn {
  const given = Object.entries(typed).filter(([, value]) => value !== '');
  return { name, options: Object.fromEntries(given) };
}

/** What leaving an option empty means. */
export function defaultText({ default: value, empty }: Setting): string {
  return value === null ? (empty ?? '') : String(value);
}

/** "runs 3, updates 150". */
export function optionsText(request: Task['request']): string {
  const options = Object.entries(request).filter(([name]) => name !== 'name');
  return options.map(([name, value]) => `${name} ${String(value)}`).join(', ') || 'no options';
}
