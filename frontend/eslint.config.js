import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import layers from './eslint.layers.js';

export default tseslint.config(
  { ignores: ['src/client/schema.d.ts', 'public/'] },
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  hooks.configs.flat['recommended-latest'],
  layers,
  {
    rules: {
      'max-lines': ['error', 300],
      // TanStack Virtual is used as it is meant to be; only the React compiler, which is not used here, minds.
      'react-hooks/incompatible-library': 'off',
    },
  },
);
