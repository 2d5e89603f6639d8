import { addDays } from './calendar/seoul.ts';
import type { Config } from './config.ts';
import { APP_ROLE, type Database, exclusively, openDatabase, openPool } from './database/database.ts';
import { findPendingMigrations } from './database/migrate.ts';
import { createDigestRenderers } from './digest/deliveries.ts';
import { createDigestJobs } from './digest/jobs.ts';
import { registerDigest } from './digest/slack.ts';
import { createEvaluationRenderers } from './evaluations/deliveries.ts';
import { createEvaluationJobs } from './evaluations/jobs.ts';
import { registerEvaluations } from './evaluations/slack.ts';
import { createExchangeRenderers } from './exchange/deliveries.ts';
import { registerExchange } from './exchange/slack.ts';
import { exportSources } from './export-sources.ts';
import { createExportRenderers } from './exports/deliveries.ts';
import { createExportJobs } from './exports/jobs.ts';
import { registerExports } from './exports/slack.ts';
import { registerHome } from './home/slack.ts';
import { createHealthRoutes, openHealthServer } from './http.ts';
import { type Logger, openLog } from './log.ts';
import { type Bolt, openBolt } from './messenger/app.ts';
import { createDelivery, type Delivery, type DeliveryLimits } from './messenger/delivery.ts';
import type { FeatureDeps } from './messenger/feature.ts';
import { createIdentity } from './messenger/identity.ts';
import { createDeliveryJobs } from './messenger/jobs.ts';
import { outboxDepth } from './messenger/outbox-store.ts';
import { routeCommands } from './messenger/routes.ts';
import { openSlackClient } from './messenger/slack-client.ts';
import { renderUnknownPerson } from './messenger/unknown-person.ts';
import { createPictureUpload } from './messenger/upload-picture.ts';
import { openMetrics } from './metrics.ts';
import { createPointsRenderers } from './points/deliveries.ts';
import { grantCompletion } from './points/grant-completion.ts';
import { createPointsJobs } from './points/jobs.ts';
import { registerPoints } from './points/slack.ts';
import { openStandingMemory } from './points/standing-memory.ts';
import { openQueueConnection } from './queue/connection.ts';
import { openJobQueue, type Schedule } from './queue/queue.ts';
import { schedules } from './queue/schedules.ts';
import type { RunningWorker } from './queue/worker.ts';
import { createRecordsRenderers } from './records/deliveries.ts';
import { registerRecords } from './records/slack.ts';
import { createReminderRenderers } from './reminders/deliveries.ts';
import { createReminderJobs } from './reminders/jobs.ts';
import { registerReminders } from './reminders/slack.ts';
import { registerReports } from './reports/slack.ts';
import { createOnCompleted } from './tasks/completion.ts';
import { createTaskRenderers } from './tasks/deliveries.ts';
import { createTaskJobs } from './tasks/jobs.ts';
import { registerTasks } from './tasks/slack.ts';

export type Role = 'bot' | 'worker' | 'all';

/** One running system. */
export interface System {
  /**
   * Begins to take requests, to work jobs, or both.
   * @returns the port of the bot or, for a worker alone, of its health routes
   * @throws when the database, the queue or Slack cannot be reached, or the port is taken
   */
  start(role: Role): Promise<{ port: number }>;
  /** Has a worker run a scheduled job once more now, whatever the clock says. Never throws. */
  wake(job: string): Promise<void>;
  /** Takes no more requests, finishes those under way, closes workers and connections. May be called twice. */
  stop(): Promise<void>;
  readonly database: Database;
  readonly log: Logger;
}

/** What tests and the demo put in place of the usual. */
export interface Overrides {
  now?: () => Date;
  log?: Logger;
  limits?: Partial<DeliveryLimits>;
  maxConnections?: number;
  /** How long a job of a killed worker stays locked. */
  lockMs?: number;
  /** What runs by the machine's clock; for a test that has another clock: nothing. */
  schedules?: readonly Schedule[];
}

const WORKER_SLOTS = 4;
const WORKER_CLOSE_MS = 8_000;

/** Builds a system out of its configuration; nothing is contacted before `start`. */
export async function openSystem(config: Config, overrides: Overrides = {}): Promise<System> {
  const now = overrides.now ?? (() => new Date());
  const log = overrides.log ?? openLog(config.logLevel);
  const pool = openPool(config.databaseUrl, {
    role: APP_ROLE,
    max: overrides.maxConnections ?? 16,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  });
  const database = openDatabase(pool);
  const metrics = openMetrics(() => outboxDepth(database, now()));
  // BullMQ stamps by the real clock, so the queue's is real too, whatever clock the rest is given.
  const connection = openQueueConnection(config.queue, {
    logger: log,
    now: () => new Date(),
    role: APP_ROLE,
  });
  const queue = openJobQueue(connection, {
    logger: log,
    now: () => new Date(),
    exclusive: (work) => exclusively(pool, 'queue schedules', work),
  });
  const wake = (teamId: string) => queue.wake('deliver', teamId, { teamId });
  const client = openSlackClient(config.slack, log);
  const identity = createIdentity({ database, client, now, log });
  const features = {
    database,
    identity,
    metrics,
    now,
    log,
    wake: (teamId: string) => void wake(teamId),
  } satisfies FeatureDeps;
  const routes = createHealthRoutes(
    {
      database: async () => (await pool.query('select 1')).rowCount === 1,
      queue: () => queue.isHealthy(),
      migrations: async () => (await findPendingMigrations(database)).length === 0,
    },
    metrics.registry,
    { onFault: (check, error) => log.warn({ check, err: error }, 'not ready') },
  );

  let bolt: Bolt | undefined;
  let delivery: Delivery | undefined;
  let worker: RunningWorker | undefined;
  let exporter: ReturnType<typeof createExportJobs> | undefined;
  let health: Awaited<ReturnType<typeof openHealthServer>> | undefined;

  async function startBot(): Promise<number> {
    bolt = await openBolt({
      slack: config.slack,
      port: config.port,
      identity,
      log,
      customRoutes: routes,
      metrics,
      wake,
    });
    const points = registerPoints(bolt, {
      ...features,
      memory: openStandingMemory(),
      reactions: config.reactions,
    });
    const tasks = registerTasks(bolt, { ...features, onCompleted: createOnCompleted(grantCompletion) });
    const exchange = registerExchange(bolt, features);
    const evaluations = registerEvaluations(bolt, features);
    const reminders = registerReminders(bolt, features);
    const wakeExports = () => void queue.wake('run-exports', 'now');
    const exports = registerExports(bolt, { ...features, sources: exportSources, wakeExports });
    const digest = registerDigest(bolt, {
      ...features,
      exportDigest: (act, { agencyId, week }) =>
        exports.open(act, { kind: 'digest', agencyId, from: week, to: addDays(week, 6) }),
    });
    const reports = registerReports(bolt, features);
    const records = registerRecords(bolt, features);
    registerHome(bolt, { database, identity, now });
    routeCommands(
      bolt,
      [points, tasks, exchange, evaluations, reminders, digest, reports, records, exports],
      points.handle,
    );
    return (await bolt.start()).port;
  }

  async function startWorker(): Promise<void> {
    const self = await client.auth.test();
    if (!self.team_id) throw new Error('Slack does not say which workspace SLACK_BOT_TOKEN is for');
    delivery = createDelivery({
      database,
      client,
      renderers: {
        ...createPointsRenderers({ database, now }),
        ...createTaskRenderers({ database, now }),
        ...createExchangeRenderers({ database }),
        ...createEvaluationRenderers({ database, now }),
        ...createReminderRenderers({ database, now }),
        ...createDigestRenderers({
          database,
          now,
          uploadPicture: createPictureUpload({ client, log }),
          mayExport: true,
        }),
        ...createRecordsRenderers({ database, now }),
        ...createExportRenderers({ database, sources: exportSources }),
        'unknown-person': renderUnknownPerson,
      },
      now,
      log,
      metrics,
      ...(self.user_id ? { botUserId: self.user_id } : {}),
      ...(overrides.limits ? { limits: overrides.limits } : {}),
    });
    exporter = createExportJobs({
      ...features,
      client,
      sources: exportSources,
      teamId: self.team_id,
      ...(overrides.lockMs === undefined ? {} : { leaseMs: overrides.lockMs }),
    });
    const handlers = {
      ...exporter.handlers,
      ...createDeliveryJobs({ database, delivery, queue, teamId: self.team_id, now }),
      ...createPointsJobs({ database, now, log }),
      ...createTaskJobs(features),
      ...createEvaluationJobs({ database, now, log }),
      ...createReminderJobs({ ...features, teamId: self.team_id }),
      ...createDigestJobs({ ...features, teamId: self.team_id }),
    };
    await queue.upsertSchedules(overrides.schedules ?? schedules);
    worker = await queue.startWorker(handlers, {
      concurrency: WORKER_SLOTS,
      closeTimeoutMs: WORKER_CLOSE_MS,
      ...(overrides.lockMs === undefined ? {} : { lockMs: overrides.lockMs }),
    });
  }

  async function close(): Promise<void> {
    delivery?.stop();
    await Promise.all([bolt?.stop(), exporter?.stop(), worker?.close(), health?.close()]);
    await queue.close();
    await connection.close();
    await database.destroy();
  }

  let closing: Promise<void> | undefined;
  return {
    database,
    log,
    async start(role) {
      const pending = await findPendingMigrations(database);
      if (pending.length > 0)
        throw new Error(`the database lacks ${pending.join(', ')}: run "ieum migrate" first`);
      if (role !== 'bot') await startWorker();
      if (role !== 'worker') return { port: await startBot() };
      health = await openHealthServer(routes, config.port);
      return { port: health.port };
    },
    wake: (job) => queue.wake(job, 'now'),
    stop() {
      closing ??= close();
      return closing;
    },
  };
}
