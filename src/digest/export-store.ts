import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { DayRange } from '../exports/source.ts';
import type { Digest, DigestContent } from './digest.ts';

// A digest is some ten kilobytes.
const CHUNK_ROWS = 20;

/** The stored digests of weeks that begin in the days, by week and agency, as a stream. */
export async function* streamDigests(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncGenerator<Digest> {
  const rows = picture
    .selectFrom('digest')
    .select(['agency_id', 'week', 'position', 'head', 'as_of', 'late', 'content'])
    .where(sql<boolean>`week between ${days.from}::date and ${days.to}::date`)
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? 0))
    .orderBy('week')
    .orderBy('agency_id')
    .stream(CHUNK_ROWS);
  for await (const row of rows)
    yield {
      agencyId: row.agency_id,
      week: row.week,
      position: row.position,
      head: row.head,
      asOf: row.as_of,
      late: row.late,
      content: row.content as unknown as DigestContent,
    };
}
