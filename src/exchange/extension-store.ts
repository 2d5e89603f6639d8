import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Extension } from './exchange.ts';
import type { NewEnd, Refusal } from './rules.ts';

/** Until the transaction ends no other extension and no import moves a term; waits for those under way. */
export async function lockTerms(database: Database): Promise<void> {
  // The whole table, as an import does: extensions are rare, and two that run into each other would wait for each other.
  await sql`lock table exchange_term in share row exclusive mode`.execute(database);
}

/**
 * Moves the ends and records each change.
 * @returns the change of each term, in their order
 * @throws what `overlapOf` understands when a term would run into another
 */
export async function moveEnds(
  database: Database,
  ends: readonly NewEnd[],
  by: { reason: string; actorId: number; at: Date },
): Promise<Array<{ changeId: number; termId: number }>> {
  for (const { termId, newEnd } of ends) {
    await sql`update exchange_term set during = daterange(lower(during), ${newEnd}, '[]') where id = ${termId}`.execute(
      database,
    );
  }
  const rows = await database
    .insertInto('exchange_change')
    .values(
      ends.map(({ termId, oldEnd, newEnd }) => ({
        term_id: termId,
        old_end: oldEnd,
        new_end: newEnd,
        reason: by.reason,
        actor_id: by.actorId,
        occurred_at: by.at,
      })),
    )
    .returning(['id', 'term_id'])
    .execute();
  return rows.map((row) => ({ changeId: row.id, termId: row.term_id }));
}

/** The same extension by the same person, if it was made before and is still how the term ends: its change. */
export async function findSameExtension(
  database: Database,
  act: { termId: number; actorId: number; newEnd: string; reason: string },
): Promise<number | undefined> {
  const row = await database
    .selectFrom('exchange_change as c')
    .innerJoin('exchange_term as t', 't.id', 'c.term_id')
    .select('c.id')
    .where('c.term_id', '=', act.termId)
    .where('c.actor_id', '=', act.actorId)
    .where(sql<boolean>`c.new_end::text = ${act.newEnd} and upper(t.during) - 1 = c.new_end`)
    .where('c.reason', '=', act.reason)
    .orderBy('c.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** The terms that moved by one act, the first of which is `changeId`. */
export async function findExtension(database: Database, changeId: number): Promise<Extension | undefined> {
  const { rows } = await sql<{
    term_id: number;
    pair_id: number;
    round: number;
    number: number;
    task: string;
    position: string;
    holder_id: number;
    holder: string;
    old_end: Day;
    new_end: Day;
    end_now: Day;
    reason: string;
    actor: string | null;
    companions: Extension['companions'];
  }>`
    select c.term_id, q.id as pair_id, q.round, q.pair as number, q.task, p.agency_name || ' ' || p.title as position,
           o.id as holder_id, o.name as holder, c.old_end, c.new_end, upper(t.during) - 1 as end_now, c.reason, a.name as actor,
           coalesce((select json_agg(json_build_object('name', co.name, 'newEnd', cc.new_end) order by cc.id)
                     from exchange_change cc join exchange_term ct on ct.id = cc.term_id join official co on co.id = ct.official_id
                     where ct.companion_of = t.id and cc.occurred_at = c.occurred_at and cc.actor_id = c.actor_id), '[]') as companions
    from exchange_change c join exchange_term t on t.id = c.term_id join exchange_position p on p.id = t.position_id
    join exchange_pair q on q.id = p.pair_id join official o on o.id = t.official_id left join official a on a.id = c.actor_id
    where c.id = ${changeId}`.execute(database);
  const row = rows[0];
  return (
    row && {
      changeId,
      termId: row.term_id,
      pair: { id: row.pair_id, round: row.round, number: row.number, task: row.task },
      position: row.position,
      holder: { id: row.holder_id, name: row.holder },
      oldEnd: row.old_end,
      newEnd: row.new_end,
      endNow: row.end_now,
      reason: row.reason,
      actor: row.actor ?? '',
      companions: row.companions,
    }
  );
}

/** Which rule of the database an error tells of: one holder a position, or one term a person, at a time. */
export function overlapOf(error: unknown): 'position' | 'person' | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23P01') return undefined;
  return 'constraint' in error && String(error.constraint).includes('official_id') ? 'person' : 'position';
}

/** The terms that stand in the way of new ends, in words for whoever wanted them. */
export async function findConflicts(
  database: Database,
  ends: readonly NewEnd[],
  kind: 'position' | 'person',
): Promise<Refusal[]> {
  const { rows } = await sql<{ name: string; round: number; number: number; first: Day; last: Day }>`
    select o.name, q.round, q.pair as number, lower(x.during) as first, upper(x.during) - 1 as last
    from unnest(${ends.map((it) => it.termId)}::int[], ${ends.map((it) => it.newEnd)}::date[]) as e (id, new_end)
    join exchange_term t on t.id = e.id
    join exchange_term x on x.id <> t.id and x.during && daterange(lower(t.during), e.new_end, '[]')
      and case when ${kind === 'person'} then x.official_id = t.official_id
               else x.position_id = t.position_id and x.companion_of is null and t.companion_of is null end
    join exchange_position p on p.id = x.position_id join exchange_pair q on q.id = p.pair_id
    join official o on o.id = x.official_id order by lower(x.during), x.id limit 5`.execute(database);
  return rows.map((row) =>
    kind === 'person'
      ? { reason: 'person_taken', ...row }
      : { reason: 'position_taken', name: row.name, first: row.first, last: row.last },
  );
}
