// A worker process whose clock a test puts forward: `node --import tsx clocked-worker.ts '<json>'`. Prints "ready".
import { readFileSync } from 'node:fs';
import { parseConfig, renderFaults } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';

export interface ClockedWorker {
  env: Record<string, string>;
  /** A file with the milliseconds by which the clock is ahead. */
  clockFile: string;
  /** How long a claim, and a job, of a killed worker stands (ms). */
  leaseMs: number;
}

// With IEUM_BUILT=1 the built product, as elsewhere: it also starts much sooner.
const { openSystem } = (await import(
  process.env.IEUM_BUILT ? new URL('../../dist/compose.js', import.meta.url).href : '../../src/compose.ts'
)) as typeof import('../../src/compose.ts');

const { env, clockFile, leaseMs }: ClockedWorker = JSON.parse(process.argv[2] ?? '');
const parsed = parseConfig(env);
if (!parsed.ok) throw new Error(renderFaults(parsed.faults));

const system = await openSystem(parsed.config, {
  now: () => new Date(Date.now() + Number(readFileSync(clockFile, 'utf8'))),
  log: openLog('warn', 'stderr'),
  maxConnections: 6,
  lockMs: leaseMs,
  // At some minutes of the machine's clock cycles open or digests go out, and other reminders follow from that.
  schedules: [],
  limits: {
    perSecond: 10_000,
    burst: 1_000,
    laneIntervalMs: 1,
    leaseMs,
    // Begun before that, a post has so long to get there: on a busy machine a process may stand still for some seconds.
    callTimeoutMs: leaseMs - 3_000,
    uncertainWaitMs: 200,
  },
});
await system.start('worker');
process.stdout.write('ready\n');
// Instead of the schedule, ticks doubled, early and late: far more often, from every process.
// It ends with whoever started it, however that ended.
process.stdin.resume().once('end', () => process.exit());
setInterval(() => {
  void system.wake('plan-reminders');
  void system.wake('sweep-outbox');
}, 500);
