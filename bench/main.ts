// How fast gifts are, as ratios inside one run: against a slash command of Bolt that does nothing (a) and against a plain
// durable INSERT through the same pool (b). `--rounds N` (default 5), `--ms N` per stretch (default 3000). Writes
// bench/result.json and prints a table.
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { givePoints } from '../src/points/give-points.ts';
import { openStandingMemory } from '../src/points/standing-memory.ts';
import { startSlackFake } from '../test/support/slack-fake.ts';
import { load, type Measure, median } from './load.ts';
import { closeConnections, SECRET, sendCommand, startProcess } from './signed.ts';
import { MESSAGE, openWorld, pairOf, TEAM, type World } from './world.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, ms: { type: 'string', default: '3000' } },
});
const rounds = Number(values.rounds);
const forMs = Number(values.ms);
const AT_ONCE = 16;

let counter = 0;
const next = () => counter++;

async function walFlushes(world: World): Promise<number> {
  // A backend reports what it did at the end of a transaction, once a second at most: let each of the pool end one.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await Promise.all(Array.from({ length: AT_ONCE }, () => world.pool.query('select pg_sleep(0.1)')));
  // Before 18 the figure stands in pg_stat_wal.
  const newer = Number.parseInt(world.version, 10) >= 18;
  const { rows } = await world.owner.query<{ n: string | number }>(
    newer
      ? `select coalesce(sum(fsyncs), 0)::bigint as n from pg_stat_io where object = 'wal'`
      : 'select wal_sync as n from pg_stat_wal',
  );
  return Number(rows[0]?.n ?? 0);
}

async function giftCount(world: World): Promise<number> {
  const { rows } = await world.owner.query<{ n: number }>('select count(*)::int as n from gift');
  return rows[0]?.n ?? 0;
}

const world = await openWorld();
const fake = await startSlackFake();
const bot = await startProcess(
  '../src/main.ts',
  ['start', '--role', 'bot'],
  {
    DATABASE_URL: world.url,
    SLACK_BOT_TOKEN: fake.botToken,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: fake.apiUrl,
    SLACK_APP_TOKEN: '',
    PORT: '0',
    LOG_LEVEL: 'info',
  },
  /"port":(\d+).*"msg":"started"|"msg":"started".*"port":(\d+)/,
);
const botPort = Number(bot.found[1] ?? bot.found[2]);
const trivial = await startProcess('trivial-bolt.ts', [], { SLACK_SIGNING_SECRET: SECRET }, /^port (\d+)/);
const trivialPort = Number(trivial.found[1]);

const memory = openStandingMemory();
const run = `${process.pid}`;
const giveDirectly = async (n: number, recipientId?: number) => {
  const pair = pairOf(n);
  const outcome = await givePoints(
    world.database,
    {
      requestKey: `bench:${run}:${n}`,
      teamId: TEAM,
      giverId: pair.giverId,
      recipient: { officialId: recipientId ?? pair.recipientId },
      message: MESSAGE,
      source: 'command',
    },
    new Date(),
    memory,
  );
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
};
/** All but the members of the receiver's own department, who may not give to it. */
const giveToOne = (n: number) => (n % 200 === 199 ? Promise.resolve() : giveDirectly(n, 4_000));
const giveOverHttp = async (n: number) => {
  const { giverId, recipientId } = pairOf(n);
  const answer = await sendCommand(
    botPort,
    `U${giverId}`,
    `주기 <@U${recipientId}|x> ${MESSAGE}`,
    `${run}.${n}`,
  );
  if (!answer.includes('undo_gift')) throw new Error(answer);
};
const refuseOverHttp = async (n: number) => {
  const { giverId, recipientId } = pairOf(n);
  const answer = await sendCommand(botPort, `U${giverId}`, `주기 <@U${recipientId}|x> 감사`, `${run}.${n}`);
  if (answer.includes('undo_gift')) throw new Error(answer);
};
const replayed = next();
const replayOverHttp = () => giveOverHttp(replayed);
const insertPlainly = () =>
  world.pool.query({
    name: 'plain',
    text: 'insert into plain (message) values ($1)',
    values: [MESSAGE],
  });
const answerTrivially = (n: number) =>
  sendCommand(trivialPort, `U${pairOf(n).giverId}`, `주기 <@U1|x> ${MESSAGE}`, `${run}.${n}`);

const stretches: Record<string, () => Promise<Measure>> = {
  'a: trivial Bolt command, 1': () => load(1, forMs, next, answerTrivially),
  'a: trivial Bolt command, 16': () => load(AT_ONCE, forMs, next, answerTrivially),
  'b: plain INSERT, 1': () => load(1, forMs, next, insertPlainly),
  'b: plain INSERT, 16': () => load(AT_ONCE, forMs, next, insertPlainly),
  'use-case, 1': () => load(1, forMs, next, (n) => giveDirectly(n)),
  'use-case, 16': () => load(AT_ONCE, forMs, next, (n) => giveDirectly(n)),
  'use-case to one receiver, 16': () => load(AT_ONCE, forMs, next, giveToOne),
  'signed HTTP gift, 1': () => load(1, forMs, next, giveOverHttp),
  'signed HTTP gift, 16': () => load(AT_ONCE, forMs, next, giveOverHttp),
  'signed HTTP refusal, 16': () => load(AT_ONCE, forMs, next, refuseOverHttp),
  'signed HTTP replay, 16': () => load(AT_ONCE, forMs, next, replayOverHttp),
};

try {
  // Warm-up: every official's accounts are opened, every process knows whom it will meet, plans are made for full tables.
  await giveOverHttp(replayed);
  for (let n = 0; n < 4; n++) await load(AT_ONCE, 1_500, next, giveOverHttp);
  await load(AT_ONCE, 2_000, next, (n) => giveDirectly(n));
  await world.owner.query('vacuum analyze');
  for (const stretch of Object.values(stretches)) await stretch();
  await world.owner.query('vacuum analyze');

  const seen: Record<string, Measure[]> = {};
  const flushes: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const [name, stretch] of Object.entries(stretches)) {
      const before = name === 'use-case, 16' ? [await walFlushes(world), await giftCount(world)] : undefined;
      const measure = await stretch();
      seen[name] = [...(seen[name] ?? []), measure];
      if (before) {
        flushes.push(
          ((await walFlushes(world)) - (before[0] ?? 0)) / ((await giftCount(world)) - (before[1] ?? 0)),
        );
      }
    }
    process.stderr.write(`round ${round} of ${rounds}\n`);
  }

  /** The ratio of two stretches, taken within each round, the middle one of all rounds. */
  const ratio = (above: string, below: (round: number) => number) =>
    median((seen[above] ?? []).map((measure, round) => measure.perSecond / below(round)));
  const rate = (name: string) => (round: number) => seen[name]?.[round]?.perSecond ?? Number.NaN;
  const table = Object.entries(seen).map(([name, measures]) => ({
    name,
    perSecond: Math.round(median(measures.map((m) => m.perSecond))),
    p50Ms: Number(median(measures.map((m) => m.p50Ms)).toFixed(2)),
    p99Ms: Number(median(measures.map((m) => m.p99Ms)).toFixed(2)),
  }));
  const gift = 'signed HTTP gift, 16';
  const ratios = [
    ['use-case / (b), 16 at a time', ratio('use-case, 16', rate('b: plain INSERT, 16')), '≥ 0.45'],
    [
      'signed HTTP gift / the smaller of (a), (b)',
      ratio(gift, (r) => Math.min(rate('a: trivial Bolt command, 16')(r), rate('b: plain INSERT, 16')(r))),
      '≥ 0.5',
    ],
    ['one receiver / spread out', ratio('use-case to one receiver, 16', rate('use-case, 16')), '≥ 0.8'],
    ['refusal / gift', ratio('signed HTTP refusal, 16', rate(gift)), '≥ 1'],
    ['replay / gift', ratio('signed HTTP replay, 16', rate(gift)), '≥ 3'],
    ['WAL flushes per gift', median(flushes), '≤ 0.25'],
    ['p99 of the ack, 16 at a time, ms', median((seen[gift] ?? []).map((m) => m.p99Ms)), '< 100'],
  ].map(([name, value, aim]) => ({ name, value: Number(Number(value).toFixed(3)), aim }));

  const result = {
    machine: {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    node: process.version,
    postgres: world.version,
    rounds,
    msPerStretch: forMs,
    rates: table,
    ratios,
  };
  await writeFile(new URL('result.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  console.table(table);
  console.table(ratios);
} finally {
  closeConnections();
  await bot.stop();
  await trivial.stop();
  await fake.stop();
  await world.close();
}
