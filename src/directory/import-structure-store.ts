import type { Day } from '../calendar/seoul.ts';
import {
  type CheckedFault,
  type Counts,
  countRows,
  markFaulty,
  type PoolClient,
  withUnchanged,
} from './import-store.ts';

/**
 * Checks the staged agencies and merges the sound ones. A line means the known agency of the same name whose period it
 * overlaps, so that an end date or a corrected start changes that agency and does not make a second one.
 */
export async function mergeAgencies(client: PoolClient): Promise<{ faults: CheckedFault[]; counts: Counts }> {
  const duplicates = await markFaulty(
    client,
    'agencies.csv',
    `select later.line, 'duplicateAgency' as reason, min(earlier.line)::text as detail
     from import_agency later
     join import_agency earlier
       on earlier.name = later.name and earlier.line < later.line and earlier.during && later.during
     where not later.faulty
     group by later.line`,
  );
  const overlaps = await markFaulty(
    client,
    'agencies.csv',
    `select distinct line, 'overlapsKnownAgency' as reason, name as detail
     from (select i.line, i.name, count(*) over (partition by i.line) as known_for_line,
                  count(*) over (partition by a.id) as lines_for_known
           from import_agency i join agency a on a.name = i.name and a.during && i.during
           where not i.faulty) as met
     where known_for_line > 1 or lines_for_known > 1`,
  );
  const changed = await countRows(
    client,
    `update agency a
     set code = i.code, short_name = i.short_name, kind = i.kind, during = i.during, successors = i.successor_names
     from (select *, coalesce(string_to_array(nullif(successors, ''), '|'), '{}') as successor_names from import_agency) i
     where not i.faulty and a.name = i.name and a.during && i.during
       and (a.code, a.short_name, a.kind, a.during, a.successors)
           is distinct from (i.code, i.short_name, i.kind, i.during, i.successor_names)`,
  );
  const added = await countRows(
    client,
    `insert into agency (code, name, short_name, kind, during, successors)
     select code, name, short_name, kind, during, coalesce(string_to_array(nullif(successors, ''), '|'), '{}')
     from import_agency i
     where not faulty and not exists (select from agency a where a.name = i.name and a.during && i.during)
     order by line`,
  );
  return {
    faults: [...duplicates, ...overlaps],
    counts: await withUnchanged(client, 'agencies.csv', added, changed),
  };
}

/**
 * Checks the staged departments and merges the sound ones. Departments carry no dates: a name means the agency in force
 * on `today` before one of the past, and a full name before a short one.
 */
export async function mergeDepartments(
  client: PoolClient,
  today: Day,
): Promise<{ faults: CheckedFault[]; counts: Counts }> {
  const agencies = await resolveAgencies(client, today);
  const duplicates = await markFaulty(
    client,
    'departments.csv',
    `select i.line, 'duplicateDepartment' as reason, first.line::text as detail
     from import_department i
     join (select agency_id, name, min(line) as line from import_department
           where agency_id is not null group by agency_id, name) first
       on first.agency_id = i.agency_id and first.name = i.name and first.line < i.line`,
  );
  // What the insert writes itself is not a change: new rows have ids above these.
  const { rows } = await client.query<{ highest: number | null }>(
    'select max(id) as highest from department',
  );
  const added = await countRows(
    client,
    `insert into department (agency_id, name, initials)
     select agency_id, name, initials from import_department i
     where not faulty and not exists (select from department d where d.agency_id = i.agency_id and d.name = i.name)
     order by line`,
  );
  await client.query('analyze import_department');
  const parents = await checkParents(client);
  const changed = await countRows(
    client,
    `with target as (
       select d.id, i.initials, p.id as parent_id
       from import_department i
       join department d on d.agency_id = i.agency_id and d.name = i.name
       left join department p on p.agency_id = i.agency_id and p.name = i.parent
       where not i.faulty),
     written as (
       update department d set parent_id = t.parent_id, initials = t.initials from target t
       where t.id = d.id and (d.parent_id, d.initials) is distinct from (t.parent_id, t.initials)
       returning d.id)
     select id from written where id <= $1`,
    [rows[0]?.highest ?? 0],
  );
  const cycles = await findCycles(client);
  return {
    faults: [...agencies, ...duplicates, ...parents, ...cycles],
    counts: await withUnchanged(client, 'departments.csv', added, changed),
  };
}

async function resolveAgencies(client: PoolClient, today: Day): Promise<CheckedFault[]> {
  await client.query(
    `with label as (
       select id, name as text, during, 0 as place from agency
       union all select id, short_name, during, 1 from agency where short_name <> name),
     ranked as (
       select text, id, rank() over (partition by text order by not during @> $1::date, place) as place from label),
     best as (
       select text, min(id) as id, count(*) as candidates from ranked where place = 1 group by text)
     update import_department i set agency_id = case when best.candidates = 1 then best.id else 0 end
     from best where best.text = i.agency`,
    [today],
  );
  const faults = await markFaulty(
    client,
    'departments.csv',
    `select line, case when agency_id = 0 then 'ambiguousAgency' else 'unknownAgency' end as reason, agency as detail
     from import_department i
     where not faulty and (agency_id is null or agency_id = 0)
       and (agency_id = 0
            or not exists (select from import_agency a where a.faulty and i.agency in (a.name, a.short_name)))`,
  );
  // Left are the departments of agencies whose own line is faulty: nothing can be said about them.
  await client.query(
    `update import_department set agency_id = null, faulty = true where agency_id = 0 or (agency_id is null and not faulty)`,
  );
  return faults;
}

function checkParents(client: PoolClient): Promise<CheckedFault[]> {
  return markFaulty(
    client,
    'departments.csv',
    `select i.line, i.parent as detail,
            case when exists (select from department d where d.name = i.parent) then 'parentElsewhere'
                 else 'unknownParent' end as reason
     from import_department i
     where not i.faulty and i.parent is not null
       and not exists (select from department d where d.agency_id = i.agency_id and d.name = i.parent)
       and not exists (select from import_department f
                       where f.faulty and f.name = i.parent and (f.agency_id = i.agency_id or f.agency = i.agency))`,
  );
}

/** Looks upwards from each staged department; no hierarchy of offices is a hundred levels deep. */
function findCycles(client: PoolClient): Promise<CheckedFault[]> {
  return markFaulty(
    client,
    'departments.csv',
    `with recursive up as (
       select i.line, d.id as start, d.parent_id as at, 1 as level
       from import_department i join department d on d.agency_id = i.agency_id and d.name = i.name
       where not i.faulty and d.parent_id is not null
       union all
       select up.line, up.start, d.parent_id, up.level + 1
       from up join department d on d.id = up.at
       where up.at <> up.start and d.parent_id is not null and up.level < 100)
     select i.line, 'parentCycle' as reason, i.parent as detail
     from up join import_department i on i.line = up.line where up.at = up.start`,
  );
}
