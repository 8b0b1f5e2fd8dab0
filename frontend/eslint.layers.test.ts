import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { valueAt } from './src/shared/valueAt';

const eslint = new ESLint();

/** What the linter minds of the imports of a file that need not exist. */
async function minds(filePath: string, code: string): Promise<string[]> {
  const { messages } = valueAt(await eslint.lintText(code, { filePath }), 0);
  return messages.filter(({ ruleId }) => ruleId?.startsWith('no-restricted-')).map(({ message }) => message);
}

const importing = (path: string) => `export * from '${path}';\n`;

test.each([
  ['src/shared/Plot.tsx', '../client/api'],
  ['src/shared/Plot.tsx', '../selection/page'],
  ['src/shared/Plot.tsx', '../jobs/progress'],
  ['src/client/queries.ts', '../selection/search'],
  ['src/client/queries.ts', '../jobs/progress'],
  ['src/selection/page.ts', '../jobs/progress'],
  ['src/jobs/progress.ts', '../selection/page'],
  ['src/shared/Plot.tsx', '../features/map/overlay'],
  ['src/client/queries.ts', '../features/map/overlay'],
  ['src/selection/page.ts', '../features/map/overlay'],
  ['src/jobs/progress.ts', '../features/map/overlay'],
  ['src/shared/Plot.tsx', '../app/theme'],
  ['src/client/queries.ts', '../app/theme'],
  ['src/selection/page.ts', '../app/theme'],
  ['src/jobs/progress.ts', '../app/theme'],
  ['src/features/map/overlay.ts', '../../app/theme'],
])('%s may not import %s', async (file, path) => {
  expect(await minds(file, importing(path))).toHaveLength(1);
});

test.each([
  ['src/client/queries.ts', '../shared/format'],
  ['src/selection/page.ts', '../client/api'],
  ['src/selection/grid/Tile.tsx', '../page'],
  ['src/selection/grid/Tile.tsx', '../../shared/format'],
  ['src/jobs/progress.ts', '../client/api'],
  ['src/features/map/overlay.ts', './HoverCard'],
  ['src/features/map/overlay.ts', '../../shared/format'],
  ['src/features/map/overlay.ts', '../../client/api'],
  ['src/features/map/overlay.ts', '../../selection/grid/Tile'],
  ['src/features/map/overlay.ts', '../../jobs/progress'],
  ['src/features/map/overlay.ts', 'react'],
  ['src/app/router.tsx', '../features/map/MapView'],
  ['src/app/router.tsx', '../shared/format'],
])('%s may import %s', async (file, path) => {
  expect(await minds(file, importing(path))).toEqual([]);
});

test.each(['../sample/PanelHint', '../../features/sample/PanelHint', '../sample', '../loose'])(
  'a feature may not import another one, as %s',
  async (path) => {
    expect(await minds('src/features/map/overlay.ts', importing(path))).toHaveLength(1);
  },
);

test('a new feature is covered without being named, and so are its folders', async () => {
  expect(await minds('src/features/unheard-of/View.tsx', importing('../map/overlay'))).toHaveLength(1);
  expect(await minds('src/features/unheard-of/parts/Part.tsx', importing('../../map/overlay'))).toHaveLength(
    1,
  );
  expect(await minds('src/features/unheard-of/parts/Part.tsx', importing('../map/overlay'))).toEqual([]);
});

test('a way round is no way through', async () => {
  expect(await minds('src/features/map/overlay.ts', importing('../../shared/../app/theme'))).toHaveLength(1);
  expect(await minds('src/features/map/overlay.ts', importing('./../sample/PanelHint'))).toHaveLength(1);
});

test('an import is one in whichever form it is written', async () => {
  const forms = [
    "import { moved } from '../sample/keys';\n",
    "import type { Key } from '../sample/keys';\n",
    "import '../sample/keys';\n",
    "export { moved } from '../sample/keys';\n",
    "export const keys = () => import('../sample/keys');\n",
    "export type Keys = import('../sample/keys').Keys;\n",
  ];
  for (const code of forms) expect(await minds('src/features/map/overlay.ts', code), code).toHaveLength(1);
});
