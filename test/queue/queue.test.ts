import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JobHandler, Schedule } from '../../src/queue/queue.ts';
import { schedules as realSchedules } from '../../src/queue/schedules.ts';
import { seen as eventually } from '../support/bot.ts';
import { startRedis } from '../support/redis.ts';
import { type OpenQueue, openQueue, pause } from './open-queue.ts';
import type { Task } from './other-process.ts';
import { type Store, startStore } from './stores.ts';

const opened: OpenQueue[] = [];
const children: ChildProcess[] = [];

function startProcess(task: Task): ChildProcess {
  const script = new URL('./other-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

describe.each(['postgres', 'redis'] as const)('the queue on %s', (kind) => {
  let store: Store;

  beforeAll(async () => {
    store = await startStore(kind);
  });
  beforeEach(() => store.wipe());
  afterAll(() => store?.stop());

  function open(options?: Parameters<typeof openQueue>[2]): OpenQueue {
    const open = openQueue(store.config, store.lockUrl, options);
    opened.push(open);
    return open;
  }

  test('a wake while the job runs leads to exactly one more run, from whichever process it comes', async () => {
    const [here, there] = [open(), open()];
    let runs = 0;
    let letFinish = () => {};
    const deliver: JobHandler = async () => {
      runs++;
      if (runs === 1) await new Promise<void>((resolve) => (letFinish = resolve));
    };
    await here.queue.startWorker({ deliver }, { concurrency: 4 });
    await here.queue.wake('deliver', 'T1');
    await eventually('the first run', () => runs === 1);
    await Promise.all([here.queue.wake('deliver', 'T1'), there.queue.wake('deliver', 'T1')]);
    await there.queue.wake('deliver', 'T1');
    expect(runs).toBe(1);
    letFinish();
    await eventually('the second run', () => runs === 2);
    await pause(500);
    expect(runs).toBe(2);
  });

  test('200 wakes before the worker starts lead to one run', async () => {
    const [here, there] = [open(), open()];
    const wakes = Array.from({ length: 200 }, (_, i) =>
      (i % 2 ? here : there).queue.wake('deliver', 'T1', { from: 'gift' }),
    );
    // Of each process the first goes to the store at once, and one for all the others.
    expect(new Set(wakes).size).toBe(4);
    await Promise.all(wakes);
    const seen: unknown[] = [];
    await here.queue.startWorker({ deliver: async (data) => void seen.push(data) }, { concurrency: 4 });
    await eventually('a run', () => seen.length > 0);
    await pause(500);
    expect(seen).toEqual([{ from: 'gift' }]);
  });

  test('no wake-up is lost while jobs run: each call is followed by the start of a run', async () => {
    const [here, there] = [open(), open()];
    let lastStart = 0;
    const deliver: JobHandler = async () => {
      lastStart = performance.now();
      await pause(3);
    };
    await here.queue.startWorker({ deliver }, { concurrency: 4 });
    await there.queue.startWorker({ deliver }, { concurrency: 4 });
    let lastCall = 0;
    const wakes: Promise<void>[] = [];
    for (let round = 0; round < 30; round++) {
      for (const { queue } of [here, there, here]) {
        lastCall = performance.now();
        wakes.push(queue.wake('deliver', 'T1'));
        await pause(Math.random() * 8);
      }
      // Now and then let everything come to rest, as the last call before that is the one that could be lost.
      if (round % 3 === 2) await eventually(`a run after call ${round}`, () => lastStart > lastCall);
    }
    await Promise.all(wakes);
    await eventually('a run after the last call', () => lastStart > lastCall);
  });

  test('a call made while an earlier one is still on its way reaches the store after it', async () => {
    const { queue } = open();
    const seen: unknown[] = [];
    let letFinish = () => {};
    const deliver: JobHandler = async (data) => {
      seen.push(data);
      if (seen.length > 1) return;
      await new Promise<void>((resolve) => {
        letFinish = resolve;
      });
    };
    await queue.startWorker({ deliver }, { concurrency: 1 });
    await queue.wake('deliver', 'T1', { call: 0 });
    await eventually('the first run', () => seen.length === 1);
    // While a job runs the store keeps the newest data for the run after it: so it shows whose call came last.
    await Promise.all([1, 2].map((call) => queue.wake('deliver', 'T1', { call })));
    letFinish();
    await eventually('the second run', () => seen.length === 2);
    expect(seen).toEqual([{ call: 0 }, { call: 2 }]);
  });

  test('keys are woken apart from each other', async () => {
    const { queue } = open();
    const seen: unknown[] = [];
    await queue.startWorker({ deliver: async ({ team }) => void seen.push(team) }, { concurrency: 1 });
    await Promise.all(['T1', 'T2', '3'].map((team) => queue.wake('deliver', team, { team })));
    await eventually('three runs', () => seen.length === 3);
    expect(seen.sort()).toEqual(['3', 'T1', 'T2']);
  });

  test('a job whose worker process is killed is run again', async () => {
    const { queue, log } = open();
    // A lock that lasts longer than a busy machine may keep the process from renewing it.
    const lockMs = 3_000;
    const child = startProcess({ config: store.config, lockUrl: store.lockUrl, hangIn: 'deliver', lockMs });
    await queue.add('deliver', { gift: 7 });
    if (child.stdout) await once(child.stdout, 'data');
    const seen: unknown[] = [];
    await queue.startWorker(
      { deliver: async (data) => void seen.push(data) },
      { concurrency: 1, lockMs: 1_000 },
    );
    await pause(lockMs + 500);
    expect(seen).toEqual([]);
    child.kill('SIGKILL');
    await eventually('the second run', () => seen.length === 1);
    expect(seen).toEqual([{ gift: 7 }]);
    await eventually('the log line', () =>
      log.some(({ msg }) => msg === 'job of a dead worker is run again'),
    );
  });

  test('a job that throws is logged under a reference and tried again; the store keeps no word of the fault', async () => {
    const { queue, log } = open();
    const attempts: number[] = [];
    const seal: JobHandler = async (_data, { attempt }) => {
      attempts.push(attempt);
      if (attempt === 1) throw new Error('the text of a private message');
    };
    await queue.startWorker({ seal }, { concurrency: 1 });
    await queue.wake('seal', 'all');
    await eventually('the second attempt', () => attempts.length === 2);
    expect(attempts).toEqual([1, 2]);
    expect(log).toContainEqual(
      expect.objectContaining({ msg: 'job failed', job: 'seal', attempt: 1, reference: expect.any(String) }),
    );
  });

  test('a job that no process here knows is kept for one that does', async () => {
    const older = open();
    await older.queue.startWorker({}, { concurrency: 1 });
    await older.queue.add('toString', {});
    await eventually('the failure', () => older.log.some(({ msg }) => msg === 'job failed'));
    // It is logged before the store hears of it.
    await eventually('that it waits for its next try', async () => (await older.queue.depth()).delayed === 1);
  });

  test('a delayed job runs when its time has come, and one id stands for one job', async () => {
    const { queue } = open();
    const addedAt = Date.now();
    const seen: number[] = [];
    await queue.startWorker({ remind: async () => void seen.push(Date.now() - addedAt) }, { concurrency: 1 });
    await queue.add('remind', {}, { delayMs: 700, jobId: 'remind-cycle-1' });
    await queue.add('remind', {}, { delayMs: 700, jobId: 'remind-cycle-1' });
    await eventually('the run', () => seen.length > 0);
    await pause(300);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toBeGreaterThanOrEqual(690);
  });

  test('close waits for the running job', async () => {
    const { queue } = open();
    let state = 'waiting';
    const digest: JobHandler = async () => {
      state = 'running';
      await pause(800);
      state = 'done';
    };
    const worker = await queue.startWorker({ digest }, { concurrency: 1 });
    await queue.add('digest', {});
    await eventually('the start', () => state === 'running');
    await worker.close();
    expect(state).toBe('done');
    expect(await queue.depth()).toMatchObject({ active: 0, failed: 0 });
  });

  test('close gives a job that does not end a limit, and another worker runs it again', async () => {
    const stuck = openQueue(store.config, store.lockUrl);
    let started = false;
    const hang: JobHandler = () => {
      started = true;
      return new Promise<never>(() => undefined);
    };
    const worker = await stuck.queue.startWorker(
      { digest: hang },
      { concurrency: 1, lockMs: 1_000, closeTimeoutMs: 300 },
    );
    await stuck.queue.add('digest', {});
    await eventually('the start', () => started);
    const from = Date.now();
    await worker.close();
    // Without the limit it would be twenty seconds.
    expect(Date.now() - from).toBeLessThan(15_000);
    expect(stuck.log).toContainEqual(
      expect.objectContaining({ msg: expect.stringContaining('still running') }),
    );
  });

  const minutely: Schedule = {
    id: 'sweep',
    job: 'sweep',
    everyMs: 60_000,
    maxAgeMs: 60_000,
    data: { all: true },
  };
  const weekly: Schedule = { id: 'digest', job: 'digest', pattern: '0 9 * * 1', maxAgeMs: 3_600_000 };

  test('a schedule ticks again and again, once a period', async () => {
    const [here, there] = [open(), open()];
    const ticks: Date[] = [];
    const tick: JobHandler = async (data, { enqueuedAt }) => {
      expect(data).toEqual({ all: true });
      ticks.push(enqueuedAt);
    };
    await here.queue.startWorker({ sweep: tick }, { concurrency: 2 });
    await there.queue.startWorker({ sweep: tick }, { concurrency: 2 });
    await here.queue.upsertSchedules([{ ...minutely, everyMs: 300 }]);
    await eventually('five ticks', () => ticks.length >= 5);
    const due = ticks.map(Number).sort((a, b) => a - b);
    const apart = due.slice(1).map((at, index) => at - (due[index] ?? at));
    // One that a busy machine is late for may be left out; none comes twice, and none before its time.
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(300);
    expect(due.at(-1)).toBeLessThanOrEqual(Date.now());
  });

  test('three processes that write the schedules at once leave one of each', async () => {
    const tasks = {
      config: store.config,
      lockUrl: store.lockUrl,
      schedules: [minutely, weekly, ...realSchedules],
    };
    const processes = [startProcess(tasks), startProcess(tasks), startProcess(tasks)];
    const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    // One tick for each schedule is all there is: at once for those by period, on Monday at nine for the digest.
    const { queue } = open();
    const depth = await queue.depth();
    expect((depth.waiting ?? 0) + (depth.delayed ?? 0)).toBe(realSchedules.length + 2);
  });

  test('a schedule that is no longer listed is removed, and a changed one is changed', async () => {
    const { queue } = open();
    await queue.upsertSchedules([minutely, weekly]);
    await queue.upsertSchedules([{ ...minutely, everyMs: 200, data: { all: false } }]);
    const seen: unknown[] = [];
    const note: JobHandler = async (data, { name }) => void seen.push([name, data]);
    const worker = await queue.startWorker({ sweep: note, digest: note }, { concurrency: 1 });
    await eventually('four ticks', () => seen.length >= 4);
    // The first may be the tick that was waiting before the change.
    expect(seen.slice(1, 4)).toEqual(Array(3).fill(['sweep', { all: false }]));
    // Between two ticks the next one alone waits; the removed schedule's would wait beside it.
    await worker.close();
    const { waiting = 0, delayed = 0 } = await queue.depth();
    expect(waiting + delayed).toBe(1);
  });

  test('a schedule with neither period nor pattern is refused', async () => {
    await expect(open().queue.upsertSchedules([{ id: 'x', job: 'x', maxAgeMs: 1 }])).rejects.toThrow(
      'everyMs',
    );
  });

  test('writing the same schedules again moves no tick', async () => {
    const { queue, log } = open();
    await queue.upsertSchedules([minutely, weekly]);
    const lines = log.length;
    await queue.upsertSchedules([minutely, weekly]);
    expect(log.length).toBe(lines);
  });

  test('a tick that is too old is dropped with a log line, and the schedule goes on', async () => {
    let lateByMs = 120_000;
    const { queue, log } = open({ now: () => new Date(Date.now() + lateByMs) });
    let runs = 0;
    await queue.upsertSchedules([{ ...minutely, everyMs: 500 }]);
    await queue.startWorker({ sweep: async () => void runs++ }, { concurrency: 1 });
    await eventually('the log line', () => log.some(({ msg }) => msg === 'tick dropped: too old'));
    expect(runs).toBe(0);
    lateByMs = 0;
    await eventually('a timely tick', () => runs > 0);
  });

  test('after the store has forgotten everything, schedules are back within the check period and jobs still run', async () => {
    const { queue } = open({ checkSchedulesEveryMs: 400 });
    let ticks = 0;
    let runs = 0;
    const handlers = { sweep: async () => void ticks++, deliver: async () => void runs++ };
    await queue.startWorker(handlers, { concurrency: 2 });
    await queue.upsertSchedules([{ ...minutely, everyMs: 300 }]);
    await eventually('a tick', () => ticks > 0);
    await store.wipe();
    await pause(50);
    const ticksBefore = ticks;
    await queue.wake('deliver', 'T1');
    await eventually('a run after the loss', () => runs === 1);
    await eventually('two ticks after the loss', () => ticks >= ticksBefore + 2);
  });

  test('a schedule whose next tick got lost starts again', async () => {
    const { queue } = open({ checkSchedulesEveryMs: 300 });
    let ticks = 0;
    await queue.startWorker({ sweep: async () => void ticks++ }, { concurrency: 1 });
    await queue.upsertSchedules([{ ...minutely, everyMs: 400, maxAgeMs: 500 }]);
    await eventually('a tick', () => ticks > 0);
    await pause(50);
    await store.loseJobs();
    const before = ticks;
    await eventually('two ticks after the loss', () => ticks >= before + 2);
  });

  test('says that it is healthy', async () => {
    expect(await open().queue.isHealthy()).toBe(true);
  });
});

describe('a Redis that is away', () => {
  test('delays no start and fails no wake-up; once it is there, jobs run', async () => {
    const redis = await startRedis();
    await redis.stop();
    const database = await startStore('postgres');
    const open = openQueue({ kind: 'redis', urls: [redis.url] }, database.lockUrl, {
      checkSchedulesEveryMs: 500,
    });
    let runs = 0;
    let ticks = 0;
    const handlers = { deliver: async () => void runs++, sweep: async () => void ticks++ };
    await open.queue.startWorker(handlers, { concurrency: 1 });
    await open.queue.upsertSchedules([{ id: 'sweep', job: 'sweep', everyMs: 300, maxAgeMs: 60_000 }]);
    await open.queue.wake('deliver', 'T1');
    expect(await open.queue.isHealthy()).toBe(false);
    await expect(open.queue.depth()).rejects.toThrow();
    expect(open.log).toContainEqual(
      expect.objectContaining({ msg: expect.stringContaining('wake-up failed') }),
    );

    const again = await startRedis({ port: redis.port });
    await eventually('the connection', () => open.queue.isHealthy());
    await open.queue.wake('deliver', 'T1');
    await eventually('a run', () => runs > 0);
    await eventually('two ticks', () => ticks > 1);
    await again.stop();
    await open.queue.wake('deliver', 'T1');
    const from = Date.now();
    await open.close();
    expect(Date.now() - from).toBeLessThan(10_000);
    await database.stop();
  });
});

describe('a Postgres that drops its connections', () => {
  test('ends no process, and jobs run again', async () => {
    const store = await startStore('postgres');
    const open = openQueue(store.config, store.lockUrl);
    let runs = 0;
    await open.queue.startWorker({ deliver: async () => void runs++ }, { concurrency: 2 });
    await open.queue.wake('deliver', 'T1');
    await eventually('a run', () => runs === 1);
    const admin = new pg.Client({ connectionString: store.lockUrl });
    await admin.connect();
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name in ('ieum', 'ieum-queue')`,
    );
    await admin.end();
    await eventually('the connection', () => open.queue.isHealthy());
    // A wake-up on a connection that is only just about to end is lost, and the sweep finds the work: so it is told again.
    await eventually('a run after the loss', async () => {
      await open.queue.wake('deliver', 'T1');
      return runs > 1;
    });
    await open.close();
    await store.stop();
  });
});
