import type { Day } from '../calendar/seoul.ts';
import {
  type CheckedFault,
  type Counts,
  countRows,
  markFaulty,
  type PoolClient,
  withUnchanged,
} from './import-store.ts';

const SIDES = `cross join lateral (values ('a', i.agency_a, i.position_a), ('b', i.agency_b, i.position_b)) as v (side, agency, title)`;

/**
 * Checks the staged pairs of exchanged positions and merges the sound ones; a pair is known by its round and number. The
 * names of the time stay as they are written; which agency keeps a position today is worked out anew for all of them.
 */
export async function mergePairs(
  client: PoolClient,
  today: Day,
): Promise<{ faults: CheckedFault[]; counts: Counts }> {
  const faults = await markFaulty(
    client,
    'exchange_positions.csv',
    `select i.line, 'duplicatePair' as reason, first.line::text as detail
     from import_pair i
     join (select round, pair, min(line) as line from import_pair group by round, pair) first
       on (first.round, first.pair) = (i.round, i.pair) and first.line < i.line`,
  );
  const changed = await countRows(
    client,
    `with target as (
       select q.id as pair_id, i.* from import_pair i join exchange_pair q on (q.round, q.pair) = (i.round, i.pair)
       where not i.faulty),
     pairs as (
       update exchange_pair q set level = i.level, task = i.task, source = i.source from target i
       where q.id = i.pair_id and (q.level, q.task, q.source) is distinct from (i.level, i.task, i.source)
       returning q.id),
     positions as (
       update exchange_position p set agency_name = v.agency, title = v.title from target i ${SIDES}
       where p.pair_id = i.pair_id and p.side = v.side and (p.agency_name, p.title) is distinct from (v.agency, v.title)
       returning p.pair_id)
     select id from pairs union select pair_id from positions`,
  );
  const added = await countRows(
    client,
    `with fresh as (
       insert into exchange_pair (round, pair, level, task, source)
       select round, pair, level, task, source from import_pair i
       where not faulty and not exists (select from exchange_pair q where (q.round, q.pair) = (i.round, i.pair))
       order by line returning id, round, pair),
     positions as (
       insert into exchange_position (pair_id, side, agency_name, title)
       select f.id, v.side, v.agency, v.title
       from fresh f join import_pair i on (i.round, i.pair) = (f.round, f.pair) and not i.faulty ${SIDES}
       order by i.line, v.side)
     select id from fresh`,
  );
  await findKeepers(client, today);
  return { faults, counts: await withUnchanged(client, 'exchange_positions.csv', added, changed) };
}

/**
 * The agency that keeps each position on `today`: the one of that name in force, otherwise the one that followed it (산업통상자원부
 * → 산업통상부). Where several followed (기획재정부), the one that has the position's office; if that does not tell, the agency
 * of the time itself. Null when nobody knows the name.
 */
async function findKeepers(client: PoolClient, today: Day): Promise<void> {
  await client.query(
    `with recursive label as (
       select id, name as text, 0 as place from agency
       union all select id, short_name, 1 from agency where short_name <> name),
     line as (
       select p.id as position_id, p.title, l.id as agency_id, l.place, 0 as step
       from exchange_position p join label l on l.text = p.agency_name
       union
       select k.position_id, k.title, n.id, k.place, k.step + 1
       from line k join agency a on a.id = k.agency_id join agency n on n.name = any (a.successors)
       where k.step < 10 and not a.during @> $1::date),
     ranked as (
       select k.position_id, k.agency_id, rank() over (partition by k.position_id order by k.step, k.place, not exists (
                select from department d
                where d.agency_id = k.agency_id and d.name in (k.title, regexp_replace(k.title, '장$', '')))) as place
       from line k join agency a on a.id = k.agency_id where a.during @> $1::date),
     present as (
       select position_id, min(agency_id) as agency_id from ranked where place = 1
       group by position_id having count(distinct agency_id) = 1),
     past as (
       select distinct on (k.position_id) k.position_id, k.agency_id
       from line k join agency a on a.id = k.agency_id where k.step = 0 and not a.during @> $1::date
       order by k.position_id, k.place, upper(a.during) desc nulls last),
     keeper as (
       select p.id, coalesce(present.agency_id, past.agency_id) as agency_id
       from exchange_position p left join present on present.position_id = p.id left join past on past.position_id = p.id)
     update exchange_position p set agency_id = k.agency_id from keeper k
     where k.id = p.id and p.agency_id is distinct from k.agency_id`,
    [today],
  );
}
