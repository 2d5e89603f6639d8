// What it costs to remind everybody, as a ratio inside one run: to plan 100,000 open requests and put a message for each
// into the outbox, against BullMQ's plain `addBulk` of as many jobs into the same PostgreSQL. `--requests N` (default
// 100000), `--rounds N` (default 3). Prints a table.
import { parseArgs } from 'node:util';
import { Queue } from 'bullmq';
import { pino } from 'pino';
import { APP_ROLE } from '../src/database/database.ts';
import { openQueueConnection, QUEUE_NAME } from '../src/queue/connection.ts';
import { planReminders } from '../src/reminders/plan-reminders.ts';
import { median } from './load.ts';
import { openReminderWorld } from './reminder-world.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
});
const requests = Number(values.requests);
const rounds = Number(values.rounds);
const JOBS_AT_ONCE = 1_000;
const TEAM = 'T0BENCH';

const logger = pino({ level: 'silent' });
const world = await openReminderWorld(requests, '2026-11-30');
const connection = openQueueConnection(
  { kind: 'postgres', databaseUrl: world.url },
  { logger, now: () => new Date(), role: APP_ROLE },
);
const { options, factory } = connection.forQueue();
const queue = new Queue(QUEUE_NAME, options, factory);

/** Seconds that `work` took, and by how many MiB the process grew meanwhile at most. */
async function measure<T>(work: () => Promise<T>): Promise<{ seconds: number; grownMiB: number; result: T }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1_000;
  clearInterval(timer);
  return { seconds, grownMiB: (most - before) / 2 ** 20, result };
}

async function addPlainly(): Promise<void> {
  for (let start = 0; start < requests; start += JOBS_AT_ONCE) {
    const count = Math.min(JOBS_AT_ONCE, requests - start);
    await queue.addBulk(
      Array.from({ length: count }, (_, n) => ({ name: 'remind', data: { request: start + n } })),
    );
  }
}

const plan = (at: string) => planReminders(world.database, TEAM, new Date(at));
/** Everything planned so far is as if it had never been, and the queue is empty. */
const forget = () =>
  world.owner.query(`
    alter table reminder disable trigger never_emptied;
    alter table reminder_message disable trigger never_emptied;
    truncate reminder, reminder_message, outbox;
    alter table reminder enable trigger never_emptied;
    alter table reminder_message enable trigger never_emptied;
    truncate bullmq.job cascade;`);

try {
  const seen: Record<'plan' | 'again' | 'nothing' | 'bulk', Array<{ seconds: number; grownMiB: number }>> = {
    plan: [],
    again: [],
    nothing: [],
    bulk: [],
  };
  let planned = 0;
  // The first round warms up: pages are read, code is compiled, the process has its size.
  for (let round = 0; round <= rounds; round++) {
    await forget();
    await world.owner.query('vacuum analyze');
    const nothing = await measure(() => plan('2026-11-16T09:10:00+09:00'));
    const first = await measure(() => plan('2026-11-25T09:10:00+09:00'));
    const again = await measure(() => plan('2026-11-25T09:20:00+09:00'));
    const bulk = await measure(addPlainly);
    planned = first.result.planned;
    if (planned < requests * 0.98 || again.result.planned + nothing.result.planned > 0)
      throw new Error(`planned ${planned}, then ${again.result.planned} and ${nothing.result.planned}`);
    if (round === 0) continue;
    seen.plan.push(first);
    seen.again.push(again);
    seen.nothing.push(nothing);
    seen.bulk.push(bulk);
    process.stderr.write(`round ${round} of ${rounds}\n`);
  }
  const names = {
    plan: `plan ${requests} requests, ${planned} messages`,
    again: 'the next tick: all was said',
    nothing: 'a tick when nothing is due yet',
    bulk: `addBulk of ${requests} jobs, ${JOBS_AT_ONCE} at a time`,
  };
  console.table(
    (Object.keys(names) as Array<keyof typeof names>).map((key) => ({
      what: names[key],
      seconds: Number(median(seen[key].map((one) => one.seconds)).toFixed(2)),
      grownMiB: Math.round(Math.max(...seen[key].map((one) => one.grownMiB))),
    })),
  );
  const ratio = median(
    seen.plan.map((one, round) => one.seconds / (seen.bulk[round]?.seconds ?? Number.NaN)),
  );
  console.table([{ name: 'plan / addBulk', value: Number(ratio.toFixed(3)), aim: '≤ 3' }]);
} finally {
  await queue.close();
  await connection.close();
  await world.close();
}
