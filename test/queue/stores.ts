import { Redis } from 'ioredis';
import pg from 'pg';
import { APP_ROLE } from '../../src/database/database.ts';
import type { QueueConfig } from '../../src/queue/connection.ts';
import { migrateQueue } from '../../src/queue/migrate.ts';
import { createTestDatabase } from '../support/database.ts';
import { startRedis } from '../support/redis.ts';
import { pause } from './open-queue.ts';

/** A store of jobs to test on: a real server, of this test file alone. */
export interface Store {
  config: QueueConfig;
  /** Postgres, for the lock that lets one process at a time write the schedules. */
  lockUrl: string;
  /** Forgets every job and schedule, as a lost Redis does. */
  wipe(): Promise<void>;
  /** Forgets the jobs but not the schedules: no tick is left to start the next one. */
  loseJobs(): Promise<void>;
  stop(): Promise<void>;
}

export async function startStore(kind: QueueConfig['kind']): Promise<Store> {
  const database = await createTestDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  // The database may be dropped while the connection is still ending.
  owner.on('error', () => undefined);
  if (kind === 'postgres') {
    const client = await owner.connect();
    await migrateQueue(client, APP_ROLE);
    client.release();
    return {
      config: { kind, databaseUrl: database.url },
      lockUrl: database.url,
      wipe: () => emptyJobs(owner, 'scheduler', 'dedup', 'dedup_next', 'meta'),
      loseJobs: () => emptyJobs(owner),
      stop: async () => {
        await owner.end();
        await database.drop();
      },
    };
  }
  const redis = await startRedis();
  const client = new Redis(redis.url);
  return {
    config: { kind, urls: [redis.url] },
    lockUrl: database.url,
    wipe: async () => {
      await client.flushall();
    },
    loseJobs: async () => {
      const ticks = (await client.keys('*')).filter((key) => /:repeat:.*:\d+$/.test(key));
      await client.del('{ieum}:ieum:delayed', '{ieum}:ieum:wait', ...ticks);
    },
    stop: async () => {
      client.disconnect();
      await redis.stop();
      await owner.end();
      await database.drop();
    },
  };
}

/**
 * Empties the queue's table of jobs, and more of its tables, while workers are at work. They take these in another order: so all at
 * once, or none for now, lest one of both be the victim of a deadlock.
 */
export async function emptyJobs(owner: pg.Pool, ...more: string[]): Promise<void> {
  const tables = ['job', 'job_log', 'job_dependency', ...more];
  const list = tables.map((table) => `bullmq.${table}`).join(', ');
  for (;;) {
    try {
      await owner.query(`lock table ${list} in access exclusive mode nowait; truncate ${list}`);
      return;
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === '55P03';
      if (!isInUse) throw error;
      await pause(5);
    }
  }
}
