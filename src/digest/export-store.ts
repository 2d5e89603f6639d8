import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { DayRange } from '../exports/source.ts';
import type { Digest, DigestContent } from './digest.ts';

// A digest is some ten kilobytes.
const PAGE_ROWS = 20;

/**
 * The stored digests of weeks that begin in the days, by week and agency, page by page and not by a cursor: whoever takes one may
 * ask the same connection for more before the next.
 */
export async function* listDigests(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncGenerator<Digest> {
  let after = { week: days.from, agencyId: 0 };
  for (;;) {
    const rows = await picture
      .selectFrom('digest')
      .select(['agency_id', 'week', 'position', 'head', 'as_of', 'late', 'content'])
      .where(
        sql<boolean>`(week, agency_id) > (${after.week}::date, ${after.agencyId}) and week <= ${days.to}::date`,
      )
      .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? 0))
      .orderBy('week')
      .orderBy('agency_id')
      .limit(PAGE_ROWS)
      .execute();
    for (const row of rows)
      yield {
        agencyId: row.agency_id,
        week: row.week,
        position: row.position,
        head: row.head,
        asOf: row.as_of,
        late: row.late,
        content: row.content as unknown as DigestContent,
      };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return;
    after = { week: last.week, agencyId: last.agency_id };
  }
}
