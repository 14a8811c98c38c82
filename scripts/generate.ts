/**
 * Writes what is derived from what people wrote:
 *
 * - `packages/contract/openapi.json` from the contract's routes (committed, so that a change of the API shows in review);
 * - `packages/client/src/schema.gen.ts` from that document (not committed);
 * - `packages/server/src/platform/database/tables.gen.ts` from a freshly migrated database (committed, as types of the SQL).
 *
 * `--check` fails when a committed one is not what would be written now. `--client` writes the client's alone, which needs no
 * database and takes no time when the document is the one it was made from.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endChildrenOnSignals, runNode } from './front-door/children.ts';
import { firstDifference } from './front-door/first-difference.ts';
import { repositoryRoot } from './front-door/repository.ts';

const documentFile = 'packages/contract/openapi.json';
const clientFile = 'packages/client/src/schema.gen.ts';
const tablesFile = 'packages/server/src/platform/database/tables.gen.ts';

const contractSource = 'packages/contract/src/openapi.ts';
const tablesScript = 'packages/server/test/generate-tables.ts';

function absolute(path: string): string {
  return join(repositoryRoot, path);
}

/** The document as text, or nothing while the contract has none. */
async function documentText(): Promise<string | undefined> {
  if (!existsSync(absolute(contractSource))) return missing(contractSource);
  const module = (await import(pathToFileURL(absolute(contractSource)).href)) as { buildDocument(): unknown };
  return `${JSON.stringify(module.buildDocument(), null, 2)}\n`;
}

/** The types of the migrated schema; the script is told where to write them, and starts and ends its own database. */
async function tablesText(): Promise<string | undefined> {
  if (!existsSync(absolute(tablesScript))) return missing(tablesScript);
  const folder = mkdtempSync(join(tmpdir(), 'hearback-tables-'));
  try {
    const file = join(folder, 'tables.gen.ts');
    const { code, output } = await runNode([absolute(tablesScript), file], { says: 'kept', cwd: repositoryRoot });
    if (code !== 0) throw new Error(`${tablesScript} failed with exit code ${code}:\n${output}`);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missing(source: string): undefined {
  console.log(`${source} does not exist yet; what comes from it was left alone.`);
}

async function writeClient(): Promise<void> {
  if (!existsSync(absolute(documentFile))) return missing(documentFile);
  const document = readFileSync(absolute(documentFile), 'utf8');
  const stamp = `// Made from openapi.json ${createHash('sha256').update(document).digest('hex')}\n`;
  if (existsSync(absolute(clientFile)) && readFileSync(absolute(clientFile), 'utf8').startsWith(stamp)) return;
  const { default: openapiTypescript, astToString } = await import('openapi-typescript');
  const types = astToString(await openapiTypescript(document, { defaultNonNullable: false }));
  writeFileSync(absolute(clientFile), `${stamp}\n${types}`);
  console.log(`${clientFile} written.`);
}

/** Writes a committed file, or under `--check` says where it differs. Returns whether it was current. */
function settle(path: string, text: string | undefined, checkOnly: boolean): boolean {
  if (text === undefined) return true;
  const present = existsSync(absolute(path)) ? readFileSync(absolute(path), 'utf8') : '';
  if (present === text) {
    console.log(`${path} is current.`);
    return true;
  }
  if (checkOnly) {
    console.error(`${path} is not what \`npm run generate\` writes now.\n${firstDifference(present, text)}`);
    return false;
  }
  writeFileSync(absolute(path), text);
  console.log(`${path} written.`);
  return true;
}

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((argument) => argument !== '--check' && argument !== '--client');
  if (unknown) {
    console.error(`${unknown} is not known; there are --check and --client.`);
    return 2;
  }
  if (args.includes('--client') && existsSync(absolute(documentFile))) {
    await writeClient();
    return 0;
  }
  const checkOnly = args.includes('--check');
  const documentIsCurrent = settle(documentFile, await documentText(), checkOnly);
  await writeClient();
  if (args.includes('--client')) return 0;
  const tablesAreCurrent = settle(tablesFile, await tablesText(), checkOnly);
  return documentIsCurrent && tablesAreCurrent ? 0 : 1;
}

endChildrenOnSignals();
process.exitCode = await main(process.argv.slice(2));
