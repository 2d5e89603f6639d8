import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { enqueue } from '../messenger/outbox.ts';
import type { PolicyChange, PolicyChanges } from '../policy/policy.ts';
import type { Digest, DigestContent, StoredDigest, Thanks } from './digest.ts';
import type { MissingDigest } from './rules.ts';

/**
 * Lets one at a time do `work`, in all processes, and hands it a connection whose transactions see all that whoever was before
 * has written. Undefined: another is at it. The lock ends with the connection, so a killed process blocks nobody.
 */
export function oneAtATime<T>(
  database: Database,
  work: (own: Database) => Promise<T>,
): Promise<T | undefined> {
  return database.connection().execute(async (own) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_lock(hashtext('ieum digests')) as mine`.execute(own);
    if (rows[0]?.mine !== true) return undefined;
    try {
      return await work(own);
    } finally {
      // On a connection that broke there is nothing to unlock any more.
      await sql`select pg_advisory_unlock(hashtext('ieum digests'))`.execute(own).catch(() => undefined);
    }
  });
}

/** Everything read in `work` is of one instant, so that all figures are of one position. */
export function inOneSnapshot<T>(database: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      // A few large statements a week: compiling them takes longer than running them, and sorting on disk too.
      await sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`.execute(tx);
      return work(tx);
    });
}

/** Agencies that were there in one of these weeks and have no digest of it. */
export async function findMissing(database: Database, weeks: readonly Day[]): Promise<MissingDigest[]> {
  if (weeks.length === 0) return [];
  const { rows } = await sql<{ agency_id: number; week: Day; first: Day | null }>`
    select a.id as agency_id, w.week::text as week, f.first::text as first
    from unnest(${[...weeks]}::date[]) w (week) cross join lateral digest_agencies(w.week) a
    left join (select agency_id, min(week) as first from digest group by 1) f on f.agency_id = a.id
    where not exists (select from digest d where d.agency_id = a.id and d.week = w.week)
    order by w.week, a.id`.execute(database);
  return rows.map((row) => ({ agencyId: row.agency_id, week: row.week, first: row.first ?? undefined }));
}

/** Every agency's changes of policy, oldest first. */
export async function findAllPolicyChanges(database: Database): Promise<Map<number, PolicyChange[]>> {
  const rows = await database
    .selectFrom('policy_change')
    .select(['agency_id', 'effective_from', 'changes'])
    .orderBy('effective_from')
    .orderBy('id')
    .execute();
  const changes = new Map<number, PolicyChange[]>();
  for (const row of rows) {
    const own = changes.get(row.agency_id) ?? [];
    changes.set(row.agency_id, own);
    own.push({ effectiveFrom: row.effective_from, changes: row.changes as PolicyChanges });
  }
  return changes;
}

/**
 * Stores the digests of a week, all or none. PostgreSQL refuses those of a week that is not over, at another position than the
 * rollups' or with other points than theirs; who has a digest of the week already makes the whole fail.
 */
export async function insertDigests(tx: Database, digests: readonly Digest[], now: Date): Promise<void> {
  const [first] = digests;
  if (!first) return;
  const { week, position, head, asOf, late } = first;
  await sql`
    select from append_digests(${week}::date, ${position}::bigint, ${head}, ${asOf}::timestamptz, ${late}, ${now}::timestamptz,
      ${digests.map(({ agencyId }) => agencyId)}::int[],
      ${digests.map(({ content }) => JSON.stringify(content))}::jsonb[])`.execute(tx);
}

/** A digest that is to be told to somebody; `officialId` undefined: there is nobody. */
export interface Addressee {
  digestId: number;
  agencyId: number;
  officialId: number | undefined;
}

/**
 * Digests of a week that are to be sent to the agency's CCO(혁신책임관) and deputies, or its operators where there are none: those
 * put into the outbox for nobody yet, and those that somebody was to get who may not read them any more or cannot be reached. Where
 * none of them can, the operators get it.
 */
export async function findAddressees(database: Database, week: Day, day: Day): Promise<Addressee[]> {
  const { rows } = await sql<{ digest_id: number; agency_id: number; official_id: number | null }>`
    with reader as materialized (select distinct c.agency_id, c.official_id from ccos(${day}::date) c)
    select d.id as digest_id, d.agency_id, r.official_id
    from digest d
    cross join lateral (
      select coalesce(bool_or(o.state in ('skipped', 'parked')), true) as some_lost,
             coalesce(bool_and(o.state in ('skipped', 'parked')), false) as all_lost
      from outbox o where o.subject_id = d.id and o.kind = 'digest') told
    left join lateral (
      select c.official_id from reader c where c.agency_id = d.agency_id
      union
      select p.official_id from posting p join official f on f.id = p.official_id
      where told.all_lost and p.agency_id = d.agency_id and p.during @> ${day}::date and f.role = 'operator' and f.status <> 'left'
        and not exists (select from reader c where c.agency_id = d.agency_id and not exists (
              select from outbox o where o.subject_id = d.id and o.kind = 'digest' and o.lane = 'official:' || c.official_id))
    ) r on true
    where d.week = ${week}::date and told.some_lost
      and not exists (select from outbox o where o.subject_id = d.id and o.kind = 'digest' and o.lane = 'official:' || r.official_id)
    order by d.agency_id, r.official_id`.execute(database);
  return rows.map((row) => ({
    digestId: row.digest_id,
    agencyId: row.agency_id,
    officialId: row.official_id ?? undefined,
  }));
}

/** Puts digests into the outbox; the picture comes second and changes the message: whatever becomes of it, the digest has arrived. */
export async function enqueueDigests(
  tx: Database,
  to: ReadonlyArray<Addressee & { officialId: number }>,
  sending: { teamId: string; dueAt: (agencyId: number) => Date },
): Promise<void> {
  await enqueue(
    tx,
    to.flatMap(({ digestId, agencyId, officialId }) =>
      (['digest', 'digest-chart'] as const).map((kind) => ({
        teamId: sending.teamId,
        lane: `official:${officialId}` as const,
        kind,
        subjectId: digestId,
        dueAt: sending.dueAt(agencyId),
      })),
    ),
  );
}

/** A picture of a digest that Slack has taken for one of its readers. */
export interface TakenPicture {
  fileId: string;
  readyAt: Date;
}

export async function findPicture(
  database: Database,
  digestId: number,
  officialId: number,
): Promise<TakenPicture | undefined> {
  const row = await database
    .selectFrom('digest_picture')
    .select(['file_id', 'ready_at'])
    .where('digest_id', '=', digestId)
    .where('official_id', '=', officialId)
    .executeTakeFirst();
  return row && { fileId: row.file_id, readyAt: row.ready_at };
}

/** Notes a picture, in place of an older one. */
export async function storePicture(
  database: Database,
  digestId: number,
  officialId: number,
  { fileId, readyAt }: TakenPicture,
): Promise<void> {
  const values = { digest_id: digestId, official_id: officialId, file_id: fileId, ready_at: readyAt };
  await database
    .insertInto('digest_picture')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['digest_id', 'official_id']).doUpdateSet({ file_id: fileId, ready_at: readyAt }),
    )
    .execute();
}

const digestColumns = (database: Database) =>
  database
    .selectFrom('digest')
    .select(['id', 'agency_id', 'week', 'position', 'head', 'as_of', 'late', 'content', 'computed_at']);

type DigestRow = Awaited<ReturnType<ReturnType<typeof digestColumns>['execute']>>[number];

function toDigest(row: DigestRow): StoredDigest {
  return {
    id: row.id,
    agencyId: row.agency_id,
    week: row.week,
    position: row.position,
    head: row.head,
    asOf: row.as_of,
    late: row.late,
    content: row.content as unknown as DigestContent,
    computedAt: row.computed_at,
  };
}

/** The digest with this number. */
export async function findDigestById(database: Database, id: number): Promise<StoredDigest | undefined> {
  const row = await digestColumns(database).where('id', '=', id).executeTakeFirst();
  return row && toDigest(row);
}

/** An agency's digest of a week, or its newest. */
export async function findDigest(
  database: Database,
  agencyId: number,
  week: Day | undefined,
): Promise<StoredDigest | undefined> {
  const own = digestColumns(database).where('agency_id', '=', agencyId);
  const row = await (week === undefined
    ? own.orderBy('week', 'desc').limit(1)
    : own.where('week', '=', week)
  ).executeTakeFirst();
  return row && toDigest(row);
}

/** The first week of which an agency has a digest. */
export async function findOldestWeek(database: Database, agencyId: number): Promise<Day | undefined> {
  const row = await database
    .selectFrom('digest')
    .select('week')
    .where('agency_id', '=', agencyId)
    .orderBy('week')
    .limit(1)
    .executeTakeFirst();
  return row?.week;
}

/** The thank-you messages that everybody may still read, of these numbers, in their order (운영규정 제10조). */
export async function findThanks(database: Database, ids: readonly number[]): Promise<Thanks[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{
    id: number;
    giver: string;
    giver_agency: string;
    recipient: string;
    message: string;
  }>`
    select g.id, go.name as giver, ga.short_name as giver_agency, coalesce(ro.name, rd.name) as recipient, g.message
    from gift g join official go on go.id = g.giver_id join agency ga on ga.id = g.giver_agency_id
    join department rd on rd.id = g.recipient_department_id left join official ro on ro.id = g.recipient_id
    where g.id = any(${[...ids]}::bigint[])
      and not exists (select from transfer v where v.reverses_id = g.id)
      and not coalesce((select h.hidden from gift_visibility h where h.gift_id = g.id order by h.id desc limit 1), false)
    order by array_position(${[...ids]}::bigint[], g.id)`.execute(database);
  return rows.map(({ giver_agency, ...row }) => ({ ...row, giverAgency: giver_agency }));
}
