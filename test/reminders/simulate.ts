import { addDays, type Day, startOfDay } from '../../src/calendar/seoul.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase, openPool } from '../../src/database/database.ts';
import { createReminderRenderers } from '../../src/reminders/deliveries.ts';
import { planReminders } from '../../src/reminders/plan-reminders.ts';

const HOUR_MS = 3_600_000;

/** A message as the simulated Slack got it. */
export interface SentReminder {
  officialId: number;
  messageId: number;
  at: Date;
}

export interface Simulation {
  /** Days in Seoul, the last one not included. */
  from: Day;
  until: Day;
  teamId: string;
  /** Whether Slack takes a message in this hour; otherwise it is tried again in the next. */
  isUp: (at: Date, messageId: number) => boolean;
}

/** Plans in every hour of a stretch, seven minutes past, and delivers what is due as far as Slack takes it. */
export async function simulate(
  database: Database,
  { from, until, teamId, isUp }: Simulation,
): Promise<{ hours: number; planned: number; dropped: number; postponed: number; sent: SentReminder[] }> {
  const counts = { hours: 0, planned: 0, dropped: 0, postponed: 0 };
  const sent: SentReminder[] = [];
  let at = new Date(0);
  const renderer = createReminderRenderers({ database, now: () => at }).reminder;
  if (typeof renderer !== 'function') throw new Error('Reminders go one by one.');
  const render = renderer;
  let waiting = 0;

  async function deliver(row: { id: number; lane: string; subject_id: number | null; due_at: Date }) {
    const messageId = row.subject_id ?? 0;
    if (!isUp(at, messageId)) return;
    const lane = row.lane as `official:${number}`;
    const item = { id: row.id, teamId, lane, kind: 'reminder', subjectId: messageId, payload: {} };
    const rendered = await render([{ ...item, dueAt: row.due_at, recordedAt: row.due_at }], { locale: 'ko' });
    const change = database.updateTable('outbox').where('id', '=', row.id);
    if (rendered && 'notBefore' in rendered) {
      counts.postponed += 1;
      await change.set({ due_at: rendered.notBefore }).execute();
      return;
    }
    waiting -= 1;
    if (rendered) {
      sent.push({ officialId: Number(lane.split(':')[1]), messageId, at });
      await change.set({ state: 'sent', settled_at: at }).execute();
    } else {
      counts.dropped += 1;
      await change.set({ state: 'skipped', problem: 'nothing_to_say', settled_at: at }).execute();
    }
  }

  for (let day = from; day < until; day = addDays(day, 1)) {
    for (let hour = 0; hour < 24; hour++) {
      at = new Date(startOfDay(day).getTime() + hour * HOUR_MS + 7 * 60_000);
      counts.hours += 1;
      const { planned } = await planReminders(database, teamId, at);
      counts.planned += planned;
      waiting += planned;
      if (waiting === 0) continue;
      const due = await database
        .selectFrom('outbox')
        .select(['id', 'lane', 'subject_id', 'due_at'])
        .where('state', '=', 'due')
        .where('due_at', '<=', at)
        .orderBy('id')
        .execute();
      for (let start = 0; start < due.length; start += 6)
        await Promise.all(due.slice(start, start + 6).map(deliver));
    }
  }
  return { ...counts, sent };
}

// In a process of its own, for a host in another zone: `node --import tsx simulate.ts '<json>'` prints what was planned and sent.
if (process.argv[1] === import.meta.filename) {
  const { url, from, until, teamId }: { url: string; from: Day; until: Day; teamId: string } = JSON.parse(
    process.argv[2] ?? '',
  );
  const database = openDatabase(openPool(url, { role: 'ieum_app', max: 6 }));
  const { sent, ...counts } = await simulate(database, { from, until, teamId, isUp: () => true });
  const rows = await database
    .selectFrom('reminder')
    .select(['kind', 'subject_id', 'official_id', 'stage', 'message_id'])
    .orderBy('message_id')
    .orderBy('kind')
    .orderBy('subject_id')
    .execute();
  process.stdout.write(
    JSON.stringify({
      localHour: new Date(0).getHours(),
      ...counts,
      rows,
      sent: sent.map((one) => `${one.at.toISOString()} ${one.officialId}`).sort(),
    }),
  );
  await database.destroy();
}
