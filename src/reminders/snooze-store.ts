import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { ReminderKind } from './reminder.ts';

/** Something that waits for a person, as far as putting it off needs to know. */
export interface WaitingItem {
  kind: ReminderKind;
  agencyId: number;
  title: string;
  anchor: Day;
}

/** The item if it waits for this person on that day. */
export async function findWaiting(
  database: Database,
  officialId: number,
  which: { kind: ReminderKind; subjectId: number },
  day: Day,
): Promise<WaitingItem | undefined> {
  const { rows } = await sql<WaitingItem>`
    select kind, agency_id as "agencyId", title, anchor from open_items(${day})
    where kind = ${which.kind} and subject_id = ${which.subjectId} and official_id = ${officialId} limit 1`.execute(
    database,
  );
  return rows[0];
}

/** Not before `until`; the last word counts. */
export async function saveSnooze(
  database: Database,
  officialId: number,
  { kind, subjectId, until }: { kind: ReminderKind; subjectId: number; until: Day },
): Promise<void> {
  await database
    .insertInto('reminder_snooze')
    .values({ kind, subject_id: subjectId, official_id: officialId, until })
    .onConflict((conflict) =>
      conflict
        .columns(['subject_id', 'kind', 'official_id'])
        .doUpdateSet((eb) => ({ until: eb.ref('excluded.until'), recorded_at: sql`clock_timestamp()` })),
    )
    .execute();
}
