import { pino } from 'pino';
import { APP_ROLE, exclusively, openPool } from '../../src/database/database.ts';
import { openQueueConnection, type QueueConfig } from '../../src/queue/connection.ts';
import { type JobQueue, openJobQueue } from '../../src/queue/queue.ts';

export interface OpenQueue {
  queue: JobQueue;
  /** The lines logged so far. */
  log: Record<string, unknown>[];
  close(): Promise<void>;
}

/** Opens the queue as a process of its own would: with connections, lock and log of its own. */
export function openQueue(
  config: QueueConfig,
  lockUrl: string,
  options: { now?: () => Date; checkSchedulesEveryMs?: number } = {},
): OpenQueue {
  const { now = () => new Date(), checkSchedulesEveryMs } = options;
  const log: Record<string, unknown>[] = [];
  const logger = pino({ base: null }, { write: (line) => log.push(JSON.parse(line)) });
  const locks = openPool(lockUrl, { max: 2 });
  const connection = openQueueConnection(config, { logger, now, role: APP_ROLE });
  const queue = openJobQueue(connection, {
    logger,
    now,
    exclusive: (work) => exclusively(locks, 'queue schedules', work),
    ...(checkSchedulesEveryMs !== undefined && { checkSchedulesEveryMs }),
  });
  return {
    queue,
    log,
    close: async () => {
      await queue.close();
      await connection.close();
      await locks.end();
    },
  };
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
