// `npm run bench -- <which>`: measures the product from outside, as a second process that talks to a real server.
import { benchImport } from './import.ts';

const benches: Readonly<Record<string, (args: string[]) => Promise<void>>> = { import: benchImport };

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench(args);
else {
  process.stderr.write(`Use: npm run bench -- ${Object.keys(benches).join(' | ')}\n`);
  process.exitCode = 2;
}
