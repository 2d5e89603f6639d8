// How long all weekly digests take as the books grow: 1 M transfers; ten times as many over ten times the weeks; and ten times
// as many in the same weeks. Each against the plain aggregates over the gifts themselves, by turns in one run. `--scale 0.1` for
// a try. Prints a table and writes bench/digests.json.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { addDays } from '../src/calendar/seoul.ts';
import { createCalendar } from '../src/calendar/workdays.ts';
import { APP_ROLE, type Database, openDatabase, openPool } from '../src/database/database.ts';
import { migrateToLatest } from '../src/database/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/demo/embedded-postgres.ts';
import { computeDigests } from '../src/digest/compute-digests.ts';
import { sumDigests } from '../src/digest/rules.ts';
import {
  enqueueDigests,
  findAddressees,
  findAllPolicyChanges,
  inOneSnapshot,
  insertDigests,
} from '../src/digest/store.ts';
import { findBeginning } from '../src/digest/week-store.ts';
import { median } from './load.ts';

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, rounds: { type: 'string', default: '7' } },
});
const scale = Number(values.scale);
const rounds = Number(values.rounds);

const AGENCIES = 300;
const DEPARTMENTS = 6_000;
const OFFICIALS = 60_000;
const TASKS = 3_000;
const LAST_WEEK = '2026-11-16';
const NOW = new Date('2026-11-23T00:00:00Z');
const MESSAGE = '자료 요청에 하루 만에 답해 주셔서 회의를 제때 열 수 있었습니다.';

/** Half of a book's transfers are gifts' issues and lapses elsewhere; here each gift is one transfer, the harder case. */
const CASES = {
  base: { transfers: 1_000_000 * scale, weeks: 26 },
  longer: { transfers: 10_000_000 * scale, weeks: 260 },
  busier: { transfers: 10_000_000 * scale, weeks: 26 },
} as const;
type Case = keyof typeof CASES;

async function fill(server: EmbeddedPostgres, name: Case): Promise<void> {
  const { transfers, weeks } = CASES[name];
  const admin = new pg.Client(server.url('postgres'));
  await admin.connect();
  await admin.query(`create database bench_${name}`);
  await admin.end();
  const url = server.url(`bench_${name}`);
  await migrateToLatest(url);
  const owner = openPool(url, { max: 1 });
  await owner.query(`insert into other_clock (reason) values ('bench')`);
  const first = addDays(LAST_WEEK, -7 * (weeks - 1));
  // As it would have come about: in order of time. Indexes are built afterwards, as of a restored database.
  const steps = [
    `set statement_timeout = 0; set synchronous_commit = off; set maintenance_work_mem = '512MB'`,
    `insert into agency (name, short_name, kind) select '기관' || i, '기관' || i, 'central' from generate_series(1, ${AGENCIES}) i`,
    `insert into department (agency_id, name, initials)
       select i % ${AGENCIES} + 1, '부서' || i, 'ㅂㅅ' from generate_series(0, ${DEPARTMENTS} - 1) i`,
    `insert into official (email, name, initials, role)
       select 'u' || i || '@bench.example', '직원' || i, 'ㅈㅇ', case when i <= ${AGENCIES} then 'cco' else 'member' end
       from generate_series(1, ${OFFICIALS}) i`,
    `insert into posting (official_id, department_id, agency_id, during)
       select o.id, d.id, d.agency_id, '[2020-01-01,)' from official o join department d on d.id = o.id % ${DEPARTMENTS} + 1`,
    `insert into task (request_key, title, purpose, content, due_on, state, updated_at)
       select 't' || i, '과제 ' || i, '목적', '내용', date '2026-11-10' + i % 240,
              (array['registered', 'active', 'active', 'active', 'active', 'active', 'delayed', 'on_hold', 'completed', 'completed'])[i % 10 + 1]::task_state,
              timestamptz '2026-11-22' - i % 24 * interval '1 day' from generate_series(1, ${TASKS}) i`,
    `insert into task_party (task_id, side, agency_id, department_id, owner_id, consent, asked_at)
       select t.id, s.side, p.agency_id, p.department_id, p.official_id, s.consent, s.at
       from task t cross join (values ('lead', null, null::timestamptz), ('partner', 'agreed', timestamptz '2026-01-01')) s (side, consent, at)
       join posting p on p.official_id = t.id * 7 % ${OFFICIALS} + case s.side when 'lead' then 1 else 2 end`,
    // Ten events of each; of one task in twenty the last in the week.
    `insert into task_event (task_id, sequence, kind, from_state, to_state, note, occurred_at)
       select t.id, n, 'status', 'registered', t.state, '경과', timestamptz '2026-11-22' - (t.id % 140 + (10 - n) * 7) * interval '1 day'
       from task t cross join generate_series(1, 10) n order by 7`,
    `insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
       select id, 'year_end', '2026', '연말 평가', '2026-11-30', 'c' || id, '2026-11-01' from agency`,
    `insert into evaluation_request (cycle_id, task_id, party_id)
       select c.id, p.task_id, p.id from task_party p join evaluation_cycle c on c.agency_id = p.agency_id where p.id % 10 = 0`,
    ...dropIndexes(['gift', 'transfer', 'seal']),
    // Three of ten stay in the agency; the others go to some thirty neighbours, the nearest most.
    `insert into gift (id, request_key, giver_id, giver_agency_id, giver_department_id, giver_role, recipient_id, recipient_agency_id,
                       recipient_department_id, recipient_role, points, message, message_hash, source, team_id, allowance_left, given_on, given_at)
       select x.id, 'k' || x.id, g.official_id, g.agency_id, g.department_id, 'member', r.official_id, r.agency_id, r.department_id, 'member',
              10, '${MESSAGE} ' || x.id, sha256(convert_to(x.id::text, 'UTF8')), 'command', 'T0BENCH', 100,
              (x.at at time zone 'Asia/Seoul')::date, x.at
       from (select i as id,
                    timestamptz '${first} 00:00:00+09' + interval '${weeks} weeks' * ((i - 1)::float8 / ${transfers}) as at,
                    (hashint8(i) & 2147483647) % ${OFFICIALS} as giver,
                    case when i % 10 < 3 then 0 else 1 + floor(30 * pow(((hashint8(i * 31) & 2147483647) % 1000) / 1000.0, 2))::int end as step,
                    (hashint8(i * 17) & 2147483647) % ${OFFICIALS / AGENCIES} as seat
             from generate_series(1, ${transfers}) i) x
       join bench_post g on g.n = x.giver
       join bench_seat r on r.agency_id = (g.agency_id - 1 + x.step) % ${AGENCIES} + 1 and r.seat = x.seat
       order by x.id`,
    `insert into transfer (kind, debit_account_id, credit_account_id, amount, actor_id, occurred_at)
       select 'gift', giver_id, recipient_id, points, giver_id, given_at from gift order by id`,
    // One of a hundred is taken back.
    `insert into transfer (kind, debit_account_id, credit_account_id, amount, reverses_id, actor_id, reason, occurred_at)
       select 'reversal', recipient_id, giver_id, points, id, giver_id, '착오', given_at + interval '5 minutes' from gift where id % 100 = 0`,
    `insert into seal (position, transfer_id, hash) select id, id, sha256(convert_to(id::text, 'UTF8')) from transfer order by id`,
    `insert into agency_week (week, giver_agency_id, recipient_agency_id, gifts, points)
       select date_trunc('week', given_on)::date, giver_agency_id, recipient_agency_id, count(*), sum(points)
       from gift where id % 100 <> 0 group by 1, 2, 3 order by 1, 2, 3`,
    `insert into rollup_position (position, as_of) select max(position), '${NOW.toISOString()}' from seal`,
  ];
  await owner.query(`
    create table bench_index (definition text, constraint_of text, constraint_name text);
    create view bench_post as select (official_id - 1) as n, * from posting;
    create view bench_seat as
      select agency_id, official_id, department_id, row_number() over (partition by agency_id order by official_id) - 1 as seat from posting`);
  for (const step of steps) await owner.query(step);
  const { rows } = await owner.query<{ definition: string }>('select definition from bench_index');
  for (const { definition } of rows) await owner.query(definition);
  await owner.query('vacuum analyze');
  await owner.end();
  process.stderr.write(`${name}: ${transfers} gifts in ${weeks} weeks\n`);
}

/** Takes the indexes of tables away, and notes how to make them again. */
function dropIndexes(tables: readonly string[]): string[] {
  return tables.map(
    (table) => `
    do $$
    declare one record;
    begin
      for one in select conname, pg_get_constraintdef(oid) as definition from pg_constraint
                 where conrelid = '${table}'::regclass and contype in ('p', 'u')
                   and not exists (select from pg_constraint f where f.confrelid = '${table}'::regclass and f.contype = 'f') loop
        insert into bench_index values (format('alter table ${table} add constraint %I %s', one.conname, one.definition));
        execute format('alter table ${table} drop constraint %I', one.conname);
      end loop;
      for one in select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
                 where indrelid = '${table}'::regclass and not indisprimary and not indisunique loop
        insert into bench_index values (one.definition);
        execute 'drop index ' || one.name;
      end loop;
    end $$`,
  );
}

/** The digests of all agencies in one snapshot, as the job does it. */
async function compute(database: Database, store: boolean) {
  return inOneSnapshot(database, async (tx) => {
    const reach = await tx.selectFrom('rollup_position').selectAll().executeTakeFirstOrThrow();
    const ask = {
      week: LAST_WEEK,
      late: false,
      rolled: { position: reach.position, head: '', asOf: NOW },
      began: await findBeginning(tx),
      calendar: createCalendar(),
      policies: await findAllPolicyChanges(tx),
    };
    const digests = await computeDigests(tx, ask, NOW);
    if (store) {
      await insertDigests(tx, digests, NOW);
      const readers = await findAddressees(tx, LAST_WEEK, '2026-11-23');
      await enqueueDigests(
        tx,
        readers.flatMap(({ officialId, ...one }) =>
          officialId === undefined ? [] : [{ ...one, officialId }],
        ),
        { teamId: 'T0BENCH', dueAt: () => NOW },
      );
      throw new Undone();
    }
    return digests;
  });
}
/** Takes a run's rows away again. */
class Undone extends Error {}

const inTheWeek = (gift: string) =>
  `${gift}.given_on >= '${LAST_WEEK}' and ${gift}.given_on < '${addDays(LAST_WEEK, 7)}'
     and not exists (select from transfer v where v.reverses_id = ${gift}.id)`;

/**
 * What a digest says of gifts, straight from the gifts: figures of the week and the 12 before it, who helped whom, rankings,
 * messages worth reading, pairs that gave each other. What it says of tasks and evaluations is in ours alone.
 */
const PLAIN = [
  `select o.agency_id, date_trunc('week', g.given_on)::date as week, sum(o.received) as received, sum(o.sent) as sent
   from gift g cross join lateral (values (g.recipient_agency_id, g.points, 0), (g.giver_agency_id, 0, g.points)) as o (agency_id, received, sent)
   where g.given_on >= '${addDays(LAST_WEEK, -84)}' and g.given_on < '${addDays(LAST_WEEK, 7)}'
     and not exists (select from transfer v where v.reverses_id = g.id)
   group by 1, 2`,
  `select * from (
     select g.giver_agency_id, g.recipient_agency_id, count(*), sum(g.points) as points,
            row_number() over (partition by g.giver_agency_id order by sum(g.points) desc) as helped_us,
            row_number() over (partition by g.recipient_agency_id order by sum(g.points) desc) as we_helped
     from gift g
     where ${inTheWeek('g')} and g.giver_agency_id <> g.recipient_agency_id
     group by 1, 2) m where helped_us <= 5 or we_helped <= 5`,
  ...(['recipient', 'giver'] as const).flatMap((side) =>
    [`${side}_id`, `${side}_department_id`].map(
      (owner) => `
      select * from (
        select g.${side}_agency_id, g.${owner}, sum(g.points), rank() over (partition by g.${side}_agency_id order by sum(g.points) desc) as rank
        from gift g where ${inTheWeek('g')}
        group by 1, 2) r where rank <= 10`,
    ),
  ),
  `select * from (
     select m.*, row_number() over (partition by recipient_agency_id order by giver_agency_id = recipient_agency_id, heard, length desc) as n
     from (
       select distinct on (g.recipient_agency_id, g.giver_agency_id) g.recipient_agency_id, g.giver_agency_id, g.id, length(g.message) as length,
              sum(g.points) over (partition by g.recipient_agency_id, g.giver_agency_id) as heard
       from gift g where ${inTheWeek('g')}
         and not coalesce((select h.hidden from gift_visibility h where h.gift_id = g.id order by h.id desc limit 1), false)
       order by g.recipient_agency_id, g.giver_agency_id, length(g.message) desc, g.id) m) c where n <= 3`,
  `select g.giver_id, g.recipient_id, sum(g.points) from gift g
   where ${inTheWeek('g')} and exists (
     select from gift b where b.giver_id = g.recipient_id and b.recipient_id = g.giver_id and ${inTheWeek('b')})
   group by 1, 2`,
];

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

const directory = await mkdtemp(join(tmpdir(), 'ieum-bench-digests-'));
const server = await startEmbeddedPostgres({
  directory,
  settings: { shared_buffers: '1GB', max_wal_size: '8GB' },
  log: () => {},
});
try {
  const names = Object.keys(CASES) as Case[];
  for (const name of names) await fill(server, name);
  const worlds = [];
  for (const name of names) {
    const pool = openPool(server.url(`bench_${name}`), { role: APP_ROLE, max: 1 });
    // A connection that is idle for long is closed, and the next one has to know it as well.
    pool.on('connect', (client) => void client.query('set statement_timeout = 0'));
    worlds.push({
      name,
      pool,
      database: openDatabase(pool),
      ours: [] as number[],
      stored: [] as number[],
      plain: [] as number[],
      plainParallel: [] as number[],
      rssMiB: 0,
    });
  }
  for (let round = 0; round <= rounds; round++) {
    for (const world of worlds) {
      const { database, pool } = world;
      const digests: Array<Awaited<ReturnType<typeof compute>>> = [];
      const ours = await timed(async () => digests.push(await compute(database, false)));
      const runPlain = async () => {
        for (const query of PLAIN) await pool.query(query);
      };
      // As the digests are read: they come out faster so.
      await pool.query(`set jit = off; set work_mem = '64MB'`);
      const plainParallel = await timed(runPlain);
      // On one core each: otherwise the ratio would hang on how many happen to be idle.
      await pool.query('set max_parallel_workers_per_gather = 0');
      const plain = await timed(runPlain);
      await pool.query('reset max_parallel_workers_per_gather; reset jit; reset work_mem');
      const stored = await timed(() =>
        compute(database, true).catch((error: unknown) => {
          if (!(error instanceof Undone)) throw error;
        }),
      );
      const { received, sent } = sumDigests(digests[0] ?? []);
      if (received !== sent || digests[0]?.length !== AGENCIES) throw new Error('the digests do not add up');
      world.rssMiB = Math.max(world.rssMiB, process.memoryUsage().rss / 2 ** 20);
      // The first round warms the caches.
      if (round === 0) continue;
      world.ours.push(ours);
      world.plain.push(plain);
      world.plainParallel.push(plainParallel);
      world.stored.push(stored);
    }
    process.stderr.write(`round ${round} of ${rounds}\n`);
  }
  const [base, longer, busier] = worlds;
  if (!base || !longer || !busier) throw new Error('a case is missing');
  const ratio = (above: number[], below: number[]) =>
    Number(median(above.map((ms, round) => ms / (below[round] ?? Number.NaN))).toFixed(2));
  const table = worlds.map(({ name, ours, stored, plain, plainParallel, rssMiB }) => ({
    case: name,
    gifts: CASES[name].transfers,
    weeks: CASES[name].weeks,
    computedMs: Math.round(median(ours)),
    storedMs: Math.round(median(stored)),
    plainMs: Math.round(median(plain)),
    plainParallelMs: Math.round(median(plainParallel)),
    plainToOurs: ratio(plain, ours),
    peakRssMiB: Math.round(rssMiB),
  }));
  const ratios = [
    { name: 'ten times the weeks', value: ratio(longer.ours, base.ours), aim: '≤ 1.2' },
    { name: 'ten times the rate', value: ratio(busier.ours, base.ours), aim: '≤ 10' },
    { name: 'plain SQL / ours, 1 M', value: ratio(base.plain, base.ours), aim: '≥ 2.5' },
    {
      name: 'plain SQL / ours, 10 M in ten times the weeks',
      value: ratio(longer.plain, longer.ours),
      aim: '≥ 2.5',
    },
    {
      name: 'plain SQL / ours, 10 M at ten times the rate',
      value: ratio(busier.plain, busier.ours),
      aim: '≥ 2.5',
    },
  ];
  console.table(table);
  console.table(ratios);
  await writeFile(
    new URL('digests.json', import.meta.url),
    `${JSON.stringify({ node: process.version, scale, rounds, cases: table, ratios }, null, 2)}\n`,
  );
  for (const { database } of worlds) await database.destroy();
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
