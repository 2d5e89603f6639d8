import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { type Delivery, isPeriodClosed } from './gift-store.ts';
import type { ReversalFacts } from './rules.ts';

export interface TransferFacts extends ReversalFacts {
  hidden: boolean;
  giverAgencyId: number;
  /** The workspace in which a gift was given: its announcements stand there, and are changed there. */
  teamId: string | undefined;
  /** The act that took it back. `allowanceLeft` as it is now, where the points came back to it. */
  reversal: { actorId: number; at: Date; reason: string; allowanceLeft: number | undefined } | undefined;
}

/** A gift or special award by number, with what a reversal or a change of visibility is decided on. */
export async function findTransferFacts(
  database: Database,
  number: number,
): Promise<TransferFacts | undefined> {
  const { rows } = await sql<{
    kind: 'gift' | 'special_grant';
    amount: number;
    occurred_at: Date;
    from_id: number;
    to_id: number | null;
    agency_id: number;
    other_agency_id: number;
    team_id: string | null;
    reversed_by: number | null;
    reversed_at: Date | null;
    reversed_because: string | null;
    left_after: number | null;
    hidden: boolean;
  }>`
    select t.kind, t.amount, t.occurred_at, t.actor_id as from_id, coalesce(g.recipient_id, w.official_id) as to_id,
           coalesce(g.giver_agency_id, s.agency_id) as agency_id, coalesce(g.recipient_agency_id, s.agency_id) as other_agency_id,
           g.team_id, v.actor_id as reversed_by, v.occurred_at as reversed_at, v.reason as reversed_because, b.points as left_after,
           coalesce((select h.hidden from gift_visibility h where h.gift_id = t.id order by h.id desc limit 1), false) as hidden
    from transfer t
    left join gift g on g.id = t.id
    left join special_award w on w.id = t.id
    left join special_grant s on s.id = w.grant_id
    left join transfer v on v.reverses_id = t.id
    left join balance b on b.account_id = v.credit_account_id
    where t.id = ${number} and t.kind in ('gift', 'special_grant')`.execute(database);
  const row = rows[0];
  return (
    row && {
      number,
      kind: row.kind,
      points: row.amount,
      postedAt: row.occurred_at,
      fromId: row.from_id,
      toId: row.to_id ?? undefined,
      agencyIds: [...new Set([row.agency_id, row.other_agency_id])],
      giverAgencyId: row.agency_id,
      reversed: row.reversed_by !== null,
      reversal:
        row.reversed_by === null || row.reversed_at === null
          ? undefined
          : {
              actorId: row.reversed_by,
              at: row.reversed_at,
              reason: row.reversed_because ?? '',
              allowanceLeft: row.left_after ?? undefined,
            },
      teamId: row.team_id ?? undefined,
      hidden: row.hidden,
    }
  );
}

type ReversalCode = 'reversed' | 'already_reversed' | 'not_found' | 'period_closed';

/** Posts the mirror transfer of a gift or special award. */
export async function appendReversal(
  database: Database,
  reversal: {
    number: number;
    actorId: number;
    reason: string;
    at: Date;
    day: Day;
    teamId: string;
    deliveries: Delivery[];
  },
): Promise<{ code: ReversalCode; allowanceLeft: number | undefined }> {
  const { rows } = await sql<{ code: ReversalCode; allowance_left: number | null }>`
    select code, allowance_left from post_reversal(${reversal.number}, ${reversal.actorId}, ${reversal.reason}, ${reversal.at},
      ${reversal.day}, ${reversal.teamId}, ${JSON.stringify(reversal.deliveries)})`
    .execute(database)
    .catch((error: unknown) => {
      if (!isPeriodClosed(error)) throw error;
      return { rows: [{ code: 'period_closed' as const, allowance_left: null }] };
    });
  const row = rows[0];
  if (!row) throw new Error('post_reversal returned no row');
  return { code: row.code, allowanceLeft: row.allowance_left ?? undefined };
}

/** What is left of an agency's special points this year; undefined while nothing was granted yet. */
export async function findPoolLeft(
  database: Database,
  agencyId: number,
  day: Day,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('account as a')
    .innerJoin('balance as b', 'b.account_id', 'a.id')
    .select('b.points')
    .where('a.kind', '=', 'special_pool')
    .where('a.owner_id', '=', agencyId)
    .where('a.period', '=', `${day.slice(0, 4)}-01-01`)
    .executeTakeFirst();
  return row?.points;
}

export interface GrantPosting {
  code: 'granted' | 'repeat' | 'key_reused' | 'pool' | 'stale_recipient' | 'period_closed';
  grantId: number | undefined;
  poolLeft: number;
}

/** Whether a special grant is stored under this key. */
export async function isGranted(database: Database, requestKey: string): Promise<boolean> {
  const row = await database
    .selectFrom('special_grant')
    .select('id')
    .where('request_key', '=', requestKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** Posts a special grant: every receiver's part, or nothing. */
export async function appendSpecialGrant(
  database: Database,
  grant: {
    requestKey: string;
    agencyId: number;
    actorId: number;
    approverId: number | undefined;
    postingIds: number[];
    pointsEach: number;
    reason: string;
    at: Date;
    day: Day;
    poolPerYear: number;
    teamId: string;
  },
): Promise<GrantPosting> {
  const { rows } = await sql<{ code: GrantPosting['code']; grant_id: number | null; pool_left: number }>`
    select * from post_special_grant(${grant.requestKey}, ${grant.agencyId}, ${grant.actorId}, ${grant.approverId ?? null},
      ${grant.postingIds}::int[], ${grant.pointsEach}, ${grant.reason}, ${grant.at}, ${grant.day}, ${grant.poolPerYear},
      ${grant.teamId}, 'special-received')`
    .execute(database)
    .catch((error: unknown) => {
      if (!isPeriodClosed(error)) throw error;
      return { rows: [{ code: 'period_closed' as const, grant_id: null, pool_left: 0 }] };
    });
  const row = rows[0];
  if (!row) throw new Error('post_special_grant returned no row');
  return { code: row.code, grantId: row.grant_id ?? undefined, poolLeft: row.pool_left };
}

/** The numbers of a grant's awards, by which an operator may take them back. */
export async function findAwardNumbers(database: Database, grantId: number): Promise<number[]> {
  const rows = await database
    .selectFrom('special_award')
    .select('id')
    .where('grant_id', '=', grantId)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** A special award as its receiver is told of it. */
export async function findSpecialAwards(
  database: Database,
  ids: number[],
): Promise<
  Array<{ id: number; officialId: number; points: number; reason: string; agency: string; reversed: boolean }>
> {
  if (ids.length === 0) return [];
  const rows = await database
    .selectFrom('special_award as w')
    .innerJoin('special_grant as s', 's.id', 'w.grant_id')
    .innerJoin('agency as a', 'a.id', 's.agency_id')
    .select(['w.id', 'w.official_id', 's.points_each', 's.reason', 'a.short_name'])
    .select(sql<boolean>`exists (select from transfer v where v.reverses_id = w.id)`.as('reversed'))
    .where('w.id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    officialId: row.official_id,
    points: row.points_each,
    reason: row.reason,
    agency: row.short_name,
    reversed: row.reversed,
  }));
}

/** Records that a message is hidden or shown again; the latest row counts. */
export async function appendVisibility(
  database: Database,
  entry: { giftId: number; hidden: boolean; reason: string; actorId: number },
): Promise<void> {
  await database
    .insertInto('gift_visibility')
    .values({ gift_id: entry.giftId, hidden: entry.hidden, reason: entry.reason, actor_id: entry.actorId })
    .execute();
}

/** The workspace's board channel. */
export async function findBoardChannel(database: Database, teamId: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('workspace')
    .select('board_channel_id')
    .where('team_id', '=', teamId)
    .executeTakeFirst();
  return row?.board_channel_id ?? undefined;
}

export async function setBoardChannel(database: Database, teamId: string, channelId: string): Promise<void> {
  await database
    .insertInto('workspace')
    .values({ team_id: teamId, board_channel_id: channelId })
    .onConflict((conflict) => conflict.column('team_id').doUpdateSet({ board_channel_id: channelId }))
    .execute();
}

/** Why a gift or award was taken back; undefined while it stands. */
export async function findReversalReason(database: Database, number: number): Promise<string | undefined> {
  const row = await database
    .selectFrom('transfer')
    .select('reason')
    .where('reverses_id', '=', number)
    .executeTakeFirst();
  return row?.reason ?? undefined;
}
