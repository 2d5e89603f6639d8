import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseSnooze } from '../../src/reminders/parse.ts';
import type { ReminderKind } from '../../src/reminders/reminder.ts';
import { snooze } from '../../src/reminders/snooze.ts';
import { openTestGovernment, type PersonKey, seoul, type TestGovernment } from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';

/** A Thursday; the Monday after is the 30th. */
const NOW = seoul('2026-11-26 10:00:00.000');

let gov: TestGovernment;
let task: { id: number; parties: number[] };
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
});

const put = (
  who: PersonKey,
  kind: ReminderKind,
  subjectId: number,
  more: { days?: 1 | 3; now?: Date } = {},
) => snooze(gov.database, gov.people[who].id, { kind, subjectId, days: more.days ?? 1 }, more.now ?? NOW);
const stored = () =>
  gov.rows(
    'select official_id, kind, subject_id, until::text from reminder_snooze order by official_id, kind, subject_id',
  );
/** A request to the lead's owner, due on that day. */
async function request(dueOn: string): Promise<number> {
  const cycle = await gov.value<number>(
    `insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
     values ($1, 'year_end', '2026', '2026년 연말 평가', $2, $3, '2026-11-01T00:00:00Z') returning id`,
    [gov.agencies.smes, dueOn, `cycle-${dueOn}`],
  );
  return gov.value<number>(
    'insert into evaluation_request (cycle_id, task_id, party_id) values ($1, $2, $3) returning id',
    [cycle, task.id, task.parties[0]],
  );
}
const ask = () =>
  gov
    .rows(`update task set state = 'proposed' where id = $1`, [task.id])
    .then(() =>
      gov.rows(`update task_party set consent = 'asked', asked_at = $2 where id = $1`, [
        task.parties[1],
        '2026-11-20T01:00:00Z',
      ]),
    );
const nothing = { kind: 'refused', refusals: [{ reason: 'not_waiting' }] };

describe('내일 다시, 3일 뒤', () => {
  it('puts off what waits for me, by working days', async () => {
    const id = await request('2026-12-31');
    expect(await put('haneul', 'evaluation', id, { days: 3 })).toEqual({
      kind: 'snoozed',
      title: '청년 일자리 연계',
      until: '2026-12-01',
      limit: undefined,
    });
    expect(await stored()).toEqual([
      { official_id: gov.people.haneul.id, kind: 'evaluation', subject_id: id, until: '2026-12-01' },
    ]);
  });

  it('counts the government’s own days off', async () => {
    await gov.rows(
      `insert into holiday_override (day, holiday, name) values ('2026-11-27', true, '임시공휴일')`,
    );
    expect(await put('haneul', 'evaluation', await request('2026-12-31'))).toMatchObject({
      until: '2026-11-30',
    });
  });

  it('does not pass over the due day (행정업무규정 제44조)', async () => {
    const id = await request('2026-11-30');
    expect(await put('haneul', 'evaluation', id, { days: 3 })).toMatchObject({
      until: '2026-11-30',
      limit: 'due',
    });
    const onTheDay = seoul('2026-11-30 09:10:00.000');
    expect(await put('haneul', 'evaluation', id, { days: 3, now: onTheDay })).toMatchObject({
      until: '2026-12-01',
      limit: 'overdue',
    });
  });

  it('pressed again says the same, by however many at once', async () => {
    const id = await request('2026-12-31');
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => put('haneul', 'evaluation', id)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(await stored()).toHaveLength(1);
  });

  it('pressed otherwise: the last word counts', async () => {
    const id = await request('2026-12-31');
    await put('haneul', 'evaluation', id, { days: 3 });
    await put('haneul', 'evaluation', id, { days: 1 });
    expect(await stored()).toMatchObject([{ until: '2026-11-27' }]);
  });

  it('a consent, by whoever is asked', async () => {
    await ask();
    const party = task.parties[1] ?? 0;
    expect(await put('haneul', 'consent', party)).toEqual(nothing);
    expect(await put('jiu', 'consent', party)).toMatchObject({ kind: 'snoozed', until: '2026-11-27' });
  });

  it('a task without news, as long as there are none', async () => {
    await gov.rows(`update task set updated_at = '2026-11-04T01:00:00Z'`);
    expect(await put('haneul', 'stale', task.id)).toMatchObject({ kind: 'snoozed' });
    await gov.rows('delete from reminder_snooze');
    // The message still has its button, but somebody gave news.
    await gov.rows(`update task set updated_at = '2026-11-25T01:00:00Z'`);
    expect(await put('haneul', 'stale', task.id)).toEqual(nothing);
    await gov.setPolicy('smes', '2026-11-01', { staleAfterDays: 1 });
    expect(await put('haneul', 'stale', task.id)).toMatchObject({ kind: 'snoozed' });
  });

  it('what is overdue, by the CCO', async () => {
    const id = await request('2026-11-20');
    expect(await put('cco', 'overdue', id, { days: 3 })).toMatchObject({
      until: '2026-12-01',
      limit: undefined,
    });
    expect(await put('haneul', 'overdue', id)).toEqual(nothing);
    expect(await put('cco', 'evaluation', id)).toEqual(nothing);
  });

  it('what the holder of the post now is asked', async () => {
    const id = await request('2026-12-31');
    await gov.rows(`update posting set position = '인력정책과장' where official_id = $1`, [
      gov.people.seojun.id,
    ]);
    await gov.transfer(gov.people.haneul, 'startup', '2026-11-25');
    expect(await put('haneul', 'evaluation', id)).toEqual(nothing);
    expect(await put('seojun', 'evaluation', id)).toMatchObject({ kind: 'snoozed' });
  });
});

describe('what does not wait for me', () => {
  it('is answered alike, whether it exists or not, and nothing is stored', async () => {
    const id = await request('2026-12-31');
    for (const who of ['seojun', 'jiu', 'cco', 'operator', 'admin', 'auditor'] as const)
      expect(await put(who, 'evaluation', id), who).toEqual(nothing);
    expect(await put('haneul', 'evaluation', 999_999)).toEqual(nothing);
    expect(await put('haneul', 'exchange', id)).toEqual(nothing);
    expect(await stored()).toEqual([]);
  });

  it('is what was answered meanwhile', async () => {
    const id = await request('2026-12-31');
    await gov.rows('update evaluation_request set answered = true');
    expect(await put('haneul', 'evaluation', id)).toEqual(nothing);
    expect(await stored()).toEqual([]);
  });

  it.each([undefined, '', 'evaluation:1', 'evaluation:1:400', 'evaluation:99999999999999:1', 'x:1:1'])(
    'is a button’s value made up: %j',
    async (value) => {
      await request('2026-12-31');
      expect(await snooze(gov.database, gov.people.haneul.id, parseSnooze(value), NOW)).toEqual(nothing);
      expect(await stored()).toEqual([]);
    },
  );
});
