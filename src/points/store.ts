import { sql } from 'kysely';
import { addMonths, type Day, type Month, monthOf } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { policyOf } from '../policy/policy.ts';
import { findPolicyChanges } from '../policy/store.ts';
import type { Gift, Summary } from './gift.ts';

const isReversed = sql<boolean>`exists (select from transfer v where v.reverses_id = g.id)`;
const isHidden = sql<boolean>`coalesce((select h.hidden from gift_visibility h where h.gift_id = g.id order by h.id desc limit 1), false)`;

const giftColumns = (database: Database) =>
  database
    .selectFrom('gift as g')
    .innerJoin('official as go', 'go.id', 'g.giver_id')
    .innerJoin('department as gd', 'gd.id', 'g.giver_department_id')
    .innerJoin('agency as ga', 'ga.id', 'g.giver_agency_id')
    .leftJoin('official as ro', 'ro.id', 'g.recipient_id')
    .innerJoin('department as rd', 'rd.id', 'g.recipient_department_id')
    .innerJoin('agency as ra', 'ra.id', 'g.recipient_agency_id')
    .select([
      'g.id',
      'g.giver_id',
      'go.name as giver',
      'gd.name as giver_department',
      'ga.short_name as giver_agency',
      'g.recipient_id',
      'ro.name as recipient',
      'rd.name as recipient_department',
      'ra.short_name as recipient_agency',
      'g.points',
      'g.message',
      'g.given_at',
      isReversed.as('reversed'),
      isHidden.as('hidden'),
    ]);

type GiftRow = Awaited<ReturnType<ReturnType<typeof giftColumns>['execute']>>[number];

function toGift(row: GiftRow): Gift {
  return {
    id: row.id,
    giverId: row.giver_id,
    giver: row.giver,
    giverDepartment: row.giver_department,
    giverAgency: row.giver_agency,
    recipientId: row.recipient_id ?? undefined,
    recipient: row.recipient ?? row.recipient_department,
    recipientDepartment: row.recipient_department,
    recipientAgency: row.recipient_agency,
    points: row.points,
    message: row.message,
    givenAt: row.given_at,
    reversed: row.reversed,
    hidden: row.hidden,
  };
}

/** Gifts by number, in order of number. */
export async function findGifts(database: Database, ids: number[]): Promise<Gift[]> {
  if (ids.length === 0) return [];
  return (await giftColumns(database).where('g.id', 'in', ids).orderBy('g.id').execute()).map(toGift);
}

/** What an official gave and received in a month, newest first, a page at a time. */
export async function findStatement(
  database: Database,
  officialId: number,
  month: Month,
  page: { offset: number; limit: number },
): Promise<{ gifts: Gift[]; total: number }> {
  const from = `${month}-01`;
  const until = `${addMonths(month, 1)}-01`;
  const mine = giftColumns(database)
    .where((eb) => eb.or([eb('g.giver_id', '=', officialId), eb('g.recipient_id', '=', officialId)]))
    .where('g.given_on', '>=', from)
    .where('g.given_on', '<', until);
  const rows = await mine.orderBy('g.id', 'desc').offset(page.offset).limit(page.limit).execute();
  const { total } = await mine
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  return { gifts: rows.map(toGift), total };
}

/** Public thank-you messages, newest first (운영규정 제10조②); hidden and taken-back ones are left out. */
export async function findBoard(
  database: Database,
  page: { before?: number; limit: number },
): Promise<{ gifts: Gift[]; older: boolean }> {
  let query = giftColumns(database)
    .where(sql<boolean>`not ${isReversed}`)
    .where(sql<boolean>`not ${isHidden}`);
  if (page.before !== undefined) query = query.where('g.id', '<', page.before);
  const rows = await query
    .orderBy('g.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return { gifts: rows.slice(0, page.limit).map(toGift), older: rows.length > page.limit };
}

/** An official's points at a glance, on `today`. */
export async function findSummary(
  database: Database,
  officialId: number,
  agencyId: number | undefined,
  today: Day,
): Promise<Summary> {
  const month = monthOf(today);
  const changes = agencyId === undefined ? [] : await findPolicyChanges(database, agencyId);
  const policy = policyOf(month, changes);
  const from = `${month}-01`;
  const until = `${addMonths(month, 1)}-01`;
  const year = `${today.slice(0, 4)}-01-01`;
  const { rows } = await sql<{
    left: number | null;
    sent: number;
    received_month: number;
    received_year: number;
    special: number;
  }>`
    select (select b.points from account a join balance b on b.account_id = a.id
             where a.kind = 'allowance' and a.owner_id = ${officialId} and a.period = ${from}::date) as left,
           (select coalesce(sum(g.points), 0)::int from gift g where g.giver_id = ${officialId}
             and g.given_on >= ${from}::date and g.given_on < ${until}::date and not ${isReversed}) as sent,
           (select coalesce(sum(g.points), 0)::int from gift g where g.recipient_id = ${officialId}
             and g.given_on >= ${from}::date and g.given_on < ${until}::date and not ${isReversed}) as received_month,
           (select coalesce(sum(g.points), 0)::int from gift g where g.recipient_id = ${officialId}
             and g.given_on >= ${year}::date and not ${isReversed}) as received_year,
           (select coalesce(sum(t.amount), 0)::int from special_award g join transfer t on t.id = g.id
             where g.official_id = ${officialId} and t.occurred_at >= ${new Date(`${year}T00:00:00+09:00`)}
             and not ${isReversed}) as special`.execute(database);
  const row = rows[0];
  return {
    month,
    allowanceLeft: row?.left ?? policy.monthlyAllowance,
    monthlyAllowance: policy.monthlyAllowance,
    sentThisMonth: row?.sent ?? 0,
    receivedThisMonth: row?.received_month ?? 0,
    receivedThisYear: row?.received_year ?? 0,
    specialThisYear: row?.special ?? 0,
  };
}

/** An agency's month in pairs, givers and receivers: the facts behind the operator's report of patterns. */
export async function findMonthOfGifts(database: Database, agencyId: number, month: Month) {
  const from = `${month}-01`;
  const until = `${addMonths(month, 1)}-01`;
  const during = sql`g.given_on >= ${from}::date and g.given_on < ${until}::date and not ${isReversed}`;
  const pairs = await sql<{ a: string; b: string; a_to_b: number; b_to_a: number }>`
    with given as (
      select g.giver_id, g.recipient_id, sum(g.points)::int as points from gift g
      where ${during} and g.recipient_id is not null and (g.giver_agency_id = ${agencyId} or g.recipient_agency_id = ${agencyId})
      group by 1, 2
    )
    select oa.name as a, ob.name as b, x.points as a_to_b, y.points as b_to_a
    from given x join given y on y.giver_id = x.recipient_id and y.recipient_id = x.giver_id and x.giver_id < y.giver_id
    join official oa on oa.id = x.giver_id join official ob on ob.id = x.recipient_id
    order by x.points + y.points desc, oa.id limit 50`.execute(database);
  const givers = await sql<{ name: string; total: number; last_days: number }>`
    select o.name, sum(g.points)::int as total,
           coalesce(sum(g.points) filter (where g.given_on >= ${until}::date - 3), 0)::int as last_days
    from gift g join official o on o.id = g.giver_id
    where ${during} and g.giver_agency_id = ${agencyId}
    group by o.id order by 3 desc, o.id limit 200`.execute(database);
  const receivers = await sql<{ name: string; points: number }>`
    select o.name, sum(g.points)::int as points from gift g join official o on o.id = g.recipient_id
    where ${during} and g.recipient_agency_id = ${agencyId}
    group by o.id order by 2 desc, o.id limit 50`.execute(database);
  const total = await sql<{ points: number }>`
    select coalesce(sum(g.points), 0)::int as points from gift g
    where ${during} and g.recipient_agency_id = ${agencyId}`.execute(database);
  return {
    month,
    pairs: pairs.rows.map((row) => ({ a: row.a, b: row.b, aToB: row.a_to_b, bToA: row.b_to_a })),
    givers: givers.rows.map((row) => ({ name: row.name, total: row.total, lastDays: row.last_days })),
    receivers: receivers.rows,
    agencyPoints: total.rows[0]?.points ?? 0,
  };
}

/**
 * The number of an official's latest gift, taken back or not: "the last one", asked for twice, is the same one. Passing over
 * those taken back would let one command, delivered twice, take back two.
 */
export async function findLastGiftOf(database: Database, officialId: number): Promise<number | undefined> {
  const row = await database
    .selectFrom('gift as g')
    .select('g.id')
    .where('g.giver_id', '=', officialId)
    .orderBy('g.given_on', 'desc')
    .orderBy('g.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
