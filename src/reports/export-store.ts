import { sql } from 'kysely';
import type { Month, Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';

const CHUNK_ROWS = 500;

/** The agencies that there are or were, by id; one of them alone when given. */
export async function listAgencies(
  picture: Database,
  agencyId: number | undefined,
): Promise<Array<{ id: number; name: string }>> {
  let query = picture.selectFrom('agency').select(['id', 'name']).orderBy('id');
  if (agencyId !== undefined) query = query.where('id', '=', agencyId);
  return query.execute();
}

/** The e-mail addresses of officials, which tell namesakes apart. */
export async function findEmails(picture: Database, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await picture.selectFrom('official').select(['id', 'email']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.email]));
}

export interface PerformanceLine {
  agency_id: number;
  agency: string;
  department: string;
  month: Month;
  received: number;
  sent: number;
  special: number;
  received_correction: number;
  sent_correction: number;
  special_correction: number;
  fixed_through: string;
}

/** Departments' fixed days (운영규정 제8조②③) by month, by agency, department and month, as a stream. */
export function streamPerformance(
  picture: Database,
  days: Period,
  agencyId: number | undefined,
): AsyncIterableIterator<PerformanceLine> {
  const lines = sql<PerformanceLine>`(
    select x.agency_id, a.name as agency, d.name as department, d.id as department_id, to_char(x.day, 'YYYY-MM') as month,
           sum(x.received)::int as received, sum(x.sent)::int as sent, sum(x.special)::int as special,
           sum(x.received_correction)::int as received_correction, sum(x.sent_correction)::int as sent_correction,
           sum(x.special_correction)::int as special_correction,
           (select max(c.day) from closed_day c where c.day < ${days.until}::date)::text as fixed_through
    from department_day x join department d on d.id = x.department_id join agency a on a.id = x.agency_id
    where x.day >= ${days.from}::date and x.day < ${days.until}::date
      ${agencyId === undefined ? sql`` : sql`and x.agency_id = ${agencyId}`}
    group by x.agency_id, a.name, d.id, 5)`;
  return picture
    .selectFrom(lines.as('line'))
    .selectAll()
    .orderBy('line.agency_id')
    .orderBy(sql`line.department_id`)
    .orderBy('line.month')
    .stream(CHUNK_ROWS);
}
