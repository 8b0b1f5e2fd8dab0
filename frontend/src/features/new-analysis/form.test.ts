import { expect, test } from 'vitest';
import type { Options, Setting } from '../../client/types';
import {
  fieldFor,
  furtherSettings,
  initialValues,
  OTHER_MODEL,
  readSize,
  toRequest,
  valuesLike,
  whereFilesMayLie,
  writeSize,
  type FormValues,
} from './form';

const GIB = 2 ** 30;

function setting(
  name: string,
  kind: Setting['kind'],
  value: Setting['default'],
  condition: Setting['applies_if'] = null,
): Setting {
  return { name, kind, default: value, applies_if: condition } as Setting;
}

const options = {
  sources: [
    { name: 'digits', title: 'Digits', splits: [], needs_root: false },
    { name: 'mnist', title: 'MNIST', splits: ['train', 'test'], needs_root: true },
  ],
  models: [{ name: 'lenet', title: 'LeNet' }],
  settings: [
    setting('source', 'text', null),
    setting('root', 'text', null),
    setting('split', 'text', 'train'),
    setting('limit', 'integer', null),
    setting('model', 'text', 'lenet'),
    setting('checkpoint', 'text', null),
    setting('epochs', 'integer', 10, { setting: 'checkpoint', value: null }),
    setting('method', 'choice', 'exact'),
    setting('sketch_width', 'integer', 4096, { setting: 'method', value: 'sketch' }),
    setting('memory_budget', 'bytes', 2 * GIB),
    setting('made_up', 'number', 0.5),
  ],
  defaults: { source: 'digits' },
} as unknown as Options;

const initial = initialValues(options);

/** The request that is sent once some fields have been filled in. */
function requestWith(settings: FormValues['settings'], others: Partial<FormValues> = {}): unknown {
  const values = { ...initial, ...others, settings: { ...initial.settings, ...settings } };
  return JSON.parse(JSON.stringify(toRequest(values, options)));
}

test('the untouched form asks for the built-in digits with every default', () => {
  expect(requestWith({})).toEqual({
    source: 'digits',
    model: 'lenet',
    epochs: 10,
    method: 'exact',
    memory_budget: 2 * GIB,
    made_up: 0.5,
  });
});

test('a setting that this page knows nothing of is listed and sent', () => {
  const names = furtherSettings(options.settings).map(({ name }) => name);
  expect(names).toEqual(['checkpoint', 'memory_budget', 'made_up']);
  expect(requestWith({ made_up: 0.75 })).toMatchObject({ made_up: 0.75 });
  expect(fieldFor('made_up', initial)).toBe('settings.made_up');
});

test('a source that lies in a folder sends it, and its split', () => {
  const request = requestWith({ source: 'mnist', root: ' /data ', split: 'test' });
  expect(request).toMatchObject({ source: 'mnist', root: '/data', split: 'test' });
});

test('a path is a source without root or split', () => {
  const request = requestWith({ root: '/data' }, { builtIn: false, path: '/cats ' });
  expect(request).toMatchObject({ source: '/cats' });
  expect(request).not.toHaveProperty('root');
  expect(request).not.toHaveProperty('split');
});

test('sizes are shown and typed with their unit, and sent in bytes', () => {
  expect(initial.settings.memory_budget).toBe('2 GiB');
  expect(requestWith({ memory_budget: '512 MiB' })).toMatchObject({ memory_budget: GIB / 2 });
  expect(requestWith({ memory_budget: '0.5gib' })).toMatchObject({ memory_budget: GIB / 2 });
  for (const size of [GIB, 1536 * 2 ** 20, 1000]) expect(readSize(writeSize(size))).toBe(size);
});

test('a size without its unit is refused at its field', () => {
  expect(() => requestWith({ memory_budget: '4' })).toThrow(
    expect.objectContaining({ field: 'memory_budget', kind: 'input' }),
  );
});

test('a model of one’s own is sent by its name', () => {
  const request = requestWith({ model: OTHER_MODEL }, { otherModel: 'torchvision:vgg11 ' });
  expect(request).toMatchObject({ model: 'torchvision:vgg11' });
});

test('what does not apply is not sent', () => {
  expect(requestWith({ checkpoint: 'weights.pt' })).not.toHaveProperty('epochs');
  expect(requestWith({ method: 'sketch' })).toMatchObject({ sketch_width: 4096 });
});

test('an error goes to the field that the person sees', () => {
  expect(fieldFor('source', initial)).toBe('settings.source');
  expect(fieldFor('source', { ...initial, builtIn: false })).toBe('path');
  const otherModel = { ...initial, settings: { ...initial.settings, model: OTHER_MODEL } };
  expect(fieldFor('model', otherModel)).toBe('otherModel');
  expect(fieldFor('elsewhere', initial)).toBeNull();
  expect(fieldFor(null, initial)).toBeNull();
});

test('the form says where files may lie', () => {
  expect(whereFilesMayLie({ folders: ['/home/x', '/data'], code: false })).toBe(
    'In /home/x or /data, or where else the server was started with --data.',
  );
});

test('the form begins as it was filled in for another analysis', () => {
  const like = (request: object) =>
    JSON.parse(JSON.stringify(toRequest(valuesLike(request as never, options), options))) as unknown;
  const digits = {
    source: 'digits',
    model: 'lenet',
    epochs: 3,
    method: 'exact',
    memory_budget: GIB,
    name: 'A',
  };
  expect(like(digits)).toEqual({
    source: 'digits',
    model: 'lenet',
    epochs: 3,
    method: 'exact',
    memory_budget: GIB,
  });
  const own = { ...digits, source: '/cats', model: 'nets:make', split: 'train', checkpoint: null };
  expect(like(own)).toMatchObject({ source: '/cats', model: 'nets:make' });
  expect(valuesLike(own as never, options)).toMatchObject({ builtIn: false, path: '/cats' });
});
