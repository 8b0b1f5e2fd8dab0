/**
 * The layers of src as ESLint holds them: shared, client, selection and jobs beside each other, features, app.
 *
 * The patterns count steps upwards and name what may be reached, not what may not, so that a new feature or layer is
 * closed to the others from its first file.
 */

import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What a layer may import from beside itself; `app` may import all. */
const MAY_IMPORT = {
  shared: [],
  client: ['shared'],
  selection: ['shared', 'client'],
  jobs: ['shared', 'client'],
  features: ['shared', 'client', 'selection', 'jobs'],
};

/** How many steps the longest path in src has; a pattern knows one depth only. */
const DEEPEST = Math.max(
  ...readdirSync(join(import.meta.dirname, 'src'), { recursive: true }).map((path) => path.split(sep).length),
);

/** "../app/../shared/x" and "./../x": the way up comes first, so that it can be counted. */
const DETOUR = String.raw`(^\.|[^./])/\.\./|/\./`;

export default Object.entries(MAY_IMPORT).flatMap(([layer, below]) => {
  // Each feature is a place of its own; every other layer is one as a whole.
  const place = layer === 'features' ? [layer, '*'] : [layer];
  const message =
    layer === 'features'
      ? `A feature imports from itself, ${below.join(', ')}: what two of them need lies below, and app puts them together.`
      : `${layer} imports from ${['itself', ...below].join(', ')}.`;
  return Array.from({ length: DEEPEST }, (_, depth) => {
    const outside = String.raw`^(\.\./){${depth + 1}}`;
    const allowed = String.raw`(\.\./){${place.length - 1}}(${below.join('|')})/`;
    const forbidden = `${outside}(?!${allowed})`;
    return {
      files: [['src', ...place, ...Array(depth).fill('*'), '*.{ts,tsx}'].join('/')],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { regex: forbidden, message },
              { regex: DETOUR, message: 'A relative import goes up first, then down.' },
            ],
          },
        ],
        // The rule above does not look at import('…').
        'no-restricted-syntax': [
          'error',
          {
            selector: `:matches(ImportExpression, TSImportType)[source.value=/${inSelector(forbidden)}/]`,
            message,
          },
        ],
      },
    };
  });
});

/** A selector has no way to escape a slash. */
function inSelector(pattern) {
  return pattern.replaceAll('/', String.raw`\x2F`);
}
