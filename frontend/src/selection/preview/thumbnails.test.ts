import { beforeEach, expect, test, vi } from 'vitest';
import { Thumbnails } from './thumbnails';

const DATASET = { dataset_id: 1, fingerprint: 'f' };
const urls: string[] = [];

beforeEach(() => {
  urls.length = 0;
  vi.stubGlobal('window', { setTimeout: (run: () => void) => setTimeout(run, 0) });
});

function store(fails = 0): Thumbnails {
  return new Thumbnails(DATASET, (url) => {
    urls.push(url);
    return urls.length <= fails ? Promise.reject(new Error('busy')) : Promise.resolve({} as HTMLImageElement);
  });
}

async function settled(thumbnails: Thumbnails, index: number): Promise<void> {
  await vi.waitFor(() => {
    expect(thumbnails.get(index)).toBeDefined();
  });
}

test('what is wanted at once comes in one sheet, once', async () => {
  const thumbnails = store();
  thumbnails.want([5, 3]);
  thumbnails.want([3, 40]);
  await settled(thumbnails, 40);
  expect(urls).toHaveLength(1);
  expect(thumbnails.get(5)).toMatchObject({ column: 1, line: 0, columns: 2, lines: 2 });
  thumbnails.want([3]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(urls).toHaveLength(1);
});

test('more than a sheet holds comes in several, and what is for later last', async () => {
  const thumbnails = store();
  thumbnails.want(
    Array.from({ length: 300 }, (_, index) => 1000 + index),
    'later',
  );
  thumbnails.want(Array.from({ length: 300 }, (_, index) => index));
  await settled(thumbnails, 1299);
  expect(urls).toHaveLength(3);
  expect(thumbnails.get(0)).toBeDefined();
});

test('who waits is told, and one failure is forgiven', async () => {
  const thumbnails = store(1);
  const told = vi.fn();
  thumbnails.subscribe(7, told);
  thumbnails.want([7]);
  await settled(thumbnails, 7);
  expect(told).toHaveBeenCalledOnce();
  expect(thumbnails.get(7)).not.toBe('missing');
});

test('what cannot be had is missing', async () => {
  const thumbnails = store(2);
  thumbnails.want([7]);
  await settled(thumbnails, 7);
  expect(thumbnails.get(7)).toBe('missing');
});
