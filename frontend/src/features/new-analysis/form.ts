/** The form's values and how they become a request. */

import type { AnalysisIn, Options } from '../../client/types';
import { valueAt } from '../../shared/valueAt';

export const GIB = 2 ** 30;
export const OTHER_MODEL = 'other';
export const SKETCH = 'sketch';

type NumberField = number | '';

/** Named as the server names them, so that its errors find their field; budgets are in GiB here. */
export interface FormValues {
  name: string;
  /** Whether the source is one of the built-in names. */
  builtIn: boolean;
  source: string;
  path: string;
  root: string;
  split: string;
  limit: NumberField;
  image_size: NumberField;
  model: string;
  otherModel: string;
  checkpoint: string;
  epochs: NumberField;
  learning_rate: NumberField;
  batch_size: NumberField;
  label_vector: string;
  method: string;
  sketch_width: NumberField;
  parameters: string;
  on_bad_gradient: string;
  neighbours: NumberField;
  memory_budget: NumberField;
  storage_budget: NumberField;
  heads: NumberField;
  seed: NumberField;
  device: string;
}

/** Settings that most people leave alone. */
export const ADVANCED: readonly (keyof FormValues)[] = [
  'checkpoint',
  'learning_rate',
  'batch_size',
  'image_size',
  'heads',
  'neighbours',
  'parameters',
  'on_bad_gradient',
  'memory_budget',
  'storage_budget',
  'seed',
  'device',
];

export function initialValues({ defaults, sources }: Options): FormValues {
  return {
    name: '',
    builtIn: true,
    source: valueAt(sources, 0).name,
    path: '',
    root: defaults.root ?? '',
    split: defaults.split,
    limit: defaults.limit ?? '',
    image_size: defaults.image_size ?? '',
    model: defaults.model,
    otherModel: '',
    checkpoint: defaults.checkpoint ?? '',
    epochs: defaults.epochs,
    learning_rate: defaults.learning_rate ?? '',
    batch_size: defaults.batch_size,
    label_vector: defaults.label_vector,
    method: defaults.method,
    sketch_width: defaults.sketch_width,
    parameters: defaults.parameters ?? '',
    on_bad_gradient: defaults.on_bad_gradient,
    neighbours: defaults.neighbours,
    memory_budget: defaults.memory_budget / GIB,
    storage_budget: defaults.storage_budget / GIB,
    heads: defaults.heads,
    seed: defaults.seed,
    device: defaults.device,
  };
}

/** What is left empty is left to the server's default; what does not apply to the source is not sent. */
export function toRequest(values: FormValues, { sources }: Options): AnalysisIn {
  const source = values.builtIn ? sources.find(({ name }) => name === values.source) : undefined;
  return {
    name: text(values.name),
    source: values.builtIn ? values.source : values.path.trim(),
    root: source?.needs_root ? text(values.root) : undefined,
    split: source && source.splits.length > 0 ? values.split : undefined,
    limit: number(values.limit),
    image_size: number(values.image_size),
    model: values.model === OTHER_MODEL ? values.otherModel.trim() : values.model,
    checkpoint: text(values.checkpoint),
    epochs: number(values.epochs),
    learning_rate: number(values.learning_rate),
    batch_size: number(values.batch_size),
    label_vector: values.label_vector,
    method: values.method,
    sketch_width: values.method === SKETCH ? number(values.sketch_width) : undefined,
    parameters: text(values.parameters),
    on_bad_gradient: values.on_bad_gradient,
    neighbours: number(values.neighbours),
    memory_budget: bytes(values.memory_budget),
    storage_budget: bytes(values.storage_budget),
    heads: number(values.heads),
    seed: number(values.seed),
    device: values.device,
  };
}

/** Which field of the form shows an error of the server's; null where none does. */
export function fieldFor(field: string | null, values: FormValues): keyof FormValues | null {
  if (field === 'source') return values.builtIn ? 'source' : 'path';
  if (field === 'model') return values.model === OTHER_MODEL ? 'otherModel' : 'model';
  return field !== null && field in values ? (field as keyof FormValues) : null;
}

function text(value: string): string | undefined {
  return value.trim() === '' ? undefined : value.trim();
}

function number(value: NumberField): number | undefined {
  return value === '' ? undefined : value;
}

function bytes(gib: NumberField): number | undefined {
  return gib === '' ? undefined : Math.round(gib * GIB);
}
