import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { DayRange } from './source.ts';

const CHUNK_ROWS = 2_000;

export interface AccessLine {
  agency_id: number | null;
  id: number;
  occurred_at: string;
  actor: string | null;
  actor_label: string;
  action: string;
  subject: string;
  reason: string;
  origin: string;
}

/** The access log of some days, in its order. Of an agency: what those did who belonged to it at the time. */
export function streamAccessLog(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<AccessLine> {
  const lines = sql<AccessLine>`(
    select p.agency_id, l.id, to_char(l.occurred_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as occurred_at,
           o.email as actor, l.actor_label, l.action, l.subject, l.reason, l.origin
    from access_log l
    left join official o on o.id = l.actor_id
    left join posting p on p.official_id = l.actor_id and p.during @> seoul_day(l.occurred_at)
    where l.occurred_at >= seoul_start(${days.from}::date) and l.occurred_at < seoul_start(${days.to}::date + 1)
      ${agencyId === undefined ? sql`` : sql`and p.agency_id = ${agencyId}`})`;
  return picture.selectFrom(lines.as('line')).selectAll().orderBy('line.id').stream(CHUNK_ROWS);
}
