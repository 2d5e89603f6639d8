import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSystem } from '../compose.ts';
import { parseConfig, readEnv, renderFaults } from '../config.ts';
import { type Logger, openLog } from '../log.ts';
import { stopOnSignals } from '../shutdown.ts';
import { demoTexts } from './demo-texts.ts';
import { hasLocalSlack, LOCAL_PLATFORM } from './local-slack.ts';
import { playStory } from './story.ts';
import { type Closers, createClosers, openBooks, openWorld } from './world.ts';

/** Of the page; the next free one is taken instead when it is in use. */
const USUAL_PORT = 8642;
const PORTS_TRIED = 50;
const DIRECTORY = '.ieum/postgres';
const STOP_MS = 60_000;

interface DemoOptions {
  once?: boolean;
  fresh?: boolean;
  port?: number;
}

/**
 * Everything on this machine, without anything installed: a database, a messenger, the bot. Keeps its data in `.ieum/`
 * and runs until a signal ends it; or, with `once`, plays a short story on a database of its own and says how it went.
 * @returns 0: the story went as it should; 1: it did not, or this machine lacks what it takes
 */
export async function runDemo(options: DemoOptions): Promise<0 | 1> {
  const { once = false } = options;
  const log = openLog(once ? 'error' : 'warn', 'stderr');
  const closers = createClosers();
  let interrupted = false;
  const going = start(closers, log, options);
  stopOnSignals({
    logger: log,
    // The database writes all it has first; whoever is impatient presses Ctrl-C again.
    timeoutMs: STOP_MS,
    stop: async () => {
      interrupted = true;
      say(demoTexts.stopping);
      await closers.close();
      // Whatever was just being started has noticed by now, and is stopped too.
      await going.catch(() => {});
      await closers.close();
    },
    // A story that was broken off is no success.
    ...(once ? { process: { on: process.on.bind(process), exit: () => process.exit(1) } } : {}),
  });
  try {
    const outcome = await going;
    if (outcome === 'running') return await new Promise(() => {});
    await closers.close();
    return outcome;
  } catch (error) {
    // Then the handler above ends the process.
    if (interrupted) return await new Promise(() => {});
    await closers.close();
    const known = demoTexts.explain(error);
    if (known === undefined) throw error;
    say(known);
    return 1;
  }
}

function start(closers: Closers, log: Logger, options: DemoOptions): Promise<0 | 1 | 'running'> {
  if (options.once) return hasLocalSlack() ? playOnce(closers, log) : refuse();
  return hasLocalSlack() ? open(closers, log, options) : openWithRealSlack(closers, log, options);
}

/** With a browser page, until a signal. */
async function open(closers: Closers, log: Logger, { fresh = false, port }: DemoOptions): Promise<'running'> {
  say(demoTexts.starting);
  const books = await openBooks(closers, { directory: resolve(DIRECTORY), fresh });
  const free = await findFreePort(port ?? USUAL_PORT);
  const { slack } = await openWorld(closers, books, { port: free, log });
  say(demoTexts.ready(slack.url.replace('127.0.0.1', 'localhost'), books.databaseUrl));
  return 'running';
}

async function playOnce(closers: Closers, log: Logger): Promise<0 | 1> {
  const directory = await mkdtemp(join(tmpdir(), 'ieum-demo-'));
  closers.add(() => rm(directory, { recursive: true, force: true }));
  const books = await openBooks(closers, { directory, fresh: true });
  const world = await openWorld(closers, books, { port: 0, log });
  return (await playStory(world, say)) ? 0 : 1;
}

async function refuse(): Promise<1> {
  say(demoTexts.noLocalSlack(LOCAL_PLATFORM));
  return 1;
}

/** Where there is no local Slack: the sample's books with the workspace that the SLACK_ variables name, if they do. */
async function openWithRealSlack(
  closers: Closers,
  log: Logger,
  { fresh = false }: DemoOptions,
): Promise<1 | 'running'> {
  const env = readEnv(process.env);
  if (!env.SLACK_BOT_TOKEN) return refuse();
  const books = await openBooks(closers, { directory: resolve(DIRECTORY), fresh });
  const parsed = parseConfig({ ...env, DATABASE_URL: books.databaseUrl, REDIS_URL: '' });
  if (!parsed.ok) {
    say(renderFaults(parsed.faults));
    return 1;
  }
  const system = await openSystem(parsed.config, { log });
  closers.add(() => system.stop());
  const { port } = await system.start('all');
  say(demoTexts.realSlack(LOCAL_PLATFORM, port));
  return 'running';
}

/** `wanted`, or the next port that nobody uses; says so when it is another one. */
async function findFreePort(wanted: number): Promise<number> {
  if (wanted === 0) return 0;
  for (let port = wanted; port < Math.min(wanted + PORTS_TRIED, 65_536); port += 1) {
    if (!(await isFree(port))) continue;
    if (port !== wanted) say(demoTexts.portTaken(wanted, port));
    return port;
  }
  say(demoTexts.noPortNear(wanted));
  return 0;
}

/** The page listens on every interface, so all of them count. */
async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const free = await new Promise<boolean>((done) => {
    probe.once('error', () => done(false));
    probe.listen(port, () => done(true));
  });
  if (free) await new Promise((done) => probe.close(done));
  return free;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
