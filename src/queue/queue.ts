import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ErrorCode, type JobSchedulerJson, Queue } from 'bullmq';
import type { Logger } from 'pino';
import { QUEUE_NAME, type QueueConnection } from './connection.ts';
import { within } from './within.ts';
import {
  type JobData,
  type JobHandler,
  type RunningWorker,
  type StoredData,
  startWorker,
  type WorkerOptions,
} from './worker.ts';

export type { JobHandler };

/** A job that runs by the clock: each `everyMs`, or by the cron `pattern` in Asia/Seoul – one of the two. */
export interface Schedule {
  /** Names the schedule itself; two schedules may start one job. */
  id: string;
  job: string;
  everyMs?: number;
  pattern?: string;
  data?: JobData;
  /** A tick that starts later than this after it was due is dropped, with a log line. */
  maxAgeMs: number;
}

/** The face of the queue. Jobs are reminders: what there is to do stands in the database, never only here. */
export interface JobQueue {
  /**
   * Sees to it that `job` runs once more after this call, and soon. Many calls with one `key` make one run, with the
   * data of one of them; a call while that job runs makes one more run. Never throws: a wake-up that failed is logged,
   * and the sweep finds the work. Whoever has a person waiting should not await it: under load it resolves after a
   * tenth of a second, and with the store away after some seconds.
   */
  wake(job: string, key: string, data?: JobData): Promise<void>;
  /**
   * Adds one run of `job`. While a job with the same `jobId` waits or runs, nothing is added. An id has no colon and is
   * not all digits.
   * @throws when the store does not answer; the job may have been added nevertheless
   */
  add(job: string, data: JobData, options?: { delayMs?: number; jobId?: string }): Promise<void>;
  /**
   * Makes `list` the queue's schedules: creates, changes and removes. From then on a schedule that the store has lost
   * is put back within the check period; so are all of them when the store does not answer now. Any number of processes
   * may call it.
   * @throws on a schedule that cannot be read
   */
  upsertSchedules(list: readonly Schedule[]): Promise<void>;
  /** Starts running jobs in this process, `concurrency` at a time. A job without a handler fails and is tried again. */
  startWorker(handlers: Record<string, JobHandler>, options: WorkerOptions): Promise<RunningWorker>;
  /** Whether the store answers at once. Never throws. */
  isHealthy(): Promise<boolean>;
  /** How many jobs there are by state: waiting, active, delayed, failed and so on. */
  depth(): Promise<Record<string, number>>;
  /** Sends the wake-ups still held back and ends workers and timers. The connection stays open. Never throws. */
  close(): Promise<void>;
}

export interface JobQueueOptions {
  logger: Logger;
  /** The machine's clock, by which BullMQ stamps jobs – not a clock that a test has set. */
  now: () => Date;
  /** Lets one process at a time do something, across all processes; `exclusively` of the database, for one. */
  exclusive: <T>(work: () => Promise<T>) => Promise<T>;
  /** How often lost schedules are looked for. */
  checkSchedulesEveryMs?: number;
}

// A job in the queue goes on being tried for about a quarter of an hour, and is then kept for a look.
const STEADY = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: true,
  removeOnFail: { age: 7 * 24 * 3600, count: 500 },
};
// While a wake-up waits to be tried again, later ones merge into it: so few and quick attempts. The sweep does the rest.
const WAKE = { ...STEADY, attempts: 3, backoff: { type: 'exponential', delay: 1_000 }, removeOnFail: true };

const STORE_TIMEOUT_MS = 3_000;
const SCHEDULES_TIMEOUT_MS = 30_000;
const WAKE_TIMEOUT_MS = 2_000;
/** Under load a key is woken at most once in this time, however many calls there are. */
const WAKE_SPACING_MS = 100;

/** Opens the queue on `connection`. Close the queue first, then the connection. */
export function openJobQueue(connection: QueueConnection, options: JobQueueOptions): JobQueue {
  const { logger, now, exclusive, checkSchedulesEveryMs = 60_000 } = options;
  const { options: backend, factory } = connection.forQueue();
  // Nobody reads BullMQ's event stream here; it keeps 10,000 by default.
  const bull = new Queue<StoredData>(
    QUEUE_NAME,
    { ...backend, streams: { events: { maxLen: 100 } } },
    factory,
  );
  bull.on('error', connection.logError);

  const closing = new AbortController();
  const workers: RunningWorker[] = [];
  const wakers = new Map<string, Waker>();
  let scheduleTimer: NodeJS.Timeout | undefined;

  async function tell(job: string, key: string, data: JobData): Promise<void> {
    try {
      const deduplication = { id: `${job}/${key}`, keepLastIfActive: true };
      await within(WAKE_TIMEOUT_MS, bull.add(job, { data }, { ...WAKE, deduplication }));
    } catch (error) {
      logger.warn({ err: error, job, key }, 'wake-up failed; the sweep will find the work');
    }
  }

  async function ensureSchedules(list: readonly Schedule[], isComplete: boolean): Promise<void> {
    const stored = new Map((await bull.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]));
    for (const schedule of list) {
      const { repeat, template } = toBull(schedule);
      const scheduler = stored.get(schedule.id);
      if (scheduler && isComplete && !isSame(schedule, scheduler)) {
        await bull.removeJobScheduler(schedule.id);
      } else if (scheduler && !isStuck(schedule, scheduler, now())) {
        continue;
      }
      await insistently(() => bull.upsertJobScheduler(schedule.id, repeat, template));
      logger.info({ schedule: schedule.id }, 'schedule put in place');
    }
    if (!isComplete) return;
    for (const id of stored.keys()) {
      if (list.some((schedule) => schedule.id === id)) continue;
      await bull.removeJobScheduler(id);
      logger.info({ schedule: id }, 'schedule removed: it is no longer listed');
    }
  }

  /** Resolves to whether the schedules are in place. */
  async function writeSchedules(list: readonly Schedule[], isComplete: boolean): Promise<boolean> {
    // Without the ping, the writes would wait for a Redis to come back, and then happen after the lock is gone.
    if (!(await connection.ping())) {
      logger.warn('schedules not checked: the store does not answer');
      return false;
    }
    await exclusive(() => within(SCHEDULES_TIMEOUT_MS, ensureSchedules(list, isComplete)));
    return true;
  }

  function checkSchedulesLater(list: readonly Schedule[], isComplete: boolean): void {
    clearTimeout(scheduleTimer);
    if (closing.signal.aborted) return;
    scheduleTimer = setTimeout(async () => {
      const isWritten = await writeSchedules(list, isComplete).catch((error) => {
        logger.warn({ err: error }, 'schedules could not be checked');
        return false;
      });
      checkSchedulesLater(list, isComplete && !isWritten);
    }, checkSchedulesEveryMs).unref();
  }

  return {
    wake(job, key, data = {}) {
      const id = `${job}/${key}`;
      const waker = wakers.get(id) ?? new Waker(WAKE_SPACING_MS, closing.signal, () => wakers.delete(id));
      wakers.set(id, waker);
      return waker.wake(() => tell(job, key, data));
    },

    async add(job, data, { delayMs, jobId } = {}) {
      await within(
        STORE_TIMEOUT_MS,
        bull.add(
          job,
          { data },
          {
            ...STEADY,
            ...(delayMs !== undefined && { delay: delayMs }),
            // A failed job that were kept would keep its id from being used again.
            ...(jobId !== undefined && { jobId, removeOnFail: true }),
          },
        ),
      );
    },

    async upsertSchedules(list) {
      for (const schedule of list) toBull(schedule);
      const isWritten = await writeSchedules(list, true);
      // Changes and removals only at the start: during an upgrade old and new processes would fight over them.
      checkSchedulesLater(list, !isWritten);
    },

    async startWorker(handlers, workerOptions) {
      const worker = await startWorker(connection, handlers, { ...workerOptions, logger, now });
      workers.push(worker);
      return worker;
    },

    isHealthy: () => connection.ping(),

    depth: () => within(STORE_TIMEOUT_MS, bull.getJobCounts()),

    async close() {
      closing.abort();
      clearTimeout(scheduleTimer);
      await Promise.all([...wakers.values()].map((waker) => waker.idle()));
      await Promise.all(workers.map((worker) => worker.close()));
      await within(STORE_TIMEOUT_MS, bull.close()).catch(connection.logError);
    },
  };
}

/**
 * Merges the wake-ups of one key: one is on its way at a time, and all calls meanwhile share the one after it. That one
 * is needed: the run that the first starts may have looked for work before the later caller had committed his.
 */
class Waker {
  readonly #spacingMs: number;
  readonly #atOnce: AbortSignal;
  readonly #onIdle: () => void;
  #current: Promise<void> | undefined;
  #next: { tell: () => Promise<void>; done: Promise<void> } | undefined;

  constructor(spacingMs: number, atOnce: AbortSignal, onIdle: () => void) {
    this.#spacingMs = spacingMs;
    this.#atOnce = atOnce;
    this.#onIdle = onIdle;
  }

  wake(tell: () => Promise<void>): Promise<void> {
    if (!this.#current) return this.#start(tell());
    if (this.#next) {
      this.#next.tell = tell;
      return this.#next.done;
    }
    const done = this.#current.then(() => this.#startNext());
    this.#next = { tell, done };
    return done;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#current) await (this.#next?.done ?? this.#current);
  }

  #start(telling: Promise<void>): Promise<void> {
    const current = telling.then(() => {
      if (this.#next) return;
      this.#current = undefined;
      this.#onIdle();
    });
    this.#current = current;
    return current;
  }

  async #startNext(): Promise<void> {
    await pause(this.#spacingMs, undefined, { signal: this.#atOnce }).catch(() => undefined);
    const tell = this.#next?.tell;
    // From here on a further call is too late to share this one.
    this.#next = undefined;
    if (tell) await this.#start(tell());
  }
}

function toBull({ job, everyMs, pattern, data = {}, maxAgeMs }: Schedule) {
  const template = { name: job, data: { data, maxAgeMs }, opts: STEADY };
  if (everyMs !== undefined && pattern === undefined) return { repeat: { every: everyMs }, template };
  if (pattern !== undefined && everyMs === undefined)
    return { repeat: { pattern, tz: 'Asia/Seoul' }, template };
  throw new Error(`The schedule of ${job} needs either everyMs or a pattern`);
}

function isSame(schedule: Schedule, stored: JobSchedulerJson): boolean {
  const { repeat, template } = toBull(schedule);
  const { every, pattern, tz, name } = stored;
  return isDeepStrictEqual(
    { ...repeat, name: template.name, data: template.data },
    {
      ...(every === undefined ? { pattern, tz } : { every }),
      name,
      data: stored.template?.data,
    },
  );
}

/** Whether the next tick is so late that the chain of ticks must be broken; a restart does a late one no harm. */
function isStuck(schedule: Schedule, stored: JobSchedulerJson, now: Date): boolean {
  return stored.next === undefined || stored.next + schedule.maxAgeMs < now.getTime();
}

/** On both stores a schedule cannot be written just while its tick is being started; a moment later it can. */
async function insistently<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const isBusy = code === ErrorCode.SchedulerJobIdCollision || code === ErrorCode.SchedulerJobSlotsBusy;
      if (!isBusy || attempt === 5) throw error;
      await pause(100 * attempt);
    }
  }
}
