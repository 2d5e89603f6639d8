// A worker process that sends digests by a clock which a test moves: `node --import tsx clocked-digests.ts '<json>'`. Prints
// "ready".
import { readFileSync } from 'node:fs';
import { APP_ROLE, exclusively, openDatabase, openPool } from '../../src/database/database.ts';
import { createDigestRenderers } from '../../src/digest/deliveries.ts';
import { createDigestJobs } from '../../src/digest/jobs.ts';
import { openLog } from '../../src/log.ts';
import { createDelivery } from '../../src/messenger/delivery.ts';
import { createDeliveryJobs } from '../../src/messenger/jobs.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { createPictureUpload } from '../../src/messenger/upload-picture.ts';
import { openQueueConnection, type QueueConfig } from '../../src/queue/connection.ts';
import { openJobQueue } from '../../src/queue/queue.ts';

export interface ClockedDigests {
  databaseUrl: string;
  queue: QueueConfig;
  slackApiUrl: string;
  botToken: string;
  botUserId: string;
  teamId: string;
  /** A file with the milliseconds by which the clock is ahead. */
  clockFile: string;
}

const task: ClockedDigests = JSON.parse(process.argv[2] ?? '');
const { teamId, botUserId } = task;
const now = () => new Date(Date.now() + Number(readFileSync(task.clockFile, 'utf8')));
const log = openLog('warn', 'stderr');
const pool = openPool(task.databaseUrl, { role: APP_ROLE, max: 6 });
const database = openDatabase(pool);
const connection = openQueueConnection(task.queue, {
  logger: log,
  now: () => new Date(),
  role: APP_ROLE,
  maxConnections: 6,
});
const queue = openJobQueue(connection, {
  logger: log,
  now: () => new Date(),
  exclusive: (work) => exclusively(pool, 'queue schedules', work),
});
const client = openSlackClient(
  { botToken: task.botToken, apiUrl: task.slackApiUrl } as Parameters<typeof openSlackClient>[0],
  log,
);
const delivery = createDelivery({
  database,
  client,
  renderers: createDigestRenderers({ database, now, uploadPicture: createPictureUpload({ client, log }) }),
  now,
  log,
  botUserId,
  limits: {
    perSecond: 10_000,
    burst: 1_000,
    laneIntervalMs: 1,
    // Begun in the first 3 s, a post has 6 more to get there: on a busy machine a process may stand still for some.
    leaseMs: 9_000,
    callTimeoutMs: 6_000,
    uncertainWaitMs: 200,
  },
});
const wake = (id: string) => void queue.wake('deliver', id, { teamId: id });
await queue.startWorker(
  {
    ...createDeliveryJobs({ database, delivery, queue, teamId, now }),
    ...createDigestJobs({ database, now, log, wake, teamId }),
  },
  { concurrency: 4, lockMs: 2_000 },
);
process.stdout.write('ready\n');
// Ticks doubled, early and late, from every process.
setInterval(() => {
  void queue.wake('send-digests', 'now');
  void queue.wake('sweep-outbox', 'now');
}, 200);
