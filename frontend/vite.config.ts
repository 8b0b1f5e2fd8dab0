import { transformAsync } from '@babel/core';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** React's compiler: what a component shows is made anew only where what it depends on has changed. */
const compiler: Plugin = {
  name: 'react-compiler',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/.*\.tsx?$/, code: /\buse[A-Z]|<[A-Z]/ },
    async handler(source, filename) {
      const compiled = await transformAsync(source, {
        filename,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        plugins: ['babel-plugin-react-compiler'],
      });
      return compiled?.code ? { code: compiled.code, map: compiled.map } : undefined;
    },
  },
};

export default defineConfig({
  // The server puts the path under which a proxy shows the page in front of what index.html refers to.
  base: './',
  plugins: [compiler, react()],
  build: {
    outDir: '../backend/lpntk/api/static',
    emptyOutDir: true,
    // Plotly alone is larger than Vite's default; it is a chunk of its own that loads when a figure is shown.
    chunkSizeWarningLimit: 6000,
    // Data URLs would need a wider content security policy than 'self'.
    assetsInlineLimit: 0,
    // What the first view needs comes in two requests, not in one for every part that a later view shares.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/ },
            { name: 'page', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    // The API refuses what comes from another origin, so the origin must stay as the browser sent it.
    proxy: { '/api': { target: 'http://127.0.0.1:8000', changeOrigin: false } },
  },
});
