import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import { createCalendar, type HolidayOverride, type WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';

/** The working days as of now: the gazette's holidays under the overrides that were imported or set by an operator. */
export async function findCalendar(database: Database): Promise<WorkCalendar> {
  return createCalendar(await database.selectFrom('holiday_override').select(['day', 'holiday']).execute());
}

/** An override with its reason. */
type NamedOverride = HolidayOverride & { name: string };

/** The overrides from a day on, in order. */
export async function findOverrides(database: Database, from: Day): Promise<NamedOverride[]> {
  return overrides(database).where('day', '>=', from).orderBy('day').execute();
}

/** The override of a day, which nobody changes until the transaction ends. */
export async function findOverride(database: Database, day: Day): Promise<NamedOverride | undefined> {
  return overrides(database).where('day', '=', day).forUpdate().executeTakeFirst();
}

const overrides = (database: Database) =>
  database.selectFrom('holiday_override').select(['day', 'holiday', 'name']);

/** Returns whether that was news. */
export async function saveOverride(database: Database, override: NamedOverride): Promise<boolean> {
  const { day, holiday, name } = override;
  const { rows } = await sql`
    insert into holiday_override as h (day, holiday, name) values (${day}, ${holiday}, ${name})
    on conflict (day) do update set holiday = excluded.holiday, name = excluded.name
      where (h.holiday, h.name) is distinct from (excluded.holiday, excluded.name)
    returning day`.execute(database);
  return rows.length > 0;
}

/** Returns what was removed. */
export async function removeOverride(database: Database, day: Day): Promise<NamedOverride | undefined> {
  return database
    .deleteFrom('holiday_override')
    .where('day', '=', day)
    .returning(['day', 'holiday', 'name'])
    .executeTakeFirst();
}
