import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { addDays, type Day } from '../../src/calendar/seoul.ts';
import { createCalendar } from '../../src/calendar/workdays.ts';
import { dueAtOf, sendDayOf } from '../../src/digest/rules.ts';
import { givePoints } from '../../src/points/give-points.ts';
import type { ClockedDigests } from '../digest/clocked-digests.ts';
import { emptyJobs } from '../queue/stores.ts';
import { seen } from '../support/bot.ts';
import { giftOf, seoul } from '../support/government.ts';
import { startRedis } from '../support/redis.ts';
import { openStage } from '../support/stage.ts';

const WORKERS = 3;
/** 2 March 2026 is a Monday off (substitute of 3·1절). */
const WEEKS: Day[] = [
  '2026-02-02',
  '2026-02-09',
  '2026-02-16',
  '2026-02-23',
  '2026-03-02',
  '2026-03-09',
  '2026-03-16',
];
const HOLIDAY_WEEK: Day = '2026-02-23';
const HOLIDAY: Day = '2026-03-02';
const calendar = createCalendar();

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

function startWorker(task: ClockedDigests) {
  const file = fileURLToPath(new URL('../digest/clocked-digests.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), file, JSON.stringify(task)],
    {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH ?? '', TZ: 'America/Los_Angeles' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  living.add(child);
  const exited = once(child, 'exit').then(() => living.delete(child));
  return {
    ready: Promise.race([once(child.stdout, 'data'), exited]),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test.each([
  { kind: 'redis' as const, weeks: WEEKS, outage: '2026-03-09' },
  // The queue does not change what is due: the holiday and the outage are enough.
  { kind: 'postgres' as const, weeks: ['2026-02-23', '2026-03-02'], outage: '2026-03-02' },
])(
  'three workers on $kind, killed, their queue emptied, the clock back and forth over a Monday off: one digest an agency and week',
  async ({ kind, weeks, outage }) => {
    const [stage, redis] = await Promise.all([openStage(), kind === 'redis' ? startRedis() : undefined]);
    const { government, fake } = stage;
    const { people } = government;
    const store = redis && new Redis(redis.url);
    const directory = await mkdtemp(join(tmpdir(), 'ieum-digests-'));
    const clockFile = join(directory, 'clock');
    // At once: a worker that read a half-written file would be in another year.
    const setClock = async (at: string) => {
      await writeFile(`${clockFile}.next`, String(seoul(at).getTime() - Date.now()));
      await rename(`${clockFile}.next`, clockFile);
    };
    let emptied = 0;
    let pictures = 0;
    const emptyQueue = async () => {
      if (store) await store.flushall();
      else await emptyJobs(government.owner, 'dedup', 'dedup_next');
      emptied += 1;
    };
    const workers: Array<ReturnType<typeof startWorker>> = [];
    try {
      // A CCO and a deputy in one agency, an operator in the next, nobody in the third.
      await government.setRole(people.seojun, 'cco');
      for (const agency of ['smes', 'seoul'] as const)
        await government.setPolicy(agency, '2026-01-01', { giftsPerRecipientPerMonth: 10 });
      const readers = [people.cco, people.seojun, people.otherOperator];
      for (const week of weeks)
        for (const [from, to] of [
          [people.haneul, people.jiu],
          [people.minjun, people.haneul],
        ] as const) {
          const given = await givePoints(
            government.database,
            giftOf(from, to, { teamId: fake.teamId }),
            seoul(`${addDays(week, 2)} 10:00`),
          );
          expect(given.kind).toBe('given');
        }
      fake.answer('files.getUploadURLExternal', () => {
        pictures += 1;
        return { ok: true, upload_url: `${fake.apiUrl}picture`, file_id: `F${pictures}` };
      });
      fake.answer('files.completeUploadExternal', () => ({ ok: true, files: [] }));
      // Nothing but digests is to be sent here.
      await government.rows(`update outbox set state = 'skipped', problem = 'not of this test'`);
      await setClock(`${addDays(weeks[0] ?? '', 7)} 00:00`);
      const task: ClockedDigests = {
        databaseUrl: government.test.url,
        queue: redis
          ? { kind: 'redis', urls: [redis.url] }
          : { kind: 'postgres', databaseUrl: government.test.url },
        slackApiUrl: fake.apiUrl,
        botToken: fake.botToken,
        botUserId: fake.botUserId,
        teamId: fake.teamId,
        clockFile,
      };
      for (let n = 0; n < WORKERS; n++) workers.push(startWorker(task));
      await Promise.all(workers.map((worker) => worker.ready));
      const killOne = async (index: number) => {
        await workers[index]?.kill();
        workers[index] = startWorker(task);
      };
      const posts = () =>
        readers.flatMap((person) =>
          fake.messages(`D${stage.userOf(person).slice(1)}`).map(({ text }) => `${person.id} ${text}`),
        );
      const digestWeeks = async () =>
        (await government.rows<{ week: Day }>('select distinct week from digest order by week')).map(
          (row) => row.week,
        );
      const settled = async (week: Day) => {
        await seen(`the digest of ${week}`, async () => (await digestWeeks()).includes(week));
        await seen('quiet', async () => (await stage.countWaiting()) === 0);
      };
      let round = 0;
      let struck = 0;
      for (const week of weeks) {
        round += 1;
        const day = sendDayOf(week, calendar);
        const before = await digestWeeks();
        // Up to shortly before nothing happens, on a holiday the whole day. The clock goes on, and a busy machine takes its time.
        for (const early of [
          `${addDays(week, 7)} 00:01`,
          `${addDays(week, 7)} 08:50`,
          `${addDays(day, -1)} 12:00`,
          `${day} 08:55`,
        ]) {
          await setClock(early);
          await pause(350);
        }
        expect(await digestWeeks(), `before ${day}`).toEqual(before);
        if (week === outage) {
          await Promise.all(workers.map((worker) => worker.kill()));
          await emptyQueue();
          await setClock(`${addDays(day, 2)} 10:00`);
          for (let n = 0; n < WORKERS; n++) workers[n] = startWorker(task);
          await settled(week);
          continue;
        }
        if (round % 2 === 0) fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
        else fake.misbehave('chat.postMessage', { kind: 'delay', milliseconds: 300 }, { times: 2 });
        await setClock(`${day} 09:00`);
        await pause(round * 60);
        // Something is under way now and then when it is struck: not stored, or not sent.
        if (!(await digestWeeks()).includes(week) || (await stage.countWaiting()) > 0) struck += 1;
        await killOne(round % WORKERS);
        await emptyQueue();
        await settled(week);
        // Back to before it was due, on again, and back to the week before.
        for (const jump of [
          `${day} 08:00`,
          `${day} 09:00`,
          `${addDays(week, 3)} 12:00`,
          `${addDays(day, -1)} 10:00`,
          `${day} 11:00`,
          `${day} 17:30`,
        ]) {
          await setClock(jump);
          await pause(350);
          if (jump.endsWith('11:00')) await emptyQueue();
        }
        await seen('quiet', async () => (await stage.countWaiting()) === 0);
      }
      const rows = await government.rows<{ agency_id: number; week: Day; late: boolean; computed_at: Date }>(
        'select agency_id, week, late, computed_at from digest order by week, agency_id',
      );
      expect(rows.map(({ agency_id, week }) => [week, agency_id])).toEqual(
        weeks.flatMap((week) =>
          Object.values(government.agencies)
            .sort((a, b) => a - b)
            .map((id) => [week, id]),
        ),
      );
      for (const { week, late, computed_at } of rows) {
        expect(computed_at.getTime(), week).toBeGreaterThanOrEqual(dueAtOf(week, calendar).getTime());
        expect(late, week).toBe(week === outage);
      }
      expect(calendar.isWorkingDay(HOLIDAY)).toBe(false);
      expect(sendDayOf(HOLIDAY_WEEK, calendar)).toBe('2026-03-03');
      expect(emptied).toBeGreaterThanOrEqual(2 * weeks.length - 1);
      expect(struck, 'kills in the middle').toBeGreaterThan(0);
      // Each reader got each week's once: the notification names agency and week.
      const counts = new Map<string, number>();
      for (const post of posts()) counts.set(post, (counts.get(post) ?? 0) + 1);
      expect(counts.size).toBe(readers.length * weeks.length);
      expect([...counts.values()].every((times) => times === 1)).toBe(true);
      // Each shows its picture: whoever uploaded it, and whatever came between.
      for (const person of readers)
        for (const message of fake.messages(`D${stage.userOf(person).slice(1)}`))
          expect(JSON.stringify(message.blocks)).toContain('"slack_file"');
      // Nothing was skipped, given up or doubled.
      const outbox = await government.rows<{ kind: string; state: string; n: number }>(
        `select kind, state, count(*)::int as n from outbox where kind like 'digest%' group by 1, 2 order by 1`,
      );
      expect(outbox).toEqual(
        ['digest', 'digest-chart'].map((of) => ({
          kind: of,
          state: 'sent',
          n: readers.length * weeks.length,
        })),
      );
      const early = await government.rows(
        `select d.week from outbox o join digest d on d.id = o.subject_id where d.week = $1 and o.settled_at < $2`,
        [HOLIDAY_WEEK, dueAtOf(HOLIDAY_WEEK, calendar)],
      );
      expect(early).toEqual([]);
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()));
      store?.disconnect();
      await stage.close();
      await redis?.stop();
      await rm(directory, { recursive: true });
    }
  },
  1_200_000,
);
