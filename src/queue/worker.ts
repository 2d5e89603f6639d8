import { setTimeout as pause } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { QUEUE_NAME, type QueueConnection } from './connection.ts';
import { within } from './within.ts';

/** What a job is started with. It goes through JSON. */
export type JobData = Record<string, unknown>;

/** Does one job. It may be run again after it has thrown or its process has died: it has to find its own work. */
export type JobHandler = (
  data: JobData,
  job: { name: string; attempt: number /** A tick: when it was due. */; enqueuedAt: Date },
) => Promise<void>;

export interface RunningWorker {
  /** Takes no new job and waits for the running ones, up to a limit; then they are run again elsewhere. Never throws. */
  close(): Promise<void>;
}

/** How a job's data is stored: apart from what the queue itself has to know about it. */
export interface StoredData {
  data: JobData;
  maxAgeMs?: number;
}

export interface WorkerOptions {
  /** Jobs at a time. */
  concurrency: number;
  /** How long a job of a killed process stays locked; up to twice that passes until it is run again. */
  lockMs?: number;
  /** How long `close` waits for running jobs. */
  closeTimeoutMs?: number;
}

/** How long the store may take to hear that a worker without jobs is leaving. */
const GOODBYE_MS = 2_000;

/** Starts a worker. On Redis it returns before the server answers: a lost Redis must not keep a process from starting. */
export async function startWorker(
  connection: QueueConnection,
  handlers: Record<string, JobHandler>,
  options: WorkerOptions & { logger: Logger; now: () => Date },
): Promise<RunningWorker> {
  const { concurrency, lockMs = 20_000, closeTimeoutMs = 20_000, logger, now } = options;

  const running = new Set<Promise<void>>();

  async function run(job: Job<StoredData>): Promise<void> {
    const run = runOnce(job);
    running.add(run);
    try {
      await run;
    } finally {
      running.delete(run);
    }
  }

  async function runOnce(job: Job<StoredData>): Promise<void> {
    const dueAt = tickDueAt(job);
    const { data, maxAgeMs } = job.data;
    const about = { job: job.name, reference: job.id, attempt: job.attemptsMade + 1 };
    if (dueAt && maxAgeMs !== undefined && now().getTime() - dueAt.getTime() > maxAgeMs) {
      logger.warn({ ...about, dueAt }, 'tick dropped: too old');
      return;
    }
    try {
      const handle = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined;
      if (!handle) throw new Error(`No handler for the job ${job.name}`);
      await handle(data, {
        name: job.name,
        attempt: job.attemptsMade + 1,
        enqueuedAt: dueAt ?? new Date(job.timestamp),
      });
    } catch (error) {
      logger.error({ err: error, ...about }, 'job failed');
      // The store keeps this text: what went wrong may quote a message, and stays in the log.
      throw new Error(`Failed; the log has it under the reference ${job.id}`);
    }
  }

  const { options: backend, factory } = connection.forWorker();
  const worker = new Worker<StoredData>(
    QUEUE_NAME,
    run,
    // A deploy or a crash may kill the same job's process a few times in a row: that is not the job's fault.
    { ...backend, concurrency, lockDuration: lockMs, stalledInterval: lockMs / 2, maxStalledCount: 5 },
    factory,
  );
  worker.on('error', connection.logError);
  worker.on('stalled', (reference) => logger.warn({ reference }, 'job of a dead worker is run again'));
  worker.on('failed', (job, error) => {
    if (job?.finishedOn) logger.error({ err: error, job: job.name, reference: job.id }, 'job given up');
  });
  // On Postgres a first connection that fails is final, as is a schema that was never migrated: better to say so now.
  if (connection.kind === 'postgres') await worker.waitUntilReady();

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    const ended = worker.close();
    // BullMQ's own goodbye waits for the store, and would wait long for one that is away.
    const idle = async () => {
      do {
        await Promise.allSettled(running);
        await Promise.race([ended, pause(GOODBYE_MS, undefined, { ref: false })]);
      } while (running.size > 0);
    };
    try {
      await within(closeTimeoutMs, Promise.race([ended, idle()]));
    } catch (error) {
      logger.warn(
        { err: error, jobs: running.size },
        'jobs are still running; another worker will run them again',
      );
    }
    await within(GOODBYE_MS, worker.disconnect()).catch(connection.logError);
  }
  return {
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** When a tick was due, or null for other jobs. BullMQ says so nowhere but in the id: repeat:<schedule>:<milliseconds>. */
function tickDueAt(job: Job): Date | null {
  if (!job.repeatJobKey || !job.id) return null;
  const dueAt = Number(job.id.slice(job.id.lastIndexOf(':') + 1));
  return Number.isFinite(dueAt) ? new Date(dueAt) : null;
}
