import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type SlackRequest, signedRequest } from './slack-requests.ts';

/** What the bots of tests are given as `SLACK_SIGNING_SECRET`. */
export const SIGNING_SECRET = 'f00dfacef00dfacef00dfacef00dface';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = [`${ROOT}dist/main.js`];
// With IEUM_BUILT=1 the same tests run on the built product.
const PROGRAM = process.env.IEUM_BUILT
  ? BUILT
  : ['--import', import.meta.resolve('tsx'), `${ROOT}src/main.ts`];
const READY_MS = 180_000;

/** A process of `ieum start`, as in production. */
export interface BotProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it printed so far, by lines. */
  readonly lines: readonly string[];
  get(path: string): Promise<Response>;
  /** One series of `/metrics`, such as `ieum_refusals_total{reason="self"}`; 0 when it is not there. */
  metric(series: string): Promise<number>;
  /** Sends a request signed as Slack signs it. */
  send(request: SlackRequest, options?: Parameters<typeof signedRequest>[3]): Promise<Response>;
  /** SIGKILL; returns once it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; returns its code once it is gone: 1 when it had to be made to leave. */
  terminate(): Promise<number | null>;
}

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/**
 * Starts a process and waits until `/readyz` says yes. It sees nothing of our own environment, and no `.env`.
 * @param options.built what is in `dist/`, whatever IEUM_BUILT says
 * @throws with all that it printed, when it ends or is not ready after some minutes
 */
export async function startBot(options: {
  role: 'bot' | 'worker' | 'all';
  env: Record<string, string>;
  built?: boolean;
}): Promise<BotProcess> {
  const program = options.built ? BUILT : PROGRAM;
  const child = spawn(process.execPath, [...program, 'start', '--role', options.role], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH ?? '', PORT: '0', SLACK_SIGNING_SECRET: SIGNING_SECRET, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => {
    living.delete(child);
    return code ?? null;
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const whole = (rest + text).split('\n');
      rest = whole.pop() ?? '';
      lines.push(...whole);
    });
  }

  const deadline = Date.now() + READY_MS;
  for (;;) {
    const port = findPort(lines);
    if (port !== undefined && (await isReady(port))) {
      return attach(child, exited, port, lines);
    }
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The bot is not ready:\n${lines.join('\n')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function attach(
  child: ChildProcess,
  exited: Promise<number | null>,
  port: number,
  lines: string[],
): BotProcess {
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string) => fetch(`${url}${path}`);
  return {
    url,
    pid: child.pid ?? -1,
    lines,
    get,
    async metric(series) {
      const text = await (await get('/metrics')).text();
      const line = text.split('\n').find((one) => one.startsWith(`${series} `));
      return Number(line?.slice(series.length) ?? 0);
    },
    send: (request, options) => signedRequest(SIGNING_SECRET, `${url}/slack/events`, request, options),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async terminate() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** The port is any free one; the log names it. */
function findPort(lines: string[]): number | undefined {
  const line = lines.find((one) => one.includes('"msg":"started"'));
  return line === undefined ? undefined : (JSON.parse(line) as { port: number }).port;
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

/**
 * Waits until `read` gives something, and fails naming `what` when it does not. The time is there to end what hangs: a worker
 * alone takes half a minute to start where others have the processor.
 */
export async function seen<T>(
  what: string,
  read: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 180_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await read();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
