// Another process on the same queue, for tests: `node --import tsx other-process.ts '<json>'`.
import type { QueueConfig } from '../../src/queue/connection.ts';
import type { Schedule } from '../../src/queue/queue.ts';
import { openQueue } from './open-queue.ts';

export interface Task {
  config: QueueConfig;
  lockUrl: string;
  /** Write these schedules, five times over, and end. */
  schedules?: Schedule[];
  /** Start this job, print "started", and never finish it. */
  hangIn?: string;
  lockMs?: number;
}

const { config, lockUrl, schedules, hangIn, lockMs = 1_000 }: Task = JSON.parse(process.argv[2] ?? '');
const { queue, close } = openQueue(config, lockUrl);

if (schedules) {
  for (let round = 0; round < 5; round++) await queue.upsertSchedules(schedules);
  await close();
}
if (hangIn) {
  const hang = () => {
    process.stdout.write('started\n');
    return new Promise<never>(() => undefined);
  };
  await queue.startWorker({ [hangIn]: hang }, { concurrency: 1, lockMs });
}
