import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { addDays, type Day } from '../../src/calendar/seoul.ts';
import { createCalendar } from '../../src/calendar/workdays.ts';
import { planReminders } from '../../src/reminders/plan-reminders.ts';
import { answer, seedRequest, snooze } from '../reminders/seed-reminders.ts';
import { SIGNING_SECRET, seen } from '../support/bot.ts';
import type { ClockedWorker } from '../support/clocked-worker.ts';
import { seoul } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { startRedis } from '../support/redis.ts';
import { openStage, type Stage } from '../support/stage.ts';

const FROM = '2026-01-05';
const UNTIL = '2027-01-08';
const DUE = [
  '2026-02-19',
  '2026-04-14',
  '2026-05-26',
  '2026-07-20',
  '2026-09-28',
  '2026-11-30',
  '2026-12-31',
];
const WORKERS = 3;
const PEOPLE = 12;
const REQUESTS_OF_A_DAY = 9;
const LEASE_MS = 9_000;
const calendar = createCalendar();

/** What is asked of whom, and what the test makes of it: all that the naive model below knows. */
interface Asked {
  id: number;
  title: string;
  due: Day;
  /** From that day on another answers for the post. */
  owners: Array<{ from: Day; person: Person }>;
  answeredOn: Day | undefined;
  snoozed: { on: Day; until: Day } | undefined;
}

/** A small generator of numbers, the same in each run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** What each person has to be told on a working day, by titles; told is what was delivered before. */
function expectedOn(day: Day, asked: readonly Asked[], cco: Person, told: ReadonlySet<string>) {
  const expected = new Map<number, Map<string, string>>();
  const expect = (person: Person, title: string, key: string) => {
    if (told.has(key)) return;
    expected.set(person.id, (expected.get(person.id) ?? new Map()).set(title, key));
  };
  for (const { id, title, due, owners, answeredOn, snoozed } of asked) {
    if (answeredOn !== undefined && answeredOn <= day) continue;
    const owner = owners.findLast(({ from }) => from <= day)?.person as Person;
    const stage = [1, 0, -1, -3, -7].find((offset) => calendar.plusWorkingDays(due, offset) <= day);
    const asleep = snoozed !== undefined && owner === owners[0]?.person && snoozed.on <= day;
    const again = asleep && day >= snoozed.until ? snoozed.until : '';
    if (stage !== undefined && !(asleep && day < snoozed.until))
      expect(owner, title, `${id} ${owner.id} ${stage} ${again}`);
    if (calendar.plusWorkingDays(due, 3) <= day) expect(cco, title, `${id} cco`);
  }
  return expected;
}

interface Process {
  kill(): Promise<void>;
  ready: Promise<unknown>;
}

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

function startWorker(task: ClockedWorker): Process {
  const file = fileURLToPath(new URL('../support/clocked-worker.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), file, JSON.stringify(task)],
    {
      cwd: tmpdir(),
      env: {
        PATH: process.env.PATH ?? '',
        TZ: 'America/Los_Angeles',
        IEUM_BUILT: process.env.IEUM_BUILT ?? '',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
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

async function seed(stage: Stage, random: () => number) {
  const { government } = stage;
  const people = await stage.addPeople('hr', PEOPLE);
  const pick = () => people[Math.floor(random() * people.length)] as Person;
  const asked: Asked[] = [];
  for (const due of DUE) {
    for (let n = 0; n < REQUESTS_OF_A_DAY; n++) {
      const title = `시험 과제 ${String(asked.length + 1).padStart(3, '0')}호`;
      const owner = pick();
      const { id } = await seedRequest(government, owner, due, { title });
      const after = Math.floor(random() * 14) - 9;
      asked.push({
        id,
        title,
        due,
        owners: [{ from: FROM, person: owner }],
        answeredOn: random() < 0.6 ? calendar.plusWorkingDays(due, after) : undefined,
        snoozed:
          random() < 0.15
            ? { on: calendar.plusWorkingDays(due, -6), until: calendar.plusWorkingDays(due, -5) }
            : undefined,
      });
    }
  }
  return { people, asked };
}

async function run(
  stage: Stage,
  kind: 'postgres' | 'redis',
  env: Record<string, string>,
  stop: Array<() => Promise<unknown>>,
  wipe?: () => Promise<unknown>,
) {
  const { government, fake } = stage;
  const random = randomOf(kind === 'redis' ? 7 : 11);
  const { people, asked } = await seed(stage, random);
  const { cco, seojun } = government.people;
  const directory = await mkdtemp(join(tmpdir(), 'ieum-clock-'));
  const clockFile = join(directory, 'clock');
  // At once: a worker that read a half-written file would be in another year.
  const setClock = async (at: string) => {
    await writeFile(`${clockFile}.next`, String(seoul(at).getTime() - Date.now()));
    await rename(`${clockFile}.next`, clockFile);
  };
  await setClock(`${FROM} 05:00`);

  const task: ClockedWorker = {
    env: { ...stage.env, SLACK_SIGNING_SECRET: SIGNING_SECRET, PORT: '0', ...env },
    clockFile,
    leaseMs: LEASE_MS,
  };
  const workers = Array.from({ length: WORKERS }, () => startWorker(task));
  stop.push(() => Promise.all(workers.map((worker) => worker.kill())));
  await Promise.all(workers.map((worker) => worker.ready));
  const killOne = async (index: number) => {
    await workers[index]?.kill();
    workers[index] = startWorker(task);
  };

  /** Everything posted so far, by person. */
  const posted = () =>
    [...people, cco, seojun].flatMap((person) =>
      fake
        .messages(`D${stage.userOf(person).slice(1)}`)
        .map((message) => ({ person: person.id, ts: message.ts, text: JSON.stringify(message.blocks) })),
    );
  const seenBefore = new Set<string>();
  const told = new Set<string>();
  const count = {
    expected: 0,
    delivered: 0,
    doubled: 0,
    missing: 0,
    unexpected: 0,
    afterAnswer: 0,
    messages: 0,
  };
  const trouble = { kills: 0, outages: 0, wipes: 0, drops: 0, quietInstants: 0, late: 0 };
  const said = new Map<string, number>();

  /** Holds what was posted since the last look against what had to be. */
  function compare(day: Day, expected: ReturnType<typeof expectedOn>, isWhole: boolean) {
    const fresh = posted().filter(({ person, ts }) => !seenBefore.has(`${person} ${ts}`));
    for (const { person, ts, text } of fresh) {
      seenBefore.add(`${person} ${ts}`);
      count.messages += 1;
      for (const { title, answeredOn } of asked) {
        if (!text.includes(title)) continue;
        const key = expected.get(person)?.get(title);
        if (answeredOn !== undefined && answeredOn <= day) count.afterAnswer += 1;
        if (key === undefined) {
          count.unexpected += 1;
          continue;
        }
        said.set(key, (said.get(key) ?? 0) + 1);
        if (said.get(key) === 1) count.delivered += 1;
        else count.doubled += 1;
        told.add(key);
      }
    }
    for (const [, titles] of expected)
      for (const key of titles.values()) {
        if (!isWhole && !told.has(key)) continue;
        count.expected += 1;
        if (!told.has(key)) count.missing += 1;
      }
  }
  const isDone = (expected: ReturnType<typeof expectedOn>) => {
    const fresh = posted().filter(({ person, ts }) => !seenBefore.has(`${person} ${ts}`));
    return [...expected].every(([person, titles]) =>
      [...titles.keys()].every((title) =>
        fresh.some((one) => one.person === person && one.text.includes(title)),
      ),
    );
  };
  const isQuiet = async () => (await stage.countWaiting()) === 0;
  const answerDue = async (day: Day) => {
    for (const one of asked) if (one.answeredOn === day) await answer(government, one);
    for (const one of asked)
      if (one.snoozed?.on === day)
        await snooze(government, one.owners[0]?.person as Person, 'evaluation', one.id, one.snoozed.until);
  };

  let dark = 0;
  for (let day = FROM; day <= UNTIL; day = addDays(day, 1)) {
    await answerDue(day);
    if (day === '2026-06-01') {
      // One of them leaves, and who has the post from then on answers for all that was theirs.
      const leaver = people[0] as Person;
      await government.rows(`update posting set position = '인력정책과장' where id = $1`, [seojun.posting]);
      await government.setStatus(leaver, 'left');
      for (const one of asked)
        if (one.owners[0]?.person === leaver) one.owners.push({ from: day, person: seojun });
    }
    if (!calendar.isWorkingDay(day)) {
      if (random() > 0.05) continue;
      await setClock(`${day} 10:00`);
      trouble.quietInstants += 1;
      await new Promise((resolve) => setTimeout(resolve, 400));
      continue;
    }
    if (dark > 0) {
      dark -= 1;
      continue;
    }
    const expected = expectedOn(day, asked, cco, told);
    if (expected.size === 0) continue;
    const dice = random();
    if (dice < 0.1) {
      // Planned, and everybody is killed before all is sent; some days later they are back.
      trouble.outages += 1;
      fake.misbehave('chat.postMessage', { kind: 'delay', milliseconds: 150 }, { times: 3 });
      await setClock(`${day} 09:00`);
      await seen('a message', () => posted().length > seenBefore.size);
      await Promise.all(workers.map((worker) => worker.kill()));
      // What had reached Slack when its sender died is posted all the same.
      await new Promise((resolve) => setTimeout(resolve, 500));
      compare(day, expected, false);
      for (let index = 0; index < WORKERS; index++) workers[index] = startWorker(task);
      dark = Math.floor(random() * 3);
      await setClock(`${day} 20:00`);
      continue;
    }
    if (dice < 0.2) {
      // Planned by another process without any delivery; what is answered then must not go out.
      trouble.late += 1;
      await planReminders(government.database, fake.teamId, seoul(`${day} 09:00`));
      const one = asked.find(({ title, answeredOn }) => {
        const isExpected = [...expected.values()].some((titles) => titles.has(title));
        return isExpected && (answeredOn === undefined || answeredOn > day);
      });
      if (one) {
        one.answeredOn = day;
        await answer(government, one);
      }
    } else if (dice < 0.35) {
      trouble.drops += 1;
      fake.misbehave('chat.postMessage', { kind: 'dropAfter' }, { times: 1 });
    }
    const left = expectedOn(day, asked, cco, told);
    const minute = String(Math.floor(random() * 60)).padStart(2, '0');
    await setClock(`${day} ${random() < 0.5 ? '09' : '15'}:${minute}`);
    if (dice > 0.85) {
      trouble.kills += 1;
      await new Promise((resolve) => setTimeout(resolve, random() * 500));
      await killOne(Math.floor(random() * WORKERS));
    }
    if (wipe && dice > 0.7 && dice < 0.9) {
      trouble.wipes += 1;
      await new Promise((resolve) => setTimeout(resolve, random() * 300));
      await wipe();
    }
    await seen(`what is due on ${day}`, () => isDone(left)).catch(() => undefined);
    await seen(`quiet on ${day}`, isQuiet);
    compare(day, left, true);
  }
  await rm(directory, { recursive: true });
  return { count, trouble };
}

// Both wait more than they work.
describe.concurrent('three workers through a year, killed, without their queue, with a clock that jumps', () => {
  test('on Postgres every reminder that is due is delivered once, none after the answer', async () => {
    const stage = await openStage();
    const stop: Array<() => Promise<unknown>> = [];
    try {
      const { count, trouble } = await run(stage, 'postgres', {}, stop);
      console.log('exactly once on Postgres:', JSON.stringify({ ...count, ...trouble }));
      expect(count).toMatchObject({
        delivered: count.expected,
        doubled: 0,
        missing: 0,
        unexpected: 0,
        afterAnswer: 0,
      });
      expect(count.expected).toBeGreaterThan(100);
    } finally {
      for (const end of stop) await end();
      await stage.close();
    }
  }, 1_800_000);

  test('on Redis, emptied again and again, just so', async () => {
    const [stage, redis] = await Promise.all([openStage(), startRedis()]);
    const store = new Redis(redis.url);
    const stop: Array<() => Promise<unknown>> = [];
    try {
      const { count, trouble } = await run(stage, 'redis', { REDIS_URL: redis.url }, stop, () =>
        store.flushall(),
      );
      console.log('exactly once on Redis:', JSON.stringify({ ...count, ...trouble }));
      expect(count).toMatchObject({
        delivered: count.expected,
        doubled: 0,
        missing: 0,
        unexpected: 0,
        afterAnswer: 0,
      });
      expect(count.expected).toBeGreaterThan(100);
    } finally {
      for (const end of stop) await end();
      store.disconnect();
      await stage.close();
      await redis.stop();
    }
  }, 1_800_000);
});
