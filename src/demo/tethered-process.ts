import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface TetheredProcess {
  readonly pid: number;
  /** Everything the program prints, line by line, from stdout and stderr alike. */
  onLine(listener: (line: string) => void): void;
  /** Settles once the program is gone, with a text such as `code 1` or `signal SIGKILL`. */
  readonly exited: Promise<string>;
  /** Sends the signals one after the other, each given its time, until the program is gone. */
  end(steps: readonly { signal: NodeJS.Signals; waitMs: number }[]): Promise<void>;
}

// A terminal sends Ctrl-C to its whole process group, so the program gets a session of its own and only we stop it.
// That alone would let it outlive us if we are killed with SIGKILL. Hence the watcher: it holds the other end of
// descriptor 3, reads end-of-file the moment we are gone for whatever reason, and stops the program in our place.
// The double fork hands the watcher to init, so that it is no child of the program, which replaces the shell.
const WATCH_AND_RUN = [
  'signal=$1; shift; program=$$',
  '( ( read -r _ <&3 || kill -s "$signal" "$program" ) </dev/null >/dev/null 2>&1 & )',
  'exec "$@" 3<&-',
].join('\n');

/**
 * Starts a program that never outlives this process: not after a clean end, not after Ctrl-C, not after SIGKILL.
 *
 * @param lastSignal what the program is sent if this process disappears without ending it
 */
export function startTethered(
  command: string,
  args: readonly string[],
  options: { lastSignal: 'INT' | 'TERM'; cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number },
): TetheredProcess {
  const { lastSignal, ...rest } = options;
  const child = spawn('/bin/sh', ['-c', WATCH_AND_RUN, 'sh', lastSignal, command, ...args], {
    ...rest,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const tether = child.stdio[3] as Writable;
  tether.on('error', () => {}); // the reader may already be gone
  const pid = child.pid;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      // A line instead of end-of-file: the watcher leaves without a signal to a number that may be reused by then.
      tether.end('gone\n');
      resolve(signal === null ? `code ${code}` : `signal ${signal}`);
    });
  });

  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) for (const listener of listeners) listener(line);
    });
  }

  return {
    pid: pid ?? -1,
    onLine: (listener) => void listeners.add(listener),
    exited,
    async end(steps) {
      if (pid === undefined) return;
      for (const { signal, waitMs } of steps) {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill(signal);
        if (await settlesWithin(exited, waitMs)) return;
      }
      throw new Error(`Process ${pid} (${command}) could not be stopped.`);
    },
  };
}

async function settlesWithin(promise: Promise<unknown>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs);
  });
  const settled = await Promise.race([promise.then(() => true as const), late]);
  clearTimeout(timer);
  return settled;
}
