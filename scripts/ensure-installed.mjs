/**
 * Runs before `npm start` and `npm test`: installs the dependencies when they are absent or not those of the lock file, and
 * makes sure that what follows runs on Node 24. Plain JavaScript without imports of ours, because on a fresh clone whatever
 * Node the machine has (18 or newer) runs it, and nothing is installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const requiredMajor = 24;

const reason = whyStale();
if (reason) install(reason);
assertNode();

/** Why `npm ci` is needed, or nothing. npm's own record of what it installed is compared with the lock file. */
function whyStale() {
  const recordFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(recordFile)) return 'nothing is installed yet';
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(recordFile);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    // Packages for other systems, and peers that nobody asked for, are in the lock file but not in the folder.
    if (!found && (entry.optional || entry.peer)) continue;
    if (!found) return `${path} is missing`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${path} has changed`;
  }
  const extra = Object.keys(present).find((path) => !wanted[path]);
  return extra && `${extra} is no longer used`;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch (error) {
    fail(`${file} cannot be read: ${error.message}`);
  }
}

function install(why) {
  console.error(`Installing dependencies with npm ci (${why}).`);
  // Under `npm test` npm says where it lives; otherwise it is looked up on the PATH.
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? { command: process.execPath, first: [process.env.npm_execpath] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] };
  // A machine set to production or to omit optional packages would lack the tests' tools and Node itself.
  const args = [...npm.first, 'ci', '--include=dev', '--include=optional', '--loglevel=error'];
  const result = spawnSync(npm.command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && npm.first.length === 0,
  });
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.signal) fail(`npm ci was ended by ${result.signal}.`);
  if (result.status !== 0) fail(`npm ci failed with exit code ${result.status}; its message is above.`);
}

/** npm puts node_modules/.bin first on the PATH of its scripts, so the Node there is the one that runs ours. */
function assertNode() {
  const brought = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const isBrought = existsSync(brought);
  const command = isBrought ? brought : 'node';
  const result = spawnSync(command, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const version = result.status === 0 ? result.stdout.trim() : 'no version';
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (isBrought ? major === requiredMajor : major >= requiredMajor) return;
  const platform = `${process.platform}-${process.arch}`;
  fail(
    isBrought
      ? `node_modules/.bin/node answers ${version}, not v${requiredMajor}. Remove node_modules and run this again.`
      : `Node ${requiredMajor} is needed; npm brought none for ${platform} and the PATH has ${version}. Install Node ${requiredMajor}.`,
  );
}

function fail(message) {
  console.error(`ensure-installed: ${message}`);
  process.exit(1);
}
