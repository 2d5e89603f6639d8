// A worker process whose clock a test puts forward: `node --import tsx clocked-worker.ts '<json>'`. Prints "ready".
import { readFileSync } from 'node:fs';
import { openSystem } from '../../src/compose.ts';
import { parseConfig, renderFaults } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';

export interface ClockedWorker {
  env: Record<string, string>;
  /** A file with the milliseconds by which the clock is ahead. */
  clockFile: string;
  /** How long a claim, and a job, of a killed worker stands (ms). */
  leaseMs: number;
}

const { env, clockFile, leaseMs }: ClockedWorker = JSON.parse(process.argv[2] ?? '');
const parsed = parseConfig(env);
if (!parsed.ok) throw new Error(renderFaults(parsed.faults));

const system = await openSystem(parsed.config, {
  now: () => new Date(Date.now() + Number(readFileSync(clockFile, 'utf8'))),
  log: openLog('warn', 'stderr'),
  maxConnections: 6,
  lockMs: leaseMs,
  limits: {
    perSecond: 10_000,
    burst: 1_000,
    laneIntervalMs: 1,
    leaseMs,
    callTimeoutMs: 1_000,
    uncertainWaitMs: 200,
  },
});
await system.start('worker');
process.stdout.write('ready\n');
// Ticks doubled, early and late: far more often than the schedule has them, from every process.
// It ends with whoever started it, however that ended.
process.stdin.resume().once('end', () => process.exit());
setInterval(() => {
  void system.wake('plan-reminders');
  void system.wake('sweep-outbox');
}, 500);
