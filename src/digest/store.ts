import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { enqueue } from '../messenger/outbox.ts';
import type { PolicyChange, PolicyChanges } from '../policy/policy.ts';
import type { Digest, DigestContent, StoredDigest, Thanks } from './digest.ts';
import type { SentSoFar } from './rules.ts';

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

/** The weeks from `from` on that have digests, and the first week that ever had. */
export async function findSentWeeks(
  database: Database,
  from: Day,
): Promise<Pick<SentSoFar, 'weeks' | 'first'>> {
  const { rows } = await sql<{ weeks: Day[] | null; first: Day | null }>`
    select (select array_agg(distinct week::text) from digest where week >= ${from}::date) as weeks,
           (select min(week) from digest) as first`.execute(database);
  return { weeks: rows[0]?.weeks ?? [], first: rows[0]?.first ?? undefined };
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
 * Stores the digests of a week and puts each into the outbox for the agency's CCO(혁신책임관) and deputies, or its operators where
 * there are none: all of it, or nothing. Who has a digest of the week already makes the whole fail.
 * @param sending.dueAt by agency
 * @returns how many messages there are
 */
export async function insertDigests(
  tx: Database,
  digests: readonly Digest[],
  sending: { teamId: string; day: Day; now: Date; dueAt: (agencyId: number) => Date },
): Promise<number> {
  const { teamId, day, now, dueAt } = sending;
  const { rows } = await sql<{ id: number; agency_id: number; official_id: number | null }>`
    with fresh as (
      insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
      select * from unnest(
        ${digests.map(({ agencyId }) => agencyId)}::int[], ${digests.map(({ week }) => week)}::date[],
        ${digests.map(({ position }) => position)}::bigint[], ${digests.map(({ head }) => head)}::text[],
        ${digests.map(({ asOf }) => asOf)}::timestamptz[], ${digests.map(({ late }) => late)}::boolean[],
        ${digests.map(({ content }) => JSON.stringify(content))}::jsonb[], array_fill(${now}::timestamptz, array[${digests.length}::int]))
      returning id, agency_id)
    select f.id, f.agency_id, c.id as official_id
    from fresh f left join lateral ccos_of(f.agency_id, ${day}::date) as c (id) on true
    order by f.agency_id, c.id`.execute(tx);
  const addressed = rows.flatMap(({ official_id, ...row }) =>
    official_id === null ? [] : [{ ...row, official_id }],
  );
  await enqueue(
    tx,
    addressed.flatMap(({ id, agency_id, official_id }) =>
      // The picture comes second and changes the message: whatever becomes of it, the digest has arrived.
      (['digest', 'digest-chart'] as const).map((kind) => ({
        teamId,
        lane: `official:${official_id}` as const,
        kind,
        subjectId: id,
        dueAt: dueAt(agency_id),
      })),
    ),
  );
  return addressed.length;
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

/** Agencies of any time by a name of theirs, current ones first. */
export async function findAgencyByName(
  database: Database,
  name: string,
  day: Day,
): Promise<{ id: number; name: string } | undefined> {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from agency where ${name} in (name, short_name)
    order by (during @> ${day}::date) desc, upper(during) desc nulls first, id limit 1`.execute(database);
  return rows[0];
}
