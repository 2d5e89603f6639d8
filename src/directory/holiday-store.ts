import { createCalendar, type WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';

/** The working days as of now: the gazette's holidays under the overrides that were imported or set by an operator. */
export async function findCalendar(database: Database): Promise<WorkCalendar> {
  return createCalendar(await database.selectFrom('holiday_override').select(['day', 'holiday']).execute());
}
