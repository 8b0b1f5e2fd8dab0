import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // The server puts the path under which a proxy shows the page in front of what index.html refers to.
  base: './',
  plugins: [react()],
  build: {
    outDir: '../backend/lpntk/api/static',
    emptyOutDir: true,
    // Plotly alone is larger than Vite's default; it is a chunk of its own that loads when a figure is shown.
    chunkSizeWarningLimit: 6000,
    // Data URLs would need a wider content security policy than 'self'.
    assetsInlineLimit: 0,
  },
  server: {
    // The API refuses what comes from another origin, so the origin must stay as the browser sent it.
    proxy: { '/api': { target: 'http://127.0.0.1:8000', changeOrigin: false } },
  },
});
