#!/usr/bin/env node
/**
 * Starts Hearback under Node 24. A machine's own Node may be older, so this file is plain JavaScript that any Node from 18 on
 * reads; under an older one it starts the Node that npm brought as a platform package, and then is as good as gone: the same
 * arguments, the same streams, signals passed on, the same exit code.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requiredMajor = 24;
const here = fileURLToPath(import.meta.url);

if (major(process.version) >= requiredMajor) {
  // The repository runs its sources; what is published is bundled, because Node strips no types under node_modules.
  const source = new URL('../src/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
} else {
  const node = findNode();
  if (node) startAgain(node);
  else giveUp();
}

function major(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
}

/** The program of the platform package, if npm installed one that is new enough. */
function findNode() {
  const require = createRequire(import.meta.url);
  const system = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const manifest = require.resolve(`node-${system}-${process.arch}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    const program = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return major(version) >= requiredMajor && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

function startAgain(node) {
  const child = spawn(node, [...process.execArgv, here, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, HEARBACK_LAUNCHED: '1' },
  });
  const passedOn = ['SIGTERM', 'SIGINT', 'SIGHUP'];
  for (const signal of passedOn) {
    process.on(signal, () => {
      // A Ctrl-C in a terminal has reached the child already, and a second one could mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`hearback: ${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (!signal) {
      process.exitCode = code;
      return;
    }
    // End as the child ended, so that whoever waits for us sees the same.
    for (const name of passedOn) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

function giveUp() {
  console.error(
    `hearback: Node ${requiredMajor} is needed, this is ${process.version}, and npm installed none for ` +
      `${process.platform}-${process.arch}. Install Node ${requiredMajor}, or run npm ci again without omitting optional packages.`,
  );
  process.exitCode = 1;
}
