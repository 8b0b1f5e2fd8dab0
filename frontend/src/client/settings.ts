/** Settings as Python describes them: which there are, which count, and how their values read. */

import { formatBytes, formatCount } from '../shared/format';
import type { Setting } from './types';

export type SettingValue = string | number | null;

/** Whether a setting says anything beside the others: the epochs do not where a checkpoint is loaded. */
export function applies(
  { applies_if: condition }: Pick<Setting, 'applies_if'>,
  others: Readonly<Record<string, SettingValue>>,
): boolean {
  if (condition === null) return true;
  const other = others[condition.setting] ?? null;
  return (other === '' ? null : other) === condition.value;
}

/** The description of a setting that this page gives a place of its own. */
export function settingNamed(settings: readonly Setting[], name: string): Setting {
  const setting = settings.find((other) => other.name === name);
  if (!setting) throw new Error(`There is no setting “${name}”.`);
  return setting;
}

/** A value as a person reads it: "2 GiB", "28 pixels", the title of a choice, or what leaving it out means. */
export function formatSetting({ kind, choices, empty, unit }: Setting, value: SettingValue): string {
  if (value === null) return empty ?? '–';
  if (kind === 'choice') return choices.find(({ name }) => name === value)?.title ?? String(value);
  if (typeof value === 'string') return value;
  if (kind === 'bytes') return formatBytes(value);
  const number = kind === 'integer' ? formatCount(value) : String(value);
  return unit === '' ? number : `${number} ${unit}`;
}
