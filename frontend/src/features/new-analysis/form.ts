/** The form's values and how they become a request. */

import { ApiError } from '../../client/api';
import { applies, type SettingValue } from '../../client/settings';
import type { Analysis, AnalysisIn, Options, Setting } from '../../client/types';

export const OTHER_MODEL = 'other';

/** The largest first. */
const UNITS: readonly (readonly [name: string, bytes: number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['B', 1],
];

/** The settings that have a place of their own in the form; all others are listed under "More settings". */
const PLACED: readonly string[] = [
  'source',
  'root',
  'split',
  'limit',
  'name',
  'model',
  'epochs',
  'label_vector',
  'method',
  'sketch_width',
];

export interface FormValues {
  /** What each field holds, by the name of its setting: sizes with their unit, and nothing as ''. */
  settings: Record<string, string | number>;
  /** Whether the source is one of the built-in names, else it is the path. */
  builtIn: boolean;
  path: string;
  /** The model's name where it is none of those listed. */
  otherModel: string;
}

/** The settings without a place of their own, in their order. */
export function furtherSettings(settings: readonly Setting[]): Setting[] {
  return settings.filter(({ name }) => !PLACED.includes(name));
}

export function initialValues({ defaults, settings }: Options): FormValues {
  const values = settings.map((setting) => [setting.name, toField(setting, setting.default)]);
  return {
    settings: { ...(Object.fromEntries(values) as FormValues['settings']), source: defaults.source },
    builtIn: true,
    path: '',
    otherModel: '',
  };
}

/** The form as it is filled in for a request that was made; its name was that analysis's own. */
export function valuesLike(request: Analysis['request'], { models, settings, sources }: Options): FormValues {
  const given: Readonly<Record<string, SettingValue>> = { ...request };
  const values = settings.map((setting) => [setting.name, toField(setting, given[setting.name] ?? null)]);
  const fields = { ...(Object.fromEntries(values) as FormValues['settings']), name: '' };
  const builtIn = sources.some(({ name }) => name === request.source);
  const listed = models.some(({ name }) => name === request.model);
  return {
    settings: {
      ...fields,
      source: builtIn ? request.source : (sources[0]?.name ?? ''),
      model: listed ? request.model : OTHER_MODEL,
    },
    builtIn,
    path: builtIn ? '' : request.source,
    otherModel: listed ? '' : request.model,
  };
}

/**
 * What is left empty is left to the server's default; what does not apply is not sent.
 * Throws `ApiError` with the setting's name for a size that is none.
 */
export function toRequest(values: FormValues, { settings, sources }: Options): AnalysisIn {
  const listed = settings
    .filter((setting) => applies(setting, values.settings))
    .map((setting) => [setting.name, fromField(setting, values.settings[setting.name] ?? '')]);
  const sent = Object.fromEntries(listed) as AnalysisIn;
  const source = values.builtIn ? sources.find(({ name }) => name === sent.source) : undefined;
  return {
    ...sent,
    source: values.builtIn ? sent.source : values.path.trim(),
    root: source?.needs_root ? sent.root : undefined,
    split: source && source.splits.length > 0 ? sent.split : undefined,
    model: sent.model === OTHER_MODEL ? values.otherModel.trim() : sent.model,
  };
}

/** Where the form may take files from, as this server was started. */
export function whereFilesMayLie({ folders }: Options['form']): string {
  return `In ${folders.join(' or ')}, or where else the server was started with --data.`;
}

/** The path of the field that shows an error of the server's about a setting; null where none does. */
export function fieldFor(name: string | null, values: FormValues): string | null {
  if (name === null || !Object.hasOwn(values.settings, name)) return null;
  if (name === 'source' && !values.builtIn) return 'path';
  if (name === 'model' && values.settings.model === OTHER_MODEL) return 'otherModel';
  return pathOf(name);
}

/** Where the form keeps the value of a setting. */
export function pathOf(name: string): string {
  return `settings.${name}`;
}

/** A size as a person writes it, in the largest unit that divides it: "2 GiB", "1536 MiB". */
export function writeSize(bytes: number): string {
  const [unit, size] = UNITS.find(([, each]) => bytes % each === 0) ?? ['B', 1];
  return `${String(bytes / size)} ${unit}`;
}

/** The bytes in a size such as "4 GiB" or "512MiB"; null where it is none, as without a unit. */
export function readSize(text: string): number | null {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const found = UNITS.find(([name]) => name.toLowerCase() === unit?.toLowerCase());
  return number === undefined || !found ? null : Math.round(Number(number) * found[1]);
}

function toField({ kind }: Setting, value: SettingValue): string | number {
  return kind === 'bytes' && typeof value === 'number' ? writeSize(value) : (value ?? '');
}

function fromField({ kind, name, title }: Setting, value: string | number): string | number | undefined {
  const given = typeof value === 'string' ? value.trim() : value;
  if (given === '') return undefined;
  if (kind !== 'bytes') return given;
  const size = readSize(String(given));
  if (size === null) {
    throw new ApiError('input', `${title}: give a size with its unit, such as 4 GiB or 512 MiB.`, name);
  }
  return size;
}
