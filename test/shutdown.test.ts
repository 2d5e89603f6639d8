import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stopOnSignals } from '../src/shutdown.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Stands in for the process: takes signals and notes how it was left. */
function start(stop: () => Promise<void>, timeoutMs?: number) {
  const lines: string[] = [];
  const signals = new EventEmitter();
  const exits: number[] = [];
  stopOnSignals({
    stop,
    logger: pino({}, { write: (line: string) => lines.push(JSON.parse(line).msg) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    process: Object.assign(signals, { exit: (code: number) => exits.push(code) }) as never,
  });
  return { send: (signal: string) => void signals.emit(signal, signal), exits, lines };
}

test.each(['SIGTERM', 'SIGINT'])('%s stops once and leaves with 0', async (signal) => {
  let stops = 0;
  const system = start(async () => {
    stops++;
  });
  system.send(signal);
  system.send('SIGTERM');
  await vi.advanceTimersByTimeAsync(10);
  expect([stops, system.exits, system.lines]).toEqual([1, [0], ['stopping', 'stopped']]);
});

test('a stop that fails is in the log, and the process leaves with 1', async () => {
  const system = start(() => Promise.reject(new Error('no')));
  system.send('SIGTERM');
  await vi.advanceTimersByTimeAsync(10);
  expect([system.exits, system.lines.at(-1)]).toEqual([[1], 'left without having stopped cleanly']);
});

test('a stop that does not end is left after the time limit with 1 and a log line', async () => {
  const system = start(() => new Promise(() => {}), 50);
  system.send('SIGTERM');
  await vi.advanceTimersByTimeAsync(20);
  expect(system.exits).toEqual([]);
  await vi.advanceTimersByTimeAsync(60);
  expect([system.exits, system.lines.at(-1)]).toEqual([[1], 'left without having stopped in time']);
});

test('a second SIGINT leaves at once, but the same Ctrl-C passed on by npm does not', async () => {
  const system = start(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
  system.send('SIGINT');
  await vi.advanceTimersByTimeAsync(100);
  system.send('SIGINT');
  expect(system.exits).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  system.send('SIGINT');
  expect(system.exits).toEqual([1]);
});
