import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/database.ts';
import type { Lane, OutboxItem } from './outbox.ts';
import { type ItemRow, toItem } from './outbox-store.ts';

/** The workspace's own row in `pace`; no lane is called so. */
const WORKSPACE = 'workspace';

/** How fast all processes together may send. */
export interface Pace {
  /** Milliseconds between two messages of a workspace, on average. */
  intervalMs: number;
  /** How many may go at once after a pause. */
  burst: number;
}

export interface ClaimedItem extends OutboxItem {
  attempts: number;
  /** An attempt may have reached Slack: look before posting. */
  uncertain: boolean;
  problem: string | undefined;
}

/** Messages of one lane that are ours, and nobody else's in that lane, until the lease is up. */
export interface LaneClaim {
  teamId: string;
  lane: Lane;
  token: string;
  until: Date;
  items: ClaimedItem[];
}

export interface ClaimResult {
  claims: LaneClaim[];
  /** Where to look on from: the last lane looked at, '' at the end of the lanes. */
  cursor: string;
  /** When the first of what was looked at and is not ready will be; the workspace's limit counts. */
  nextAt: Date | undefined;
  /** The workspace may not send now. */
  limited: boolean;
}

/**
 * Takes the next messages of up to `most` lanes that have one due and may take it. One short transaction; the workspace's
 * row in `pace` orders the claims of all processes, so that none sees a lane as free that another has just taken.
 *
 * A lane's `next_at` is its lease while messages are under way, so a lane is with one process at a time and keeps its
 * order. Lanes are found by hopping from one to the next in the index: what waits inside a lane costs nothing.
 *
 * @param options.takeOf how many of these, the lane's next ones in order, go together as one message
 * @param options.examine lanes to look at, from the one after `after`
 */
export async function claimDue(
  database: Database,
  options: {
    teamId: string;
    now: Date;
    token: string;
    leaseMs: number;
    most: number;
    after: string;
    examine: number;
    lookAhead: number;
    pace: Pace;
    takeOf: (items: ClaimedItem[]) => number;
  },
): Promise<ClaimResult> {
  const { teamId, now, token, pace } = options;
  return inTransaction(database, async (tx) => {
    const earliest = await lockWorkspace(tx, teamId, now);
    const { allowed, nextAt } = allowance(earliest, now, pace);
    if (allowed < 1) return { claims: [], cursor: options.after, nextAt, limited: true };

    const lanes = await findLanes(tx, teamId, now, options.after, options.examine);
    const ready = lanes.filter((lane) => lane.readyAt.getTime() <= now.getTime());
    const taken = ready.slice(0, Math.min(options.most, allowed));
    const cut = ready[taken.length];
    const cursor = cut
      ? (taken.at(-1)?.lane ?? '')
      : lanes.length < options.examine
        ? ''
        : (lanes.at(-1)?.lane ?? '');
    const waiting = lanes.filter((lane) => !taken.includes(lane)).map((lane) => lane.readyAt.getTime());
    const found = {
      cursor,
      nextAt: waiting.length ? new Date(Math.min(...waiting)) : undefined,
      limited: false,
    };
    if (taken.length === 0) return { claims: [], ...found };

    const until = new Date(now.getTime() + options.leaseMs);
    const candidates = await findItems(
      tx,
      teamId,
      taken.map((lane) => lane.lane),
      now,
      options.lookAhead,
    );
    const claims = taken.flatMap(({ lane }) => {
      const items = candidates.filter((item) => item.lane === lane);
      const own = items.slice(0, Math.max(1, options.takeOf(items)));
      return own.length ? [{ teamId, lane: lane as Lane, token, until, items: own }] : [];
    });
    await mark(tx, claims, until);
    const start = Math.max(earliest.getTime(), now.getTime());
    await setPace(tx, teamId, WORKSPACE, new Date(start + claims.length * pace.intervalMs));
    return { claims, ...found };
  });
}

/** Lets nothing of the workspace be sent until then. Never shortens a hold. */
export async function holdWorkspace(
  database: Database,
  teamId: string,
  until: Date,
  pace: Pace,
): Promise<void> {
  const nextAt = new Date(until.getTime() + (pace.burst - 1) * pace.intervalMs);
  await sql`
    insert into pace (team_id, lane, next_at) values (${teamId}, ${WORKSPACE}, ${nextAt})
    on conflict (team_id, lane) do update set next_at = greatest(pace.next_at, excluded.next_at)`.execute(
    database,
  );
}

/** How many messages may go now (a bucket of `burst`, filling by one each interval), and otherwise when. */
function allowance(earliest: Date, now: Date, pace: Pace): { allowed: number; nextAt: Date } {
  const spent = Math.max(earliest.getTime() - now.getTime(), 0);
  const room = pace.burst * pace.intervalMs;
  return {
    allowed: Math.floor((room - spent) / pace.intervalMs),
    nextAt: new Date(earliest.getTime() - room + pace.intervalMs),
  };
}

async function lockWorkspace(tx: Database, teamId: string, now: Date): Promise<Date> {
  const { rows } = await sql<{ next_at: Date }>`
    insert into pace (team_id, lane, next_at) values (${teamId}, ${WORKSPACE}, ${now})
    on conflict (team_id, lane) do update set next_at = pace.next_at returning next_at`.execute(tx);
  return rows[0]?.next_at ?? now;
}

async function setPace(tx: Database, teamId: string, lane: string, nextAt: Date): Promise<void> {
  await tx
    .updateTable('pace')
    .set({ next_at: nextAt })
    .where('team_id', '=', teamId)
    .where('lane', '=', lane)
    .execute();
}

async function findLanes(
  tx: Database,
  teamId: string,
  now: Date,
  after: string,
  most: number,
): Promise<Array<{ lane: string; readyAt: Date }>> {
  const { rows } = await sql<{ lane: string; ready_at: Date }>`
    with recursive hop(lane, n) as (
      (select lane, 1 from outbox where team_id = ${teamId} and state in ('due', 'claimed') and lane > ${after}
       order by team_id, lane limit 1)
      union all
      select next.lane, n + 1 from hop cross join lateral (
        select lane from outbox where team_id = ${teamId} and state in ('due', 'claimed') and lane > hop.lane
        order by team_id, lane limit 1) next
      where n < ${most}::integer
    )
    select hop.lane, greatest(pace.next_at, coalesce(
        (select ${now}::timestamptz from outbox where team_id = ${teamId} and lane = hop.lane
           and state in ('due', 'claimed') and due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
         order by team_id, lane, id limit 1),
        (select min(greatest(due_at, claimed_until)) from outbox
         where team_id = ${teamId} and lane = hop.lane and state in ('due', 'claimed')))) as ready_at
    from hop left join pace on pace.team_id = ${teamId} and pace.lane = hop.lane
    order by hop.lane`.execute(tx);
  return rows.map((row) => ({ lane: row.lane, readyAt: row.ready_at }));
}

interface ClaimedRow extends ItemRow {
  attempts: number;
  uncertain: boolean;
  problem: string | null;
}

/** The next due messages of each lane. One whose claim was abandoned may have been sent: it comes back as uncertain. */
async function findItems(
  tx: Database,
  teamId: string,
  lanes: string[],
  now: Date,
  lookAhead: number,
): Promise<ClaimedItem[]> {
  const { rows } = await sql<ClaimedRow>`
    select item.* from unnest(${lanes}::text[]) as wanted(lane) cross join lateral (
      select id, team_id, lane, kind, subject_id, payload, due_at, recorded_at, attempts, problem,
             uncertain or state = 'claimed' as uncertain
      from outbox where team_id = ${teamId} and lane = wanted.lane and state in ('due', 'claimed')
        and due_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
      order by team_id, lane, id limit ${lookAhead} for update skip locked) as item
    order by item.lane, item.id`.execute(tx);
  return rows.map((row) => ({
    ...toItem(row),
    attempts: row.attempts,
    uncertain: row.uncertain,
    problem: row.problem ?? undefined,
  }));
}

async function mark(tx: Database, claims: LaneClaim[], until: Date): Promise<void> {
  const first = claims[0];
  if (!first) return;
  const ids = claims.flatMap((claim) => claim.items.map((item) => item.id));
  await sql`
    with claimed as (
      update outbox set state = 'claimed', claim_token = ${first.token}, claimed_until = ${until},
                        uncertain = uncertain or state = 'claimed'
      where id = any(${ids}::bigint[]))
    insert into pace (team_id, lane, next_at)
    select ${first.teamId}, lane, ${until} from unnest(${claims.map((claim) => claim.lane)}::text[]) as lane
    on conflict (team_id, lane) do update set next_at = excluded.next_at`.execute(tx);
}
