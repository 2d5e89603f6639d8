import { type RawBuilder, sql } from 'kysely';
import type { Day, Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { partsOf } from './periods.ts';
import type { Part, Reach } from './report.ts';

/** Where the books are read up to: as far as they are rolled up, or an earlier position at which somebody looked before. */
export interface Position {
  position: number;
  asOf: Date;
}

/**
 * How far the rollups reach or, with `pinned`, that earlier position: what was shown can be traced in the very books it was
 * read from. A position beyond is brought back to where they are.
 * @param rolled what was just rolled up: with nothing new in the books they are as of then, however old the last gift
 */
export async function findPosition(
  database: Database,
  pinned: number | undefined,
  rolled?: Position,
): Promise<Position> {
  const { rows } = await sql<{ position: number; as_of: Date; sealed_at: Date | null }>`
    select r.position, r.as_of, (select s.sealed_at from seal s where s.position = ${pinned ?? 0}) as sealed_at
    from rollup_position r`.execute(database);
  const row = rows[0];
  if (!row) return { position: 0, asOf: new Date(0) };
  const earlier = pinned !== undefined && pinned < row.position && row.sealed_at !== null;
  return earlier
    ? { position: pinned, asOf: row.sealed_at ?? row.as_of }
    : { position: row.position, asOf: rolled?.position === row.position ? rolled.asOf : row.as_of };
}

/** A period up to a position, each archived year up to that of its own close (운영규정 제8조④). */
export async function findReach(database: Database, period: Period, at: Position): Promise<Reach> {
  const rows = await database.selectFrom('closed_year').select(['year', 'position']).execute();
  const closed = new Map(rows.map((row) => [row.year, row.position]));
  return { ...at, parts: partsOf(period, at.position, closed) };
}

/** The parts of a period as rows `part (first, after, position, closed_before)`. */
export function partRows(parts: readonly Part[]): RawBuilder<unknown> {
  return sql`unnest(
    ${parts.map(({ from }) => from)}::date[], ${parts.map(({ until }) => until)}::date[],
    ${parts.map(({ position }) => position)}::bigint[], ${parts.map((part): Day | null => part.closedBefore ?? null)}::date[]
  ) as part (first, after, position, closed_before)`;
}

/** Whether a transfer counts in its part: sealed by then, and not taken back by then. */
export function countsIn(transferId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`
    exists (select from seal z where z.transfer_id = ${transferId} and z.position <= part.position)
    and not exists (
      select from transfer r join seal z on z.transfer_id = r.id
      where r.reverses_id = ${transferId} and z.position <= part.position
        and (part.closed_before is null or r.occurred_at < seoul_start(part.closed_before)))`;
}
