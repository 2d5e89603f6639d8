import { sql } from 'kysely';
import { type Day, monthOf } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Official } from '../directory/official.ts';
import { type Policy, type PolicyChange, policyOf } from '../policy/policy.ts';
import type { GiftSource } from './gift.ts';
import type { GiftFacts } from './rules.ts';

/** An official or, since the 2015 plan, a department. */
export type RecipientKey = { officialId: number } | { departmentId: number };

/** What one look at the books tells of an intended gift. */
export interface Standing extends GiftFacts {
  policy: Policy;
  giverName: string;
  recipientName: string;
  recipientAgency: string;
  /** The board channel of the workspace, when it has one. */
  boardChannelId: string | undefined;
  /** This very act, when it is stored already. */
  earlier:
    | { giftId: number; points: number; allowanceLeft: number; same: boolean; givenAt: Date }
    | undefined;
}

interface StandingRow {
  giver_name: string;
  giver_status: string;
  giver_posting: number | null;
  giver_department: number | null;
  giver_department_name: string | null;
  recipient_name: string | null;
  recipient_status: string | null;
  recipient_posting: number | null;
  recipient_department: number | null;
  recipient_department_name: string | null;
  recipient_agency: string | null;
  allowance_left: number | null;
  gifts_to_recipient: number;
  period_closed: boolean;
  changes: Array<{ effective_from: string; changes: Partial<Policy> }> | null;
  board_channel_id: string | null;
  earlier_id: number | null;
  earlier_points: number | null;
  earlier_left: number | null;
  earlier_same: boolean | null;
  earlier_at: Date | null;
}

/**
 * Reads everything a gift is decided on, in one round trip and without a lock; `post_gift` guards what may have changed
 * meanwhile. Undefined when giver or recipient does not exist.
 */
export async function findStanding(
  database: Database,
  ask: {
    teamId: string;
    requestKey: string;
    giverId: number;
    recipient: RecipientKey;
    message: string;
    day: Day;
  },
): Promise<Standing | undefined> {
  const recipientId = 'officialId' in ask.recipient ? ask.recipient.officialId : null;
  const departmentId = 'departmentId' in ask.recipient ? ask.recipient.departmentId : null;
  const month = `${monthOf(ask.day)}-01`;
  const { rows } = await sql<StandingRow>`/* prepared: gift-standing */
    select g.name as giver_name, g.status as giver_status, gp.id as giver_posting, gp.department_id as giver_department,
           gd.name as giver_department_name,
           coalesce(r.name, rd.name) as recipient_name, r.status as recipient_status, rp.id as recipient_posting,
           rd.id as recipient_department, rd.name as recipient_department_name, ra.short_name as recipient_agency,
           (select b.points from account a join balance b on b.account_id = a.id
             where a.kind = 'allowance' and a.owner_id = g.id and a.period = ${month}::date) as allowance_left,
           (select count(*)::int from gift x
             where x.giver_id = g.id and x.given_on >= ${month}::date
               and x.given_on < ${month}::date + interval '1 month'
               and x.recipient_id is not distinct from ${recipientId}::int
               and (x.recipient_id is not null or x.recipient_department_id = ${departmentId}::int)
               and not exists (select from transfer v where v.reverses_id = x.id)) as gifts_to_recipient,
           -- As check_day guards it (0015).
           ${ask.day}::date <> seoul_day(clock_timestamp())
             and coalesce(${month}::date <= (select max(month) from closed_month)
                          or extract(year from ${month}::date) <= (select max(year) from closed_year), false) as period_closed,
           (select jsonb_agg(jsonb_build_object('effective_from', c.effective_from, 'changes', c.changes)
                             order by c.effective_from, c.id)
             from policy_change c where c.agency_id = gp.agency_id and c.effective_from <= ${month}::date) as changes,
           (select w.board_channel_id from workspace w where w.team_id = ${ask.teamId}) as board_channel_id,
           e.id as earlier_id, e.points as earlier_points, e.allowance_left as earlier_left, e.given_at as earlier_at,
           e.giver_id = g.id and e.message = ${ask.message} and e.recipient_id is not distinct from ${recipientId}::int
             and (e.recipient_id is not null or e.recipient_department_id = ${departmentId}::int) as earlier_same
    from official g
    left join posting gp on gp.official_id = g.id and gp.during @> ${ask.day}::date
    left join department gd on gd.id = gp.department_id
    left join official r on r.id = ${recipientId}::int
    left join posting rp on rp.official_id = r.id and rp.during @> ${ask.day}::date
    left join department rd on rd.id = coalesce(rp.department_id, ${departmentId}::int)
    left join agency ra on ra.id = rd.agency_id
    left join gift e on e.request_key = ${ask.requestKey}
    where g.id = ${ask.giverId}::int and (r.id is not null or rd.id is not null)`.execute(database);
  const row = rows[0];
  return row && toStanding(row, ask);
}

function toStanding(row: StandingRow, ask: { giverId: number; recipient: RecipientKey; day: Day }): Standing {
  const changes: PolicyChange[] = (row.changes ?? []).map((c) => ({
    effectiveFrom: c.effective_from,
    changes: c.changes,
  }));
  const policy = policyOf(monthOf(ask.day), changes);
  const department = { departmentName: row.recipient_department_name ?? '' };
  return {
    policy,
    giver: {
      officialId: ask.giverId,
      status: row.giver_status as Official['status'],
      postingId: row.giver_posting ?? undefined,
      departmentId: row.giver_department ?? undefined,
      departmentName: row.giver_department_name ?? '',
    },
    recipient:
      'officialId' in ask.recipient
        ? {
            ...department,
            officialId: ask.recipient.officialId,
            status: row.recipient_status as Official['status'],
            postingId: row.recipient_posting ?? undefined,
            departmentId: row.recipient_department ?? undefined,
          }
        : { ...department, departmentId: ask.recipient.departmentId },
    giverName: row.giver_name,
    recipientName: row.recipient_name ?? '',
    recipientAgency: row.recipient_agency ?? '',
    allowanceLeft: row.allowance_left ?? policy.monthlyAllowance,
    giftsToRecipient: row.gifts_to_recipient,
    periodClosed: row.period_closed,
    boardChannelId: row.board_channel_id ?? undefined,
    earlier:
      row.earlier_id === null || row.earlier_at === null
        ? undefined
        : {
            giftId: row.earlier_id,
            points: row.earlier_points ?? 0,
            allowanceLeft: row.earlier_left ?? 0,
            same: row.earlier_same === true,
            givenAt: row.earlier_at,
          },
  };
}

/** What `post_gift` answered. */
export interface GiftPosting {
  code:
    | 'given'
    | 'repeat'
    | 'key_reused'
    | 'stale_giver'
    | 'stale_recipient'
    | 'allowance'
    | 'pair_limit'
    | 'period_closed';
  giftId: number | undefined;
  allowanceLeft: number | undefined;
  /** Of a repeat: when the act was stored first. */
  givenAt: Date | undefined;
}

/** A message to send when a posting is stored; which words it gets is its kind's business. */
export interface Delivery {
  lane: string;
  kind: string;
}

/** Whether the database refused a posting because its day's month or year is closed. */
export function isPeriodClosed(error: unknown): boolean {
  return (error as { constraint?: unknown }).constraint === 'period_is_open';
}

const NOTHING = { gift_id: null, allowance_left: null, given_at: null };

/** Posts one gift: all of it, deliveries included, or nothing. The database refuses what has become untrue since the look. */
export async function appendGift(
  database: Database,
  gift: {
    requestKey: string;
    teamId: string;
    source: GiftSource;
    message: string;
    points: number;
    giverPostingId: number;
    recipientPostingId: number | undefined;
    recipientDepartmentId: number | undefined;
    givenAt: Date;
    day: Day;
    monthlyAllowance: number;
    pairLimit: number;
    deliveries: Delivery[];
  },
): Promise<GiftPosting> {
  const { rows } = await sql<{
    code: GiftPosting['code'];
    gift_id: number | null;
    allowance_left: number | null;
    given_at: Date | null;
  }>`/* prepared: post-gift */
    select * from post_gift(${gift.requestKey}, ${gift.teamId}, ${gift.source}, ${gift.message}, ${gift.points},
      ${gift.giverPostingId}, ${gift.recipientPostingId ?? null}, ${gift.recipientDepartmentId ?? null},
      ${gift.givenAt}, ${gift.day}, ${gift.monthlyAllowance}, ${gift.pairLimit},
      ${JSON.stringify(gift.deliveries)})`
    .execute(database)
    .catch((error: unknown) => {
      // One act delivered twice across a month's turn takes from two allowances, so only its key orders the two.
      if ((error as { constraint?: unknown }).constraint === 'gift_request_key_key')
        return { rows: [{ ...NOTHING, code: 'repeat' as const }] };
      if (isPeriodClosed(error)) return { rows: [{ ...NOTHING, code: 'period_closed' as const }] };
      throw error;
    });
  const row = rows[0];
  if (!row) throw new Error('post_gift returned no row');
  return {
    code: row.code,
    giftId: row.gift_id ?? undefined,
    allowanceLeft: row.allowance_left ?? undefined,
    givenAt: row.given_at ?? undefined,
  };
}
