import { type ConnectionOptions, createPostgresBackend, createRedisBackend } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import pg from 'pg';
import type { Logger } from 'pino';
import { within } from './within.ts';

/** Where the jobs are kept. One Redis URL is a single server, several are the seeds of one cluster. */
export type QueueConfig = { kind: 'postgres'; databaseUrl: string } | { kind: 'redis'; urls: string[] };

/** What one BullMQ Queue or Worker is built on. */
interface QueueBackend {
  options: { connection: ConnectionOptions; prefix: string };
  factory: typeof createRedisBackend;
}

/** The process's connections to the queue's store. */
export interface QueueConnection {
  readonly kind: QueueConfig['kind'];
  /** For a Queue: on Redis its commands fail soon when the server is away, so that no caller hangs. */
  forQueue(): QueueBackend;
  /** For a Worker: on Redis its commands wait for the server to come back. */
  forWorker(): QueueBackend;
  /** Logs a connection error; the same one again only after a while, as a server that is away yields many. */
  logError(error: Error): void;
  /** Whether the store answers within `timeoutMs`. Never throws. */
  ping(timeoutMs?: number): Promise<boolean>;
  /** Ends all connections. Close queues and workers first. Never throws. */
  close(): Promise<void>;
}

export interface QueueConnectionOptions {
  logger: Logger;
  now: () => Date;
  /** Postgres: the role every connection takes on; absent: the login's own rights. */
  role?: string;
  /** Postgres: connections at most. Every worker keeps one to itself to LISTEN on. Redis opens three in all. */
  maxConnections?: number;
}

/** One queue serves all jobs: long ones are few, and a worker's many slots keep short ones from waiting behind them. */
export const QUEUE_NAME = 'ieum';

/** Redis Cluster keeps one queue's keys on one node only if they share a hash tag; elsewhere the braces do no harm. */
const REDIS_PREFIX = '{ieum}';

const SAME_ERROR_AGAIN_MS = 30_000;
const CLOSE_TIMEOUT_MS = 3_000;

/**
 * Opens what the process needs to reach the queue's store. Connects in the background: a Redis that is away delays no
 * start, and no lost connection ends the process.
 * @throws on a URL or role that cannot be read
 */
export function openQueueConnection(config: QueueConfig, options: QueueConnectionOptions): QueueConnection {
  const logError = throttledErrorLog(config.kind, options);
  return config.kind === 'postgres'
    ? openPostgres(config.databaseUrl, options, logError)
    : openRedis(config.urls, logError);
}

function openPostgres(
  databaseUrl: string,
  { role, maxConnections = 10 }: QueueConnectionOptions,
  logError: (error: Error) => void,
): QueueConnection {
  if (role !== undefined && !/^[a-z_][a-z0-9_]*$/.test(role)) throw new Error(`Not a role name: ${role}`);
  // A URL's own ?options= would replace the ones below, and with them BullMQ's schema: join the two.
  const url = new URL(databaseUrl);
  const given = url.searchParams.get('options');
  url.searchParams.delete('options');
  const settings = [given, '-c search_path=bullmq', role && `-c role=${role}`];
  const pool = new pg.Pool({
    connectionString: url.href,
    options: settings.filter(Boolean).join(' '),
    application_name: 'ieum-queue',
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    // A worker sleeps on its LISTEN connection: without probes it would sleep on after a silently dropped one.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Without a listener an idle connection's end (a restarted server) would end this process.
  pool.on('error', logError);
  const backend: QueueBackend = {
    // BullMQ types a queue's connection by its backend; ours is chosen at run time.
    options: { connection: pool as unknown as ConnectionOptions, prefix: '' },
    factory: createPostgresBackend as unknown as typeof createRedisBackend,
  };
  return {
    kind: 'postgres',
    forQueue: () => backend,
    forWorker: () => backend,
    logError,
    ping: (timeoutMs = 1_000) =>
      within(timeoutMs, pool.query('select 1')).then(
        () => true,
        () => false,
      ),
    close: () => within(CLOSE_TIMEOUT_MS, pool.end()).catch(logError),
  };
}

function openRedis(urls: string[], logError: (error: Error) => void): QueueConnection {
  const clients: (Redis | Cluster)[] = [];
  const open = (maxRetriesPerRequest: number | null) => {
    const client = createRedisClient(urls, maxRetriesPerRequest);
    // Without a listener ioredis writes each error to the console.
    client.on('error', logError);
    if (client instanceof Cluster) client.on('node error', logError);
    clients.push(client);
    return client;
  };
  const forQueue = open(2);
  const backendOn = (connection: Redis | Cluster): QueueBackend => ({
    options: { connection, prefix: REDIS_PREFIX },
    factory: createRedisBackend,
  });
  return {
    kind: 'redis',
    forQueue: () => backendOn(forQueue),
    // BullMQ duplicates this client for its blocking reads, and asks that its commands never give up.
    forWorker: () => backendOn(open(null)),
    logError,
    ping: (timeoutMs = 1_000) =>
      within(timeoutMs, forQueue.ping()).then(
        () => true,
        () => false,
      ),
    close: async () => {
      // A client without a server would keep `quit` waiting for one.
      const connected = clients.filter(({ status }) => status === 'ready');
      await Promise.all(connected.map((client) => within(CLOSE_TIMEOUT_MS, client.quit()).catch(logError)));
      for (const client of clients) client.disconnect();
    },
  };
}

function createRedisClient(urls: string[], maxRetriesPerRequest: number | null): Redis | Cluster {
  const [first, ...others] = urls.map((url) => new URL(url));
  if (!first) throw new Error('Redis needs at least one URL');
  const wrong = [first, ...others].find(({ protocol }) => protocol !== 'redis:' && protocol !== 'rediss:');
  if (wrong) throw new Error(`Not a redis:// or rediss:// URL: ${wrong.protocol}//${wrong.host}`);
  // Never give up: from a tenth of a second up to 5 s between attempts.
  const retryAfterMs = (attempt: number) => Math.min(100 * 2 ** Math.min(attempt - 1, 10), 5_000);
  if (others.length === 0)
    return new Redis(first.href, { maxRetriesPerRequest, retryStrategy: retryAfterMs });
  // Nodes that the cluster names later come without a password or TLS of their own: they take the first seed's.
  return new Cluster(urls, {
    clusterRetryStrategy: retryAfterMs,
    redisOptions: {
      maxRetriesPerRequest,
      ...(first.username && { username: decodeURIComponent(first.username) }),
      ...(first.password && { password: decodeURIComponent(first.password) }),
      ...(first.protocol === 'rediss:' && { tls: {} }),
    },
  });
}

function throttledErrorLog(kind: string, { logger, now }: QueueConnectionOptions): (error: Error) => void {
  let last = { message: '', at: 0 };
  return (error) => {
    const at = now().getTime();
    if (error.message === last.message && at - last.at < SAME_ERROR_AGAIN_MS) return;
    last = { message: error.message, at };
    logger.warn({ err: error, store: kind }, 'queue connection error');
  };
}
