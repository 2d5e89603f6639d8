import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import {
  type Counts,
  type DueLine,
  type Proposal,
  RECORD_CLASSES,
  type RecordClass,
  type Retention,
} from './record.ts';

/** How long each class is kept on a day, and what is decided for later. */
export async function findRetentions(database: Database, day: Day): Promise<Retention[]> {
  const { rows } = await sql<{ class: RecordClass; years: number; later: number | null; from: Day | null }>`
    select r.class, retention_years(r.class, ${day}::date) as years, c.years as later, c.effective_from as from
    from retention_class r
    left join lateral (select id, years, effective_from from retention_change where class = r.class order by id desc limit 1) c
      on c.effective_from > ${day}::date`.execute(database);
  return RECORD_CLASSES.flatMap((of) => {
    const row = rows.find((one) => one.class === of);
    if (!row) return [];
    const upcoming =
      row.later !== null && row.from !== null ? { years: row.later, from: row.from } : undefined;
    return [{ class: of, years: row.years, upcoming }];
  });
}

export async function appendRetention(
  tx: Database,
  change: { class: RecordClass; years: number; from: Day; reason: string; decidedBy: number },
): Promise<void> {
  await tx
    .insertInto('retention_change')
    .values({
      class: change.class,
      years: change.years,
      effective_from: change.from,
      reason: change.reason,
      decided_by: change.decidedBy,
    })
    .execute();
}

/** The last year of a class that is due on a day. */
export async function findLastDueYear(database: Database, of: RecordClass, day: Day): Promise<number> {
  const { rows } = await sql<{ year: number }>`select last_due_year(${of}, ${day}::date) as year`.execute(
    database,
  );
  return rows[0]?.year ?? 0;
}

/** What is due on a day, by class and year, the oldest first. */
export async function findDue(database: Database, day: Day): Promise<DueLine[]> {
  const { rows } = await sql<{ class: RecordClass; year: number; counts: Counts }>`
    select c.class, u.year, jsonb_object_agg(u.what, u.records) as counts
    from retention_class c cross join lateral undisposed(c.class, last_due_year(c.class, ${day}::date)) u
    group by 1, 2 order by 1, 2`.execute(database);
  return RECORD_CLASSES.flatMap((of) => rows.filter((row) => row.class === of));
}

/** What there is of a class and year; undefined: nothing. */
export async function countRecords(
  database: Database,
  of: RecordClass,
  year: number,
): Promise<Counts | undefined> {
  const { rows } = await sql<{ counts: Counts | null }>`select counts_of(${of}, ${year}) as counts`.execute(
    database,
  );
  return rows[0]?.counts ?? undefined;
}

/** @returns its number */
export async function appendProposal(
  tx: Database,
  proposal: { class: RecordClass; year: number; reason: string; proposedBy: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into disposal_proposal (class, year, reason, proposed_by)
    values (${proposal.class}, ${proposal.year}, ${proposal.reason}, ${proposal.proposedBy}) returning id`.execute(
    tx,
  );
  const row = rows[0];
  if (!row) throw new Error('the proposal was not stored');
  return row.id;
}

/** @returns whether this was the first answer; the first one counts */
export async function appendDecision(
  tx: Database,
  decision: { proposalId: number; proposedBy: number; decidedBy: number; approved: boolean },
): Promise<boolean> {
  const row = await tx
    .insertInto('disposal_decision')
    .values({
      proposal_id: decision.proposalId,
      proposed_by: decision.proposedBy,
      decided_by: decision.decidedBy,
      approved: decision.approved,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('proposal_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** One proposal, or the newest ones first. */
export async function findProposals(
  database: Database,
  where: { id: number } | { latest: number },
): Promise<Proposal[]> {
  const { rows } = await sql<{
    id: number;
    class: RecordClass;
    year: number;
    counts: Counts;
    reason: string;
    proposed_by: number;
    proposer: string;
    recorded_at: Date;
    decided_by: number | null;
    decider: string | null;
    decided_at: Date | null;
    approved: boolean | null;
    started_at: Date | null;
    finished_at: Date | null;
    newer_id: number | null;
  }>`
    select p.id, p.class, p.year, p.counts, p.reason, p.proposed_by, po.name as proposer, p.recorded_at,
           d.decided_by, d.name as decider, d.recorded_at as decided_at, d.approved, x.started_at, x.finished_at,
           (select max(n.id) from disposal_proposal n where n.class = p.class and n.year = p.year and n.id > p.id) as newer_id
    from disposal_proposal p join official po on po.id = p.proposed_by
    left join lateral (select d.*, o.name from disposal_decision d join official o on o.id = d.decided_by
                       where d.proposal_id = p.id) d on true
    left join disposal x on x.proposal_id = p.id
    where ${'id' in where ? sql`p.id = ${where.id}` : sql`true`}
    order by p.id desc limit ${'id' in where ? 1 : where.latest}`.execute(database);
  return rows.map((row) => ({
    id: row.id,
    class: row.class,
    year: row.year,
    counts: row.counts,
    reason: row.reason,
    proposedBy: { id: row.proposed_by, name: row.proposer },
    proposedAt: row.recorded_at,
    decidedBy: row.decided_by === null ? undefined : { id: row.decided_by, name: row.decider ?? '' },
    decidedAt: row.decided_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    newerId: row.newer_id ?? undefined,
    state: stateOf(row),
  }));
}

function stateOf(row: {
  approved: boolean | null;
  started_at: Date | null;
  finished_at: Date | null;
  newer_id: number | null;
}): Proposal['state'] {
  if (row.finished_at) return 'done';
  if (row.started_at) return 'running';
  if (row.approved === false) return 'refused';
  if (row.newer_id !== null) return 'replaced';
  return row.approved === null ? 'open' : 'approved';
}

/** A proposal that waits for its answer or its execution. */
export interface OpenProposal {
  id: number;
  proposedBy: number;
  /** The records are other ones than it names: it cannot be carried out any more, and a new one replaces it. */
  isOutdated: boolean;
}

/** The one proposal for a class and year that waits for its answer or its execution; what was begun before what was not. */
export async function findOpenProposal(
  database: Database,
  of: RecordClass,
  year: number,
): Promise<OpenProposal | undefined> {
  const { rows } = await sql<OpenProposal>`
    select p.id, p.proposed_by as "proposedBy",
           x.proposal_id is null and p.counts is distinct from counts_of(p.class, p.year) as "isOutdated"
    from disposal_proposal p left join disposal_decision d on d.proposal_id = p.id
    left join disposal x on x.proposal_id = p.id
    where p.class = ${of} and p.year = ${year} and x.finished_at is null
      and (x.proposal_id is not null or (coalesce(d.approved, true) and not exists (
        select from disposal_proposal n where n.class = p.class and n.year = p.year and n.id > p.id)))
    order by x.proposal_id is null, p.id limit 1`.execute(database);
  return rows[0];
}

/** One proposal at a time is stored, so that the same is not asked for twice. */
export async function lockProposals(tx: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('ieum disposal'))`.execute(tx);
}

export type DisposalCode =
  | 'more'
  | 'done'
  | 'not_found'
  | 'not_approved'
  | 'already'
  | 'replaced'
  | 'not_due'
  | 'changed';

/** Whether an approved disposal can begin or go on; undefined: nothing is in its way. */
export async function findObstacle(database: Database, id: number): Promise<DisposalCode | undefined> {
  const { rows } = await sql<{ code: DisposalCode | null }>`select disposal_obstacle(${id}) as code`.execute(
    database,
  );
  return rows[0]?.code ?? undefined;
}

/** Counts without the pool's limit, which is for requests: for the command line, which goes through years of records. */
export function unhurried<T>(database: Database, count: (tx: Database) => Promise<T>): Promise<T> {
  return inTransaction(database, async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    return count(tx);
  });
}

/**
 * Disposes of some records, a transaction of its own; the database checks the approval itself.
 * @param batch.after where the last batch of this proposal ended; undefined: from the beginning
 */
export function disposeBatch(
  database: Database,
  id: number,
  batch: { limit: number; after: string | undefined; executedBy: string },
): Promise<{ code: DisposalCode; records: number; after: string | undefined }> {
  const { limit, after, executedBy } = batch;
  return unhurried(database, async (tx) => {
    const { rows } = await sql<{ code: DisposalCode; records: number; next_after: string | null }>`
      select code, records, next_after from dispose(${id}::bigint, ${limit}::int, ${executedBy}, ${after ?? null}::text)`.execute(
      tx,
    );
    const row = rows[0];
    if (!row) throw new Error('dispose gave no row');
    return { code: row.code, records: row.records, after: row.next_after ?? undefined };
  });
}
