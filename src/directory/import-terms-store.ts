import { type Day, monthOf } from '../calendar/seoul.ts';
import { type PolicyChange, policyOf } from '../policy/policy.ts';
import { type CheckedFault, type Counts, markFaulty, type PoolClient } from './import-store.ts';

const FILE = 'exchange_holders.csv';

/**
 * Works out the staged terms of exchange and says which lines cannot be. A term is known by position, person and first
 * day. Its end, when the line has none or the one that a file gave before, is the one that is known already, and of a new term as many months as the
 * position's agency gives (policy of the month in which it begins) less a day. Officials need not be merged yet.
 */
export async function checkTerms(client: PoolClient, today: Day): Promise<CheckedFault[]> {
  await client.query(
    `update import_holder i set position_id = p.id, agency_id = p.agency_id
     from exchange_pair q join exchange_position p on p.pair_id = q.id
     where (q.round, q.pair, p.side) = (i.round, i.pair, i.side)`,
  );
  const unknown = await findUnknown(client);
  await setMonths(client, today);
  await stageLeads(client);
  const companions = await stageCompanions(client);
  const terms = await checkDays(client);
  return [...unknown, ...companions, ...terms, ...(await findOverlaps(client))];
}

async function findUnknown(client: PoolClient): Promise<CheckedFault[]> {
  const faults = await markFaulty(
    client,
    FILE,
    `select i.line, 'duplicateTerm' as reason, min(first.line)::text as detail
     from import_holder i
     join import_holder first on first.line < i.line and (first.round, first.pair, first.side, first.email) =
       (i.round, i.pair, i.side, i.email) and first.first_day is not distinct from i.first_day
     where not i.faulty group by i.line
     union all
     select line, 'unknownPair', round || '-' || pair from import_holder i
     where not faulty and position_id is null
       and not exists (select from import_pair f where f.faulty and (f.round, f.pair) = (i.round, i.pair))
     union all
     select line, 'unknownPerson', email from import_holder i
     where not faulty and not exists (select from official o where o.email = i.email)
       and not exists (select from import_official f where f.email = i.email)`,
  );
  // Left are the holders of pairs whose own line is faulty: nothing can be said about them.
  await client.query('update import_holder set faulty = true where position_id is null');
  return faults;
}

/** How long a term is and may be by the policy of the position's agency. */
async function setMonths(client: PoolClient, today: Day): Promise<void> {
  const { rows: lines } = await client.query<{
    line: number;
    agency_id: number | null;
    first_day: Day | null;
  }>('select line, agency_id, first_day from import_holder where not faulty');
  const { rows: changes } = await client.query<{ agency_id: number } & PolicyChange>(
    `select agency_id, effective_from as "effectiveFrom", changes from policy_change
     where agency_id in (select agency_id from import_holder) order by effective_from, id`,
  );
  const policyFor = (agencyId: number | null, day: Day) =>
    policyOf(
      monthOf(day),
      changes.filter((change) => change.agency_id === agencyId),
    );
  await client.query(
    `update import_holder i set term_months = m.term, cap_months = m.cap
     from unnest($1::int[], $2::int[], $3::int[]) as m (line, term, cap) where m.line = i.line`,
    [
      lines.map(({ line }) => line),
      lines.map((it) => policyFor(it.agency_id, it.first_day ?? today).exchangeTermMonths),
      lines.map((it) => policyFor(it.agency_id, today).exchangeCapMonths),
    ],
  );
}

/** One row a term: as it shall be and, with an id, as it is. `lead` and `lead_first` name whom a companion accompanies. */
async function stageLeads(client: PoolClient): Promise<void> {
  await client.query(
    `create temp table import_term on commit drop as
     select i.line, i.email, i.position_id, i.first_day,
            coalesce(${WANTED}, x.last_day, (i.first_day + make_interval(months => i.term_months))::date - 1) as last_day,
            i.cap_months, x.id as term_id, x.last_day as old_last, null::text as lead, null::date as lead_first
     from import_holder i left join ${KNOWN} x
       on x.position_id = i.position_id and x.email = i.email and x.first_day = i.first_day and x.companion_of is null
     where not i.faulty and i.lead is null`,
  );
}

// `given` is the end that a file gave last, null if none did. The same end in a file again is no news: it does not undo an operator's extension.
const KNOWN = `(
  select t.id, t.position_id, t.companion_of, o.email, lower(t.during) as first_day, upper(t.during) - 1 as last_day,
         t.given_end as given
  from exchange_term t join official o on o.id = t.official_id)`;

/** The end that a line `i` wants for the known term `x`; null when it has none, or none that is new. */
const WANTED = 'case when i.last_day is distinct from x.given then i.last_day end';

/** Companions take the days of their lead's term; one whose known end differs from the lead's keeps it. */
async function stageCompanions(client: PoolClient): Promise<CheckedFault[]> {
  await client.query(
    `with lead as (
       select position_id, email, first_day, last_day, old_last from import_term
       union all
       select position_id, email, first_day, last_day, last_day from ${KNOWN} x
       where companion_of is null and not exists (select from import_term t where t.term_id = x.id))
     insert into import_term
     select distinct on (i.line) i.line, i.email, i.position_id, coalesce(i.first_day, l.first_day),
            coalesce(${WANTED}, case when x.last_day <> l.old_last then x.last_day end, l.last_day),
            i.cap_months, x.id, x.last_day, l.email, l.first_day
     from import_holder i
     join lead l on l.position_id = i.position_id and l.email = i.lead
       and (i.first_day is null or i.first_day between l.first_day and l.last_day)
     left join ${KNOWN} x on x.position_id = i.position_id and x.email = i.email and x.companion_of is not null
       and x.first_day = coalesce(i.first_day, l.first_day)
     where not i.faulty and i.lead is not null
     order by i.line, l.first_day desc`,
  );
  const faults = await markFaulty(
    client,
    FILE,
    `select line, 'unknownLead' as reason, lead as detail from import_holder i
     where not faulty and lead is not null and not exists (select from import_term t where t.line = i.line)
       and not exists (select from import_holder f where f.faulty and f.lead is null
                       and (f.round, f.pair, f.side, f.email) = (i.round, i.pair, i.side, i.lead))
     union all
     select t.line, 'companionFixed', t.email || ', ' || t.first_day from import_term t
     join ${KNOWN} x on x.position_id = t.position_id and x.email = t.email and x.first_day = t.first_day
     where (x.companion_of is null) <> (t.lead is null)`,
  );
  // Who is not in the file and ends with the lead goes on doing so.
  await client.query(
    `insert into import_term
     select l.line, x.email, x.position_id, x.first_day, l.last_day, l.cap_months, x.id, x.last_day, l.email, l.first_day
     from import_term l join ${KNOWN} x on x.companion_of = l.term_id and x.last_day = l.old_last
     where l.last_day <> l.old_last and not exists (select from import_term t where t.term_id = x.id)`,
  );
  return faults;
}

async function checkDays(client: PoolClient): Promise<CheckedFault[]> {
  const faults = await markFaulty(
    client,
    FILE,
    `select line, case when last_day < first_day then 'datesReversed' else 'overCap' end as reason,
            first_day || ' – ' || last_day || case when last_day < first_day then '' else ', ' || cap_months || '개월/months' end
              as detail
     from import_term
     where last_day < first_day
        or (last_day is distinct from old_last and last_day >= (first_day + make_interval(months => cap_months))::date)`,
  );
  await client.query('delete from import_term where last_day < first_day');
  return faults;
}

/** The database refuses overlaps too; here each is told with its line. */
function findOverlaps(client: PoolClient): Promise<CheckedFault[]> {
  return markFaulty(
    client,
    FILE,
    `with term as (select *, daterange(first_day, last_day, '[]') as during from import_term),
     known as (
       select x.*, daterange(first_day, last_day, '[]') as during from ${KNOWN} x
       where not exists (select from import_term t where t.term_id = x.id))
     select later.line, 'positionTwice' as reason, min(earlier.line)::text as detail
     from term later join term earlier
       on earlier.line < later.line and earlier.position_id = later.position_id and earlier.during && later.during
     where earlier.lead is null and later.lead is null and earlier.email <> later.email group by later.line
     union all
     select later.line, 'personTwice', min(earlier.line)::text
     from term later join term earlier
       on earlier.line < later.line and earlier.email = later.email and earlier.during && later.during
     group by later.line
     union all
     select t.line, 'positionTaken', x.email || ', ' || x.first_day || ' – ' || x.last_day
     from term t join known x on x.position_id = t.position_id and x.during && t.during
     where t.lead is null and x.companion_of is null and x.email <> t.email
     union all
     select t.line, 'personTaken', t.email || ', ' || x.first_day || ' – ' || x.last_day
     from term t join known x on x.email = t.email and x.during && t.during`,
  );
}

/** Writes the terms, all of them sound: ends that changed first, so that whoever follows finds the position free. */
export async function mergeTerms(client: PoolClient, now: Date): Promise<Counts> {
  const moved = await idsOf(
    client,
    `update exchange_term x set during = daterange(t.first_day, t.last_day, '[]')
     from import_term t where x.id = t.term_id and t.last_day <> t.old_last returning x.id`,
  );
  await client.query(
    `insert into exchange_change (term_id, old_end, new_end, reason, actor_id, occurred_at)
     select term_id, old_last, last_day, 'import', null, $1 from import_term
     where term_id is not null and last_day <> old_last order by line, term_id`,
    [now],
  );
  const insert = (whom: string) =>
    idsOf(
      client,
      `insert into exchange_term (position_id, official_id, companion_of, during)
       select t.position_id, o.id, l.id, daterange(t.first_day, t.last_day, '[]')
       from import_term t join official o on o.email = t.email
       left join ${KNOWN} l on l.position_id = t.position_id and l.email = t.lead and l.first_day = t.lead_first
       where t.term_id is null and ${whom} order by t.line returning id`,
    );
  const leads = await insert('t.lead is null');
  const companions = await insert('t.lead is not null');
  const elsewhere = await idsOf(
    client,
    `update exchange_term x set companion_of = l.id
     from import_term t join ${KNOWN} l on l.position_id = t.position_id and l.email = t.lead and l.first_day = t.lead_first
     where x.id = t.term_id and l.companion_of is null and x.companion_of is distinct from l.id returning x.id`,
  );
  await client.query(
    `update exchange_term x set given_end = i.last_day
     from import_holder i join import_term t on t.line = i.line and t.email = i.email join official o on o.email = i.email
     where x.position_id = t.position_id and x.official_id = o.id and lower(x.during) = t.first_day
       and i.last_day is not null and x.given_end is distinct from i.last_day`,
  );
  const { rows } = await client.query<{ terms: number }>(
    'select count(*)::integer as terms from import_term',
  );
  const added = leads.length + companions.length;
  const changed = new Set([...moved, ...elsewhere]).size;
  return { added, changed, unchanged: (rows[0]?.terms ?? 0) - added - changed };
}

async function idsOf(client: PoolClient, statement: string): Promise<number[]> {
  return (await client.query<{ id: number }>(statement)).rows.map(({ id }) => id);
}
