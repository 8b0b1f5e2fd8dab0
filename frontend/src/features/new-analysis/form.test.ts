import { expect, test } from 'vitest';
import type { Options } from '../../client/types';
import { fieldFor, GIB, initialValues, OTHER_MODEL, toRequest } from './form';

const options = {
  sources: [
    { name: 'digits', title: 'Digits', splits: [], needs_root: false },
    { name: 'mnist', title: 'MNIST', splits: ['train', 'test'], needs_root: true },
  ],
  defaults: {
    root: null,
    split: 'train',
    limit: null,
    image_size: null,
    model: 'lenet',
    checkpoint: null,
    epochs: 10,
    learning_rate: null,
    batch_size: 128,
    label_vector: 'sign',
    neighbours: 30,
    memory_budget: 2 * GIB,
    storage_budget: 2 * GIB,
    heads: 0.1,
    seed: 0,
    device: 'auto',
  },
} as unknown as Options;

const initial = initialValues(options);

test('the untouched form asks for the built-in digits with every default', () => {
  const request = toRequest(initial, options);
  expect(request).toMatchObject({ source: 'digits', model: 'lenet', epochs: 10, memory_budget: 2 * GIB });
  expect(JSON.parse(JSON.stringify(request))).not.toHaveProperty('root');
  expect(JSON.parse(JSON.stringify(request))).not.toHaveProperty('limit');
});

test('a source that lies in a folder sends it, and its split', () => {
  const values = { ...initial, source: 'mnist', root: ' /data ', split: 'test' };
  expect(toRequest(values, options)).toMatchObject({ source: 'mnist', root: '/data', split: 'test' });
});

test('a path is a source without root or split', () => {
  const request = toRequest({ ...initial, builtIn: false, path: '/cats ', root: '/data' }, options);
  expect(request).toMatchObject({ source: '/cats', root: undefined, split: undefined });
});

test('budgets are sent in bytes and a model of one’s own by its name', () => {
  const values = { ...initial, memory_budget: 0.5, model: OTHER_MODEL, otherModel: 'torchvision:vgg11' };
  expect(toRequest(values, options)).toMatchObject({ memory_budget: GIB / 2, model: 'torchvision:vgg11' });
});

test('an error goes to the field that the person sees', () => {
  expect(fieldFor('source', initial)).toBe('source');
  expect(fieldFor('source', { ...initial, builtIn: false })).toBe('path');
  expect(fieldFor('model', { ...initial, model: OTHER_MODEL })).toBe('otherModel');
  expect(fieldFor('heads', initial)).toBe('heads');
  expect(fieldFor('elsewhere', initial)).toBeNull();
  expect(fieldFor(null, initial)).toBeNull();
});
