import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The address of a running `npm start`. */
const server = 'http://127.0.0.1:4400';

const dist = fileURLToPath(new URL('./dist', import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), firstPaint(), compressed()],
  build: {
    outDir: dist,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(['/api', '/demo', '/sign-in', '/sign-out', '/setup'].map((path) => [path, server])),
  },
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
            ? [
                {
                  tag: 'link',
                  attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${sans}` },
                  injectTo: 'head',
                },
              ]
            : [],
        };
      },
    },
  };
}

/** Text is compressed once, here, and served as it lies: a server that compresses per request is slower and squeezes less. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: () => {
      const assets = join(dist, 'assets');
      for (const file of readdirSync(assets).filter((name) => /\.(js|css|svg)$/.test(name))) {
        writeFileSync(join(assets, `${file}.gz`), gzipSync(readFileSync(join(assets, file)), { level: 9 }));
      }
    },
  };
}
