// How fast a look at a ranking is when the books are full: `node --import tsx bench/rankings.ts [transfers]` (default 1,000,000).
// Loads that many gifts of five years, as the owner and in bulk, with seals that look like seals; rolls them up and closes
// as the jobs do; then looks at every view in turn, as the bot does, with new gifts coming in between. Prints a table and writes
// bench/rankings.json. The aim: p95 under 50 ms at ten million.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { addDays } from '../src/calendar/seoul.ts';
import { archiveYears } from '../src/points/archive-year.ts';
import { closeDays } from '../src/points/close-days.ts';
import type { RankingView } from '../src/points/gift.ts';
import { givePoints } from '../src/points/give-points.ts';
import { lapseAllowances } from '../src/points/lapse-allowances.ts';
import { lookUpRanking } from '../src/points/look-up.ts';
import { findRanking } from '../src/points/ranking-store.ts';
import { rollUp } from '../src/points/roll-up.ts';
import { MESSAGE, openWorld, pairOf, TEAM, type World } from './world.ts';

const gifts = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(gifts) || gifts < 1_000) throw new Error('How many transfers? At least 1000.');
const LOOKS = 400;
const CHUNK = 500_000;
const FIRST_DAY = '2022-01-01';
const LAST_DAY = '2026-11-22';
const DAYS = Math.round((Date.parse(LAST_DAY) - Date.parse(FIRST_DAY)) / 86_400_000) + 1;
const NOW = new Date('2026-11-23T10:00:00+09:00');
const log = { info: () => {} };

const world = await openWorld();
const took: Record<string, number> = {};
async function timed<T>(what: string, act: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await act();
  took[what] = Number(((performance.now() - start) / 1_000).toFixed(1));
  process.stderr.write(`${what}: ${took[what]} s\n`);
  return result;
}

/**
 * Gift n of `gifts`: the days in order, every giver in turn, receivers unevenly (a square root: few are thanked often). The
 * accounts are each person's of that month and year, as the posting functions open them.
 */
async function loadGifts({ owner }: World): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query(
      `set statement_timeout = 0; set session_replication_role = default; set synchronous_commit = off`,
    );
    await client.query(`
      insert into account (kind, agency_id, period)
        select 'issuance', a.id, make_date(y, 1, 1) from agency a, generate_series(2022, 2026) y;
      insert into account (kind, official_id, period)
        select 'allowance', o.id, m::date from generate_series('2022-01-01'::date, '2026-11-01', '1 month') m, official o;
      insert into account (kind, official_id, period)
        select 'received', o.id, make_date(y, 1, 1) from official o, generate_series(2022, 2026) y;
      insert into transfer (kind, debit_account_id, credit_account_id, amount, occurred_at)
        select 'issue', i.id, a.id, 100000, a.period::timestamp at time zone 'Asia/Seoul' from account a
        join posting p on p.official_id = a.official_id
        join account i on i.kind = 'issuance' and i.owner_id = p.agency_id and i.period = date_trunc('year', a.period)
        where a.kind = 'allowance' order by a.id;
      analyze account;`);
    for (let from = 0; from < gifts; from += CHUNK) {
      const until = Math.min(from + CHUNK, gifts);
      await client.query(`
        create temp table load as
        select n, g.id as giver, r.id as recipient, day, (day::timestamp + interval '9 hours' + (n % 28800) * interval '1 second') at time zone 'Asia/Seoul' as at
        from (select n, n % people + 1 as g, (n * 7919 % people * (n * 104729 % people) / people) as r, '${FIRST_DAY}'::date + (n * ${DAYS} / ${gifts})::int as day
              from generate_series(${from}::bigint, ${until - 1}) n, (select count(*) as people from official) c) x
        join official g on g.id = x.g join official r on r.id = case when x.r + 1 = x.g then x.g % 4000 + 1 else x.r + 1 end
        order by n;
        with booked as (
          insert into transfer (kind, debit_account_id, credit_account_id, amount, actor_id, occurred_at)
          select 'gift', a.id, c.id, 10, l.giver, l.at from load l
          join account a on a.kind = 'allowance' and a.owner_id = l.giver and a.period = date_trunc('month', l.day)
          join account c on c.kind = 'received' and c.owner_id = l.recipient and c.period = date_trunc('year', l.day)
          order by l.n returning id, actor_id, credit_account_id, occurred_at)
        insert into gift (id, request_key, giver_id, giver_agency_id, giver_department_id, giver_role, recipient_id, recipient_agency_id,
                          recipient_department_id, recipient_role, points, message, message_hash, source, team_id, allowance_left, given_on, given_at)
        select b.id, 'load:' || b.id, b.actor_id, gp.agency_id, gp.department_id, 'member', c.owner_id, rp.agency_id, rp.department_id, 'member',
               10, '${MESSAGE}', sha256('${MESSAGE}'::text::bytea), 'command', '${TEAM}', 0, seoul_day(b.occurred_at), b.occurred_at
        from booked b join account c on c.id = b.credit_account_id
        join posting gp on gp.official_id = b.actor_id join posting rp on rp.official_id = c.owner_id;
        drop table load;`);
      process.stderr.write(`${until} of ${gifts} gifts\n`);
    }
    // What is left after all of it; never below zero, whatever the size.
    await client.query(`
      insert into balance (account_id, points)
        select a.id, greatest(0, 100000 - coalesce((select sum(amount) from transfer t where t.debit_account_id = a.id), 0)) from account a
        where a.kind = 'allowance';
      insert into seal (position, transfer_id, hash)
        select row_number() over (order by id), id, sha256(id::text::bytea) from transfer order by id;`);
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

const views: RankingView[] = (['person', 'department'] as const).flatMap((subject) =>
  (['received', 'sent'] as const).flatMap((side) =>
    (['month', 'half', 'year', '2025'] as const).flatMap((span) =>
      (['agency', 'government'] as const).map((scope) => ({ subject, side, span, scope })),
    ),
  ),
);

interface Spread {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}
async function spread(act: (n: number) => Promise<unknown>): Promise<Spread> {
  const times: number[] = [];
  for (let n = 0; n < LOOKS; n++) {
    const start = performance.now();
    await act(n);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(2));
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

const viewOf = (n: number): RankingView =>
  views[n % views.length] ?? { subject: 'person', side: 'received', span: 'year', scope: 'government' };
const officialOf = (n: number) => (n % 4_000) + 1;

try {
  await timed('load', () => loadGifts(world));
  const options = { now: NOW, log };
  await timed('close days, five years of them', () => closeDays(world.database, options));
  await timed('lapse allowances, 58 months of them', () => lapseAllowances(world.database, options));
  await timed('archive four years', () => archiveYears(world.database, options));
  await timed('roll up, from the start', () => rollUp(world.database, options));
  await world.owner.query('vacuum analyze standing, year_archive, balance, seal');

  const look = (n: number) => lookUpRanking(world.database, officialOf(n), viewOf(n), NOW, log);
  await spread(look);
  const quiet = await spread(look);
  let given = 0;
  const busy = await spread(async (n) => {
    const { giverId, recipientId } = pairOf(given++);
    const request = {
      requestKey: `bench:${n}`,
      teamId: TEAM,
      giverId,
      recipient: { officialId: recipientId },
      message: MESSAGE,
      source: 'command' as const,
    };
    const outcome = await givePoints(world.database, request, NOW);
    if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
    return look(n);
  });
  const alone = await spread((n) => {
    const view = viewOf(n);
    const span = view.span === 'month' || view.span === 'half' ? view.span : 'year';
    const from = span === 'month' ? '2026-11-01' : span === 'half' ? '2026-07-01' : '2026-01-01';
    return findRanking(world.database, { ...view, span }, { from, until: '2027-01-01' }, undefined, 10);
  });
  // What it replaces: the year's gifts added up at each look.
  const naive = await (async () => {
    const start = performance.now();
    await world.owner.query(`
      select g.recipient_id, sum(g.points) as points from gift g where g.given_on >= '2026-01-01' and g.given_on < '2027-01-01'
        and not exists (select from transfer r where r.reverses_id = g.id) group by 1 order by 2 desc limit 10`);
    return Number((performance.now() - start).toFixed(1));
  })();
  const sizes = await world.owner.query(
    `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size, reltuples::bigint as rows from pg_class
     where relname in ('transfer', 'gift', 'seal', 'standing', 'agency_week', 'department_day', 'year_archive') order by 1`,
  );
  const table = Object.entries({
    'a look, nothing new': quiet,
    'a gift, then a look that shows it': busy,
    'the ranking’s query alone': alone,
  }).map(([name, figures]) => ({ name, ...figures }));
  const result = {
    gifts,
    days: [FIRST_DAY, addDays(LAST_DAY, 0)],
    machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length },
    postgres: world.version,
    seconds: took,
    looks: table,
    addingUpTheYearMs: naive,
    sizes: sizes.rows,
    aim: 'p95 < 50 ms at 10,000,000',
  };
  await writeFile(new URL('rankings.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  console.table(took);
  console.table(table);
  console.table(sizes.rows);
  console.log(`adding up the year instead: ${naive} ms`);
} finally {
  await world.close();
}
