import { sql } from 'kysely';
import { addDays, type Day } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { enqueue } from '../messenger/outbox.ts';
import type { PolicyChange, PolicyChanges } from '../policy/policy.ts';
import type { ReminderKind } from './reminder.ts';
import type { StageLadder } from './rules.ts';

const CHUNK_ROWS = 1_000;

/** What was sent, or still may be; not what was announced and then never sent, whatever the reason. */
const WAS_SAID = sql`(x.state is null or x.state not in ('skipped', 'parked'))`;

/** Every agency with what it has decided, oldest first. */
export async function findAgencies(
  database: Database,
): Promise<Array<{ id: number; changes: PolicyChange[] }>> {
  const { rows } = await sql<{ id: number; effective_from: Day | null; changes: PolicyChanges | null }>`
    select a.id, c.effective_from, c.changes from agency a left join policy_change c on c.agency_id = a.id
    order by a.id, c.effective_from, c.id`.execute(database);
  const agencies = new Map<number, { id: number; changes: PolicyChange[] }>();
  for (const { id, effective_from, changes } of rows) {
    const agency = agencies.get(id) ?? { id, changes: [] };
    agencies.set(id, agency);
    if (effective_from !== null && changes) agency.changes.push({ effectiveFrom: effective_from, changes });
  }
  return [...agencies.values()];
}

/** What holds on a day for everybody: which hours have come, and which stages anchors have reached. */
export interface Timetable {
  day: Day;
  /** Who was looked for in the workspace since then, and not found, need not be told: it would reach nobody. */
  lookedForSince: Date;
  /** Of each agency: which of `stages` are its own, and the latest hour of preference that has come (none: not now). */
  agencies: ReadonlyArray<{ id: number; stages: number; latestHour: number | undefined }>;
  /** One list for each policy that differs in it. */
  stages: ReadonlyArray<readonly StageLadder[]>;
}

export interface DueReminder {
  official_id: number;
  kind: ReminderKind;
  subject_id: number;
  stage: string;
}

/**
 * What has to be said now, by person: every open item at a stage that was not said to whoever answers today, without what
 * is snoozed or switched off, and without people who are away or not in the workspace, whose hour has not come, or who have
 * today's message. Who has one of an earlier day still under way waits until it is known what became of it.
 */
export function streamDue(
  database: Database,
  teamId: string,
  { day, lookedForSince, agencies, stages }: Timetable,
): AsyncIterableIterator<DueReminder> {
  // As `width_bucket` wants it: how many of the thresholds an anchor has passed says which of the names is its own.
  const ladders = stages.flatMap((list, index) =>
    list.map(({ kind, steps }) => ({
      stages: index,
      kind,
      names: steps.map(({ stage }) => stage),
      thresholds: steps.map(({ until }) => addDays(until, 1)),
    })),
  );
  // `offset 0` has each of these looked up by its index, for one row after the other. As joins, they would be planned by what
  // is known of the tables, and after a burst of messages nothing true is.
  const due = sql<DueReminder>`(
    with agency_now as (
      select * from unnest(${agencies.map(({ id }) => id)}::int[], ${agencies.map((agency) => agency.stages)}::int[],
                           ${agencies.map(({ latestHour }) => latestHour ?? -1)}::int[]) as a (id, stages, latest_hour)),
    ladder as (
      select * from jsonb_to_recordset(${JSON.stringify(ladders)}::jsonb)
        as l (stages int, kind text, names text[], thresholds date[]))
    select i.official_id, i.kind, i.subject_id, key.stage
    from open_items(${day}::date) i
    join agency_now own on own.id = i.agency_id
    join ladder l on l.stages = own.stages and l.kind = i.kind
    join official o on o.id = i.official_id and o.status = 'active'
    left join posting p on p.official_id = o.id and p.during @> ${day}::date
    join agency_now a on a.id = coalesce(p.agency_id, i.agency_id)
    left join reminder_preference c on c.official_id = o.id
    left join reminder_snooze z on z.subject_id = i.subject_id and z.kind = i.kind and z.official_id = o.id
    cross join lateral (select l.names[1 + width_bucket(i.anchor, l.thresholds)] as stage) reached
    cross join lateral (select concat_ws(' ', i.anchor::text, reached.stage, z.until::text) as stage) key
    where reached.stage is not null and coalesce(c.hour, 9) <= a.latest_hour
      and (c.muted is null or i.kind <> all (c.muted))
      and (z.until is null or z.until <= ${day}::date)
      and not exists (select from reminder_message m where m.official_id = o.id and m.day >= ${day}::date offset 0)
      and not exists (select from absence w where w.official_id = o.id and w.during @> ${day}::date offset 0)
      and not exists (select from messenger_absence u where u.team_id = ${teamId} and u.official_id = o.id
                        and u.checked_at > ${lookedForSince}::timestamptz offset 0)
      and not exists (select from outbox x where x.team_id = ${teamId} and x.lane = 'official:' || o.id and x.kind = 'reminder'
                        and x.state in ('due', 'claimed') offset 0)
      and not exists (
        select from reminder r left join outbox x on x.subject_id = r.message_id and x.kind = 'reminder'
        where r.subject_id = i.subject_id and r.kind = i.kind and r.official_id = o.id and r.stage = key.stage
          and ${WAS_SAID} offset 0))`;
  return database
    .selectFrom(due.as('due'))
    .selectAll()
    .orderBy('due.official_id')
    .stream(CHUNK_ROWS) as AsyncIterableIterator<DueReminder>;
}

/**
 * Writes the message of the day of each of these people with all that it speaks of, and puts it into the outbox: all of it,
 * or nothing. Who was given one meanwhile is left out.
 * @returns how many messages there are
 */
export async function insertMessages(
  database: Database,
  page: { teamId: string; day: Day; now: Date; due: readonly DueReminder[] },
): Promise<number> {
  const { teamId, day, now, due } = page;
  const people = [...new Set(due.map((item) => item.official_id))];
  return inTransaction(database, async (tx) => {
    const { rows } = await sql<{ id: number; official_id: number }>`
      with message as (
        insert into reminder_message (official_id, day, planned_at)
        select person, ${day}::date, ${now}::timestamptz from unnest(${people}::int[]) as person
        on conflict do nothing returning id, official_id),
      said as (
        insert into reminder (kind, subject_id, official_id, stage, message_id)
        select i.kind, i.subject_id, i.official_id, i.stage, m.id
        from unnest(${due.map(({ kind }) => kind)}::text[], ${due.map((item) => item.subject_id)}::bigint[],
                    ${due.map((item) => item.official_id)}::int[], ${due.map(({ stage }) => stage)}::text[])
          as i (kind, subject_id, official_id, stage)
        join message m on m.official_id = i.official_id
        on conflict do nothing)
      select id, official_id from message order by official_id`.execute(tx);
    await enqueue(
      tx,
      rows.map((row) => ({
        teamId,
        lane: `official:${row.official_id}` as const,
        kind: 'reminder',
        subjectId: row.id,
        dueAt: now,
      })),
    );
    return rows.length;
  });
}
