// How fast records leave: `node --expose-gc --import tsx bench/exports.ts [gifts]` (default 1,000,000).
// Loads that many gifts of a year, in bulk, then exports them as CSV and XLSX as the command line does, to nowhere, against
// `COPY (the same query) TO STDOUT` read by the same process, in turns; and watches the memory of the same runs, of a tenth of the
// gifts and of all. Prints a table and writes bench/exports.json. The aims: CSV at most four times as long as COPY, and memory flat.
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Format } from '../src/exports/rules.ts';
import { runExport } from '../src/exports/run-export.ts';
import { gifts as source } from '../src/points/export-sources.ts';
import { MESSAGE, openWorld, TEAM } from './world.ts';

const gifts = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(gifts) || gifts < 1_000) throw new Error('How many gifts? At least 1000.');
const ROUNDS = 3;
/** The days of a tenth of the gifts. */
const TENTH = '2026-01-31';
const NOW = new Date('2026-11-23T10:00:00+09:00');

const world = await openWorld();
const { owner, pool, database } = world;

/** Gift n on one of 300 days; one in fifty taken back, one in two hundred hidden. */
async function load(): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query(`
      set statement_timeout = 0; set synchronous_commit = off;
      insert into gift (id, request_key, giver_id, giver_agency_id, giver_department_id, giver_role, recipient_id, recipient_agency_id,
                        recipient_department_id, recipient_role, points, message, message_hash, source, team_id, allowance_left, given_on, given_at)
      select n, 'load:' || n, g.official_id, g.agency_id, g.department_id, 'member', r.official_id, r.agency_id, r.department_id, 'member',
             10, '${MESSAGE}', sha256('x'), 'command', '${TEAM}', 0, d.day, d.day::timestamp + interval '3 hours'
      from generate_series(1, ${gifts}) n
      cross join lateral (select '2026-01-01'::date + (n::bigint * 300 / ${gifts})::int as day) d
      join posting g on g.official_id = n % 4000 + 1 join posting r on r.official_id = (n::bigint * 7919 % 4000) + 1;
      insert into transfer (kind, debit_account_id, credit_account_id, amount, reverses_id, occurred_at)
      select 'reversal', 1, 2, 10, n, now() from generate_series(50, ${gifts}, 50) n;
      insert into gift_visibility (gift_id, hidden, reason, actor_id)
      select n, true, 'x', 1 from generate_series(200, ${gifts}, 200) n;`);
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

const QUERY = `
  select g.id as gift_id, to_char(g.given_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as given_at,
         giver.email as giver, recipient.email as recipient, agency.name || '/' || department.name as recipient_department,
         g.points, g.message, g.source, exists (select from transfer r where r.reverses_id = g.id) as reversed,
         coalesce((select v.hidden from gift_visibility v where v.gift_id = g.id order by v.id desc limit 1), false) as hidden
  from gift g
  left join official giver on giver.id = g.giver_id
  left join official recipient on recipient.id = g.recipient_id
  left join department on department.id = g.recipient_department_id
  left join agency on agency.id = g.recipient_agency_id
  where g.given_on between '2026-01-01' and '2026-12-31'
  order by g.id`;

const nowhere = () =>
  new Writable({
    write: (_chunk, _encoding, done) => done(),
  });

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1_000;
}

async function copy(): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin; set local statement_timeout = 0; set local jit = off');
    await pipeline(client.query(copyTo(`copy (${QUERY}) to stdout with (format csv, header)`)), nowhere());
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function exportAll(format: Format, to = '2026-12-31', out: Writable = nowhere()): Promise<number> {
  const request = { from: '2026-01-01', to, format, reason: 'bench', actorLabel: 'bench', now: NOW };
  const outcome = await runExport(database, source, request, out);
  if (outcome.kind !== 'exported') throw new Error(JSON.stringify(outcome));
  return outcome.rows;
}

interface Run {
  seconds: number;
  rows: number;
  heapMb: number;
  rssMb: number;
}

/**
 * How long `act` takes, and how much memory is in use meanwhile: at most what is live after a collection (each second, some
 * hundredths of the time), and what is resident.
 */
async function watched(act: () => Promise<number>): Promise<Run> {
  const most = { heap: 0, rss: 0 };
  const look = () => {
    most.rss = Math.max(most.rss, process.memoryUsage.rss());
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    most.heap = Math.max(most.heap, heapUsed + external);
  };
  look();
  const timer = setInterval(look, 1_000);
  let rows = 0;
  const seconds = await timed(async () => {
    rows = await act();
  });
  clearInterval(timer);
  const mb = (bytes: number) => Math.round(bytes / 1_048_576);
  return { seconds, rows, heapMb: mb(most.heap), rssMb: mb(most.rss) };
}

const middle = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number) => Number(value.toFixed(2));

const rowOf = (name: string, { rows, seconds, heapMb, rssMb }: Run) => ({
  name,
  rows,
  seconds: round(seconds),
  rowsPerSecond: Math.round(rows / seconds),
  heapMb,
  rssMb,
});

const devNull = () => createWriteStream('/dev/null');
const tell = (name: string, run: Run) => process.stderr.write(`${name}: ${JSON.stringify(run)}\n`);

try {
  process.stderr.write(`load: ${round(await timed(load))} s\n`);
  // Small ones first, as resident memory is not given back; the first of all is for warming up.
  await exportAll('csv', TENTH);
  const tenths = {
    csv: await watched(() => exportAll('csv', TENTH, devNull())),
    xlsx: await watched(() => exportAll('xlsx', TENTH)),
  };
  for (const [name, run] of Object.entries(tenths)) tell(`${name}, a tenth`, run);
  const runs: Record<'copy' | 'csv', Run[]> = { copy: [], csv: [] };
  for (let n = 0; n < ROUNDS; n++) {
    runs.copy.push(await watched(() => copy().then(() => gifts)));
    runs.csv.push(await watched(() => exportAll('csv', undefined, devNull())));
    for (const [name, [...all]] of Object.entries(runs)) tell(`${name}, round ${n + 1}`, all[n] as Run);
  }
  const workbook = await watched(() => exportAll('xlsx'));
  tell('xlsx', workbook);
  const middleOf = (all: Run[]): Run => {
    const of = (key: keyof Run) => middle(all.map((run) => run[key]));
    return { rows: gifts, seconds: of('seconds'), heapMb: of('heapMb'), rssMb: of('rssMb') };
  };
  const [copied, csv] = [middleOf(runs.copy), middleOf(runs.csv)];
  const result = {
    gifts,
    machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length },
    postgres: world.version,
    rounds: ROUNDS,
    table: [
      rowOf('copy', copied),
      rowOf('csv', csv),
      rowOf('csv, a tenth', tenths.csv),
      rowOf('xlsx', workbook),
      rowOf('xlsx, a tenth', tenths.xlsx),
    ],
    timesCopy: round(csv.seconds / copied.seconds),
    aim: 'csv at most 4 × copy; memory flat',
  };
  await writeFile(new URL('exports.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  console.table(result.table);
  console.log(`csv takes ${result.timesCopy} × copy`);
} finally {
  await world.close();
}
