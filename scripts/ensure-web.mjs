// Before `npm start`: builds the pages when there are none or their sources are newer. Silent and instant otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'packages/web/dist/index.html');

/** The newest change below these places, in milliseconds. */
function newest(places) {
  return Math.max(
    ...places.map((place) => {
      const status = statSync(place);
      if (!status.isDirectory()) return status.mtimeMs;
      return Math.max(0, ...readdirSync(place).map((name) => newest([join(place, name)])));
    }),
  );
}

const sources = [
  'packages/web/src',
  'packages/web/index.html',
  'packages/client/src',
  'packages/contract/openapi.json',
  'package-lock.json',
]
  .map((place) => join(root, place))
  .filter(existsSync);

if (!existsSync(built) || statSync(built).mtimeMs < newest(sources)) {
  console.error('Building the pages (once, a few seconds) …');
  for (const args of [
    ['scripts/generate.ts', '--client'],
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', 'packages/web'],
  ]) {
    const done = spawnSync(join(root, 'node_modules/.bin/node'), args, { cwd: root, stdio: ['ignore', 2, 2] });
    if (done.status !== 0) {
      console.error('The pages could not be built; see above.');
      process.exit(done.status ?? 1);
    }
  }
}
