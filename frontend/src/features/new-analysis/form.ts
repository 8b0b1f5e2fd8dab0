/** The form's values and how they become a request. */

import { applies, type SettingValue } from '../../client/settings';
import type { AnalysisIn, Options, Setting } from '../../client/types';

export const OTHER_MODEL = 'other';

const GIB = 2 ** 30;

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
  /** What each field holds, by the name of its setting: sizes in GiB, and nothing as ''. */
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

/** What is left empty is left to the server's default; what does not apply is not sent. */
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

/** Sizes are shown in GiB. */
export function inGib(bytes: number): number {
  return bytes / GIB;
}

function toField({ kind }: Setting, value: SettingValue): string | number {
  return kind === 'bytes' && typeof value === 'number' ? inGib(value) : (value ?? '');
}

function fromField({ kind }: Setting, value: string | number): string | number | undefined {
  const given = typeof value === 'string' ? value.trim() : value;
  if (given === '') return undefined;
  return kind === 'bytes' && typeof given === 'number' ? Math.round(given * GIB) : given;
}
