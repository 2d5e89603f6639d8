import { type CheckedFault, type Counts, countRows, markFaulty, type PoolClient } from './import-store.ts';

/**
 * Resolves the staged officials against the directory and says which lines cannot be. An agency's name means the one in
 * force on the line's day: 산업부 is one ministry before October 2025 and another since.
 */
export async function checkOfficials(client: PoolClient): Promise<CheckedFault[]> {
  const duplicates = await markFaulty(
    client,
    'officials.csv',
    `select i.line, 'duplicateEmail' as reason, first.line::text as detail
     from import_official i
     join (select email, min(line) as line from import_official where email is not null
           group by email having count(*) > 1) first
       on first.email = i.email and first.line < i.line`,
  );
  await resolveSeats(client);
  await resolvePersons(client);
  const unresolved = await markFaulty(
    client,
    'officials.csv',
    `select line, reason,
            case reason when 'agencyNotInForce' then agency || ', ' || day
                        when 'unknownDepartment' then agency || ' ' || department
                        when 'backwards' then day || ' < ' || lower(old_during)
                        else agency end as detail
     from (select *, case
             when agencies > 1 then 'ambiguousAgency'
             when agency_id is null and exists (select from import_agency f where f.faulty and p.agency in (f.name, f.short_name)) then null
             when agency_id is null and exists (select from agency a where p.agency in (a.name, a.short_name)) then 'agencyNotInForce'
             when agency_id is null then 'unknownAgency'
             when department_id is null and exists (
               select from import_department f
               where f.faulty and f.name = p.department and (f.agency_id is null or f.agency_id = p.agency_id)) then null
             when department_id is null then 'unknownDepartment'
             when act = 'back' then 'backwards' end as reason
           from import_person p
           where agency_id is null or department_id is null or act = 'back') as judged
     where reason is not null`,
  );
  return [...duplicates, ...unresolved];
}

async function resolveSeats(client: PoolClient): Promise<void> {
  await client.query(
    `create temp table import_seat on commit drop as
     with label as (
       select id, name as text, during, 0 as place from agency
       union all select id, short_name, during, 1 from agency where short_name <> name),
     fit as (
       select w.agency, w.day, l.id, rank() over (partition by w.agency, w.day order by l.place) as place
       from (select distinct agency, day from import_official where not faulty) w
       join label l on l.text = w.agency and l.during @> w.day)
     select agency, day, case when count(*) = 1 then min(id) end as agency_id, count(*)::integer as agencies
     from fit where place = 1 group by agency, day`,
  );
  await client.query('analyze import_seat');
}

/**
 * One row a person: who they are in the directory, and what becomes of their posting – 'new', 'same', 'move' or, when
 * the line's day is before the latest posting's first, 'back'.
 */
async function resolvePersons(client: PoolClient): Promise<void> {
  await client.query(
    `create temp table import_person on commit drop as
     select found.*, case
       when posting_id is null then 'new'
       when same_seat and (upper(old_during) is null or day < upper(old_during)) then 'same'
       when day < lower(old_during) then 'back'
       else 'move' end as act
     from (
       select distinct on (i.line)
              i.line, i.email, i.name, i.initials, i.agency, i.department, i.rank, i.position, i.role, i.status, i.day,
              s.agency_id, coalesce(s.agencies, 0) as agencies, d.id as department_id,
              o.id as official_id, o.name as old_name, o.initials as old_initials, o.role as old_role, o.status as old_status,
              p.id as posting_id, p.during as old_during,
              (p.department_id, p.rank, p.position) is not distinct from (d.id, i.rank, i.position) as same_seat
       from import_official i
       left join import_seat s on s.agency = i.agency and s.day = i.day
       left join department d on d.agency_id = s.agency_id and d.name = i.department
       left join official o on o.email = i.email
       left join posting p on p.official_id = o.id
       where not i.faulty
       order by i.line, lower(p.during) desc nulls last) found`,
  );
  await client.query('analyze import_person');
}

/** Merges the officials, all of them sound, and writes who got or lost a role or changed status to the access log. */
export async function mergeOfficials(
  client: PoolClient,
  actorLabel: string,
): Promise<{ official: Counts; posting: Counts }> {
  const changed = await countRows(
    client,
    `update official o set name = p.name, initials = p.initials, role = p.role, status = p.status
     from import_person p
     where o.id = p.official_id
       and (p.old_name, p.old_initials, p.old_role, p.old_status) is distinct from (p.name, p.initials, p.role, p.status)`,
  );
  const added = await countRows(
    client,
    `insert into official (email, name, initials, role, status)
     select email, name, initials, role, status from import_person where official_id is null order by line`,
  );
  await appendRoleAndStatusChanges(client, actorLabel);
  const posting = await mergePostings(client);
  const { rows } = await client.query<{ lines: number }>(
    'select count(*)::integer as lines from import_person',
  );
  return { official: { added, changed, unchanged: (rows[0]?.lines ?? 0) - added - changed }, posting };
}

/** The set-wise sister of appendAccess: one entry a change, for however many people. */
async function appendRoleAndStatusChanges(client: PoolClient, actorLabel: string): Promise<void> {
  await client.query(
    `insert into access_log (actor_label, action, subject, reason, origin, subject_official_ids)
     select $1, change.action, 'official:' || o.id, change.reason, 'officials.csv:' || p.line, array[o.id]
     from import_person p
     join official o on o.email = p.email
     cross join lateral (values
       ('change_role', coalesce(p.old_role, 'member') <> p.role, coalesce(p.old_role, 'member') || ' → ' || p.role),
       ('change_status', p.old_status <> p.status, p.old_status || ' → ' || p.status)
     ) as change (action, applies, reason)
     where change.applies and (p.role <> coalesce(p.old_role, 'member') or p.status <> p.old_status)
     order by p.line, change.action`,
    [actorLabel],
  );
}

/** A posting is history: a move ends it the day before and begins another. Only one that began that very day gives way. */
async function mergePostings(client: PoolClient): Promise<Counts> {
  await client.query(
    `delete from posting old using import_person p
     where old.id = p.posting_id and p.act = 'move' and lower(p.old_during) = p.day`,
  );
  await client.query(
    `update posting old set during = daterange(lower(old.during), least(upper(old.during), p.day))
     from import_person p where old.id = p.posting_id and p.act = 'move'
       and (upper(old.during) is null or upper(old.during) > p.day)`,
  );
  await client.query(
    `insert into posting (official_id, department_id, agency_id, rank, position, during)
     select o.id, p.department_id, p.agency_id, p.rank, p.position, daterange(p.day, null)
     from import_person p join official o on o.email = p.email
     where p.act <> 'same' order by p.line`,
  );
  const { rows } = await client.query<{ act: string; lines: number }>(
    'select act, count(*)::integer as lines from import_person group by act',
  );
  const linesOf = (act: string) => rows.find((row) => row.act === act)?.lines ?? 0;
  return { added: linesOf('new'), changed: linesOf('move'), unchanged: linesOf('same') };
}
