import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { DayRange } from './source.ts';

const CHUNK_ROWS = 2_000;

export interface AccessLine {
  subject_agency_ids: number[];
  id: number;
  occurred_at: string;
  actor: string | null;
  actor_label: string;
  action: string;
  subject: string;
  subject_words: string;
  reason: string;
  origin: string;
  subject_officials: string;
  subject_agencies: string;
}

/**
 * The access log of some days, in its order. Of an agency: what was done with its data, whoever did it, as in chat; entries that
 * do not say whose data they are about are in no agency's.
 */
export function streamAccessLog(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<AccessLine> {
  const lines = sql<AccessLine>`(
    select coalesce(l.subject_agency_ids, '{}') as subject_agency_ids, l.id, to_char(l.occurred_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as occurred_at,
           o.email as actor, l.actor_label, l.action, l.subject,
           subject_in_words(l.subject, seoul_day(l.occurred_at), null, null) as subject_words, l.reason, l.origin,
           array_to_string(array(select s.email from official s where s.id = any (l.subject_official_ids) order by s.email), ' ')
             as subject_officials,
           array_to_string(array(select a.name from agency a where a.id = any (l.subject_agency_ids) order by a.name), ', ')
             as subject_agencies
    from access_log l
    left join official o on o.id = l.actor_id
    where l.occurred_at >= seoul_start(${days.from}::date) and l.occurred_at < seoul_start(${days.to}::date + 1)
      ${agencyId === undefined ? sql`` : sql`and l.subject_agency_ids @> array[${agencyId}::int]`})`;
  return picture.selectFrom(lines.as('line')).selectAll().orderBy('line.id').stream(CHUNK_ROWS);
}
