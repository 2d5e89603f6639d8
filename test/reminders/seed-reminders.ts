import type { Day } from '../../src/calendar/seoul.ts';
import { createReminderRenderers } from '../../src/reminders/deliveries.ts';
import { planReminders } from '../../src/reminders/plan-reminders.ts';
import type { ReminderKind } from '../../src/reminders/reminder.ts';
import { seoul, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { seedTask } from '../tasks/seed-task.ts';

let seeded = 0;

/** A request to `owner` about a task of their own, due on a day. */
export async function seedRequest(
  gov: TestGovernment,
  owner: Person,
  dueOn: Day,
  more: { title?: string; position?: string } = {},
): Promise<{ id: number; cycle: number; task: number; party: number }> {
  seeded += 1;
  // On hold: nobody is told that it is stale.
  const task = await seedTask(gov, { lead: owner, partners: [] }, { state: 'on_hold', ...more });
  const party = task.parties[0] as number;
  if (more.position !== undefined)
    await gov.rows('update task_party set position = $2 where id = $1', [party, more.position]);
  const cycle = await gov.value<number>(
    `insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
     values ($1, 'by_hand', '수시', '연말 평가', $2, $3, '2026-01-01T00:00:00Z') returning id`,
    [owner.agency, dueOn, `cycle-${seeded}`],
  );
  const id = await gov.value<number>(
    'insert into evaluation_request (cycle_id, task_id, party_id) values ($1, $2, $3) returning id',
    [cycle, task.id, party],
  );
  return { id, cycle, task: task.id, party };
}

export async function answer(gov: TestGovernment, request: { id: number }): Promise<void> {
  await gov.rows('update evaluation_request set answered = true where id = $1', [request.id]);
}

/** `snooze(gov, person, 'evaluation', 12, '2026-11-26')`: not before that day. */
export async function snooze(
  gov: TestGovernment,
  person: Person,
  kind: ReminderKind,
  subjectId: number,
  until: Day,
): Promise<void> {
  await gov.rows(
    `insert into reminder_snooze (kind, subject_id, official_id, until) values ($1, $2, $3, $4)
     on conflict (subject_id, kind, official_id) do update set until = excluded.until`,
    [kind, subjectId, person.id, until],
  );
}

/** What was planned since the last look, as `name: kind stage …` for each message. */
export async function plan(gov: TestGovernment, at: string): Promise<string[]> {
  const before = await gov.value<number>('select coalesce(max(id), 0) from reminder_message');
  await planReminders(gov.database, TEAM, seoul(at));
  const rows = await gov.rows<{ line: string }>(
    `select o.name || ': ' || string_agg(r.kind || ' ' || split_part(r.stage, ' ', 2), ', ' order by r.kind, r.subject_id) as line
     from reminder_message m join reminder r on r.message_id = m.id join official o on o.id = m.official_id
     where m.id > $1 group by m.id, o.name order by o.name`,
    [before],
  );
  return rows.map(({ line }) => line);
}

/** What becomes of every message that waits and is due: as the delivery would have it, with Slack answering at once. */
export async function deliver(gov: TestGovernment, at: string): Promise<string[]> {
  const render = createReminderRenderers({ database: gov.database, now: () => seoul(at) }).reminder;
  if (typeof render !== 'function') throw new Error('Reminders go one by one.');
  const waiting = await gov.rows<{ id: number; subject_id: number; name: string; official_id: number }>(
    `select x.id, x.subject_id::int, o.name, o.id as official_id from outbox x
     join reminder_message m on m.id = x.subject_id join official o on o.id = m.official_id
     where x.kind = 'reminder' and x.state = 'due' and x.due_at <= $1 order by x.id`,
    [seoul(at)],
  );
  const results: string[] = [];
  for (const { id, subject_id, name, official_id } of waiting) {
    const item = {
      id: Number(id),
      teamId: TEAM,
      lane: `official:${official_id}` as const,
      kind: 'reminder',
      subjectId: subject_id,
      payload: {},
      dueAt: seoul(at),
      recordedAt: seoul(at),
    };
    const rendered = await render([item], { locale: 'ko' });
    if (rendered && 'notBefore' in rendered) {
      await gov.rows('update outbox set due_at = $2 where id = $1', [id, rendered.notBefore]);
      results.push(`${name}: later`);
    } else {
      const [state, problem] = rendered ? ['sent', null] : ['skipped', 'nothing_to_say'];
      await gov.rows('update outbox set state = $2, problem = $3, settled_at = $4 where id = $1', [
        id,
        state,
        problem,
        seoul(at),
      ]);
      results.push(rendered ? `${name}: ${JSON.stringify(rendered.blocks)}` : `${name}: dropped`);
    }
  }
  return results;
}

/** Plans, and delivers what was planned: who was told what. */
export async function remind(gov: TestGovernment, at: string): Promise<string[]> {
  const planned = await plan(gov, at);
  await deliver(gov, at);
  return planned;
}
