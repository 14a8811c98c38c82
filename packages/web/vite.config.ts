import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { fixtureApi } from './test/fixture-api.ts';

/** The address of a running `npm start`; `HEARBACK_WEB_FIXTURES=1` answers from the tests' fixtures instead. */
const server = 'http://127.0.0.1:4400';
const fixtures = process.env['HEARBACK_WEB_FIXTURES'] === '1';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), firstPaint(), ...(fixtures ? [fixtureApi()] : [])],
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: fixtures ? {} : { '/api': server } },
});

/**
 * What the first paint needs. The page is empty until its script ran, so the paint waits for it and nobody sees a theme they did
 * not choose; of the fonts only the sans is fetched ahead, because every page begins with it.
 */
function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const sans = Object.keys(bundle ?? {}).find((file) => file.includes('hyperlegible-next'));
        return {
          html: html.replace('<script type="module"', '<script type="module" blocking="render"'),
          tags: sans
            ? [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${sans}` }, injectTo: 'head' }]
            : [],
        };
      },
    },
  };
}
