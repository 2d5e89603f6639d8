import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { MissingAnswer, ReminderKind } from './reminder.ts';

/** The message of a day, and of its person what decides on `today` whether it may go out. */
export interface PlannedMessage {
  officialId: number;
  day: Day;
  name: string;
  /** In office, and not on leave today. */
  isThere: boolean;
  /** Whose hours hold; undefined for someone without a post, for whom the first item's agency stands. */
  agencyId: number | undefined;
}

export async function findPlannedMessage(
  database: Database,
  id: number,
  today: Day,
): Promise<PlannedMessage | undefined> {
  const { rows } = await sql<{
    official_id: number;
    day: Day;
    name: string;
    is_there: boolean;
    agency_id: number | null;
  }>`
    select m.official_id, m.day, o.name, p.agency_id,
           o.status = 'active'
             and not exists (select from absence w where w.official_id = o.id and w.during @> ${today}::date) as is_there
    from reminder_message m join official o on o.id = m.official_id
    left join posting p on p.official_id = o.id and p.during @> ${today}::date
    where m.id = ${id}`.execute(database);
  const row = rows[0];
  return (
    row && {
      officialId: row.official_id,
      day: row.day,
      name: row.name,
      isThere: row.is_there,
      agencyId: row.agency_id ?? undefined,
    }
  );
}

/** Something a message was planned to speak of that is still open, as it is now. */
export interface OpenItem {
  kind: ReminderKind;
  subjectId: number;
  taskId: number | undefined;
  partyId: number | undefined;
  /** Of an exchange: the pair whose term ends. */
  pairId: number | undefined;
  /** Of a consent: since when it is asked for. */
  askedAt: Date | undefined;
  /** Of what is overdue: whose answer is missing. */
  missing: MissingAnswer | undefined;
  agencyId: number;
  title: string;
  detail: string;
  anchor: Day;
  /** What was to be said: the key of the stage. */
  stageKey: string;
}

/** What is left of a message: without what was answered, taken over, snoozed or switched off since it was planned. */
export async function findOpenItems(
  database: Database,
  message: { id: number; officialId: number },
  today: Day,
): Promise<OpenItem[]> {
  const said = await database
    .selectFrom('reminder')
    .select(['kind', 'subject_id', 'stage'])
    .where('message_id', '=', message.id)
    .execute();
  // As constants: they go down into each branch of the function, which then looks up a few rows instead of everything.
  const subjects = (kind: ReminderKind) =>
    said.filter((row) => row.kind === kind).map((row) => row.subject_id);
  const wanted = [...new Set(said.map((row) => row.kind as ReminderKind))].map(
    (kind) => sql<boolean>`(i.kind = ${kind} and i.subject_id = any(${subjects(kind)}::bigint[]))`,
  );
  if (wanted.length === 0) return [];
  const { rows } = await sql<{
    kind: ReminderKind;
    subject_id: number;
    task_id: number | null;
    party_id: number | null;
    pair_id: number | null;
    asked_at: Date | null;
    missing: { agency: string; department: string; name: string | null } | null;
    agency_id: number;
    anchor: Day;
    title: string;
    detail: string;
  }>`
    select i.kind, i.subject_id, i.task_id, i.party_id, i.agency_id, i.anchor, i.title, i.detail,
           (select n.pair_id from exchange_term x join exchange_position n on n.id = x.position_id
            where i.kind = 'exchange' and x.id = i.subject_id) as pair_id,
           (select y.asked_at from task_party y where i.kind = 'consent' and y.id = i.subject_id) as asked_at,
           (select json_build_object('agency', a.short_name, 'department', d.name, 'name', o.name)
            from task_parties(${today}::date) p join agency a on a.id = p.agency_id join department d on d.id = p.department_id
            left join official o on o.id = p.answers_id
            where i.kind = 'overdue' and p.party_id = i.party_id) as missing
    from open_items(${today}::date) i
    where (${sql.join(wanted, sql` or `)}) and i.official_id = ${message.officialId}
      and not exists (select from reminder_snooze z where z.subject_id = i.subject_id and z.kind = i.kind
                        and z.official_id = i.official_id and z.until > ${today}::date)
      and not exists (select from reminder_preference c where c.official_id = i.official_id and i.kind = any (c.muted))
    order by i.kind, i.subject_id`.execute(database);
  return rows.flatMap((row) => {
    const stageKey = said.find((one) => one.kind === row.kind && one.subject_id === row.subject_id)?.stage;
    if (stageKey === undefined) return [];
    return [
      {
        kind: row.kind,
        subjectId: row.subject_id,
        taskId: row.task_id ?? undefined,
        partyId: row.party_id ?? undefined,
        pairId: row.pair_id ?? undefined,
        askedAt: row.asked_at ?? undefined,
        missing: row.missing ? { ...row.missing, name: row.missing.name ?? undefined } : undefined,
        agencyId: row.agency_id,
        title: row.title,
        detail: row.detail,
        anchor: row.anchor,
        stageKey,
      },
    ];
  });
}
