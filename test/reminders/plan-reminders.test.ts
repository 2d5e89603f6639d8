import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/calendar/seoul.ts';
import { createCalendar } from '../../src/calendar/workdays.ts';
import { openLog } from '../../src/log.ts';
import { schedules } from '../../src/queue/schedules.ts';
import { createReminderJobs } from '../../src/reminders/jobs.ts';
import { planReminders } from '../../src/reminders/plan-reminders.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { answer, plan, remind, seedRequest, snooze } from './seed-reminders.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
});
afterAll(() => gov.close());
beforeEach(() => gov.reset());

/** Reminds each working morning of a stretch: `day told` for each on which somebody is told something. */
async function through(from: string, until: string, at = '09:10'): Promise<string[]> {
  const told: string[] = [];
  for (let day = from; day <= until; day = addDays(day, 1))
    for (const line of await remind(gov, `${day} ${at}`)) told.push(`${day.slice(5)} ${line}`);
  return told;
}

const outbox = () =>
  gov.rows<{ lane: string; kind: string; subject_id: number }>(
    'select lane, kind, subject_id::int from outbox order by id',
  );

describe('an evaluation that nobody answers', () => {
  it('is said at D-7, D-3, D-1, on the day and at D+1, and to the CCO(혁신책임관) at D+3; then no more', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    expect(await through('2026-11-16', '2027-01-15')).toEqual([
      '11-19 김하늘: evaluation D-7',
      '11-25 김하늘: evaluation D-3',
      '11-27 김하늘: evaluation D-1',
      '11-30 김하늘: evaluation D',
      '12-01 김하늘: evaluation D+1',
      '12-03 강혁신: overdue CCO',
    ]);
  });

  it('is put into the outbox of its person, once a stage, however often and at once it is planned', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    const at = seoul('2026-11-25 09:00');
    const plans = Array.from({ length: 6 }, () => planReminders(gov.database, TEAM, at));
    const planned = (await Promise.all(plans)).map((outcome) => outcome.planned);
    expect(planned.sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await plan(gov, '2026-11-25 11:00')).toEqual([]);
    // Its number may have a gap before it: of those that planned at once, another may have taken one in vain.
    const message = await gov.value<number>('select message_id from reminder');
    expect(await outbox()).toEqual([
      { lane: `official:${gov.people.haneul.id}`, kind: 'reminder', subject_id: message },
    ]);
  });

  it('answered, is said to nobody any more', async () => {
    const request = await seedRequest(gov, gov.people.haneul, '2026-11-30');
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['김하늘: evaluation D-3']);
    await answer(gov, request);
    expect(await through('2026-11-26', '2026-12-10')).toEqual([]);
  });

  it('of a cancelled task is asked for no more', async () => {
    const { task } = await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await gov.rows(`update task set state = 'cancelled' where id = $1`, [task]);
    expect(await through('2026-11-25', '2026-12-05')).toEqual([]);
  });

  it('whose due day is moved counts anew from there', async () => {
    const { cycle } = await seedRequest(gov, gov.people.haneul, '2026-11-30');
    expect(await through('2026-11-25', '2026-11-27')).toEqual([
      '11-25 김하늘: evaluation D-3',
      '11-27 김하늘: evaluation D-1',
    ]);
    await gov.rows(`update evaluation_cycle set due_on = '2026-12-11' where id = $1`, [cycle]);
    expect(await through('2026-11-28', '2026-12-11')).toEqual([
      '12-02 김하늘: evaluation D-7',
      '12-08 김하늘: evaluation D-3',
      '12-10 김하늘: evaluation D-1',
      '12-11 김하늘: evaluation D',
    ]);
  });

  it('after an outage of a week is said once, at its latest stage', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    expect(await through('2026-11-27', '2026-11-29')).toEqual(['11-27 김하늘: evaluation D-1']);
  });

  it('by the CCO(혁신책임관) who answers for that side, is no escalation to themselves', async () => {
    await seedRequest(gov, gov.people.cco, '2026-11-30');
    expect(await through('2026-11-27', '2026-12-31')).toEqual([
      '11-27 강혁신: evaluation D-1',
      '11-30 강혁신: evaluation D',
      '12-01 강혁신: evaluation D+1',
    ]);
  });

  it('an operator who stands in for the CCO hears of the others’, not of their own', async () => {
    await gov.setRole(gov.people.cco, 'member');
    await seedRequest(gov, gov.people.operator, '2026-11-20');
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['박운영: evaluation D+1', '최승인: overdue CCO']);
  });

  it('that the CCO heard of is not said again when the policy moves the day', async () => {
    await gov.setPolicy('smes', '2026-12-01', { escalateAfterDays: 2 });
    await seedRequest(gov, gov.people.haneul, '2026-11-25');
    expect(await through('2026-11-26', '2026-12-31')).toEqual([
      '11-26 김하늘: evaluation D+1',
      '11-30 강혁신: overdue CCO',
    ]);
  });

  it('tells the operators while the CCO is on leave (휴직), except those who are on leave as well', async () => {
    await gov.setStatus(gov.people.cco, 'leave');
    await gov.setStatus(gov.people.secondOperator, 'leave');
    await seedRequest(gov, gov.people.haneul, '2026-11-20');
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['김하늘: evaluation D+1', '박운영: overdue CCO']);
  });

  it('tells the agency’s operators where there is no CCO', async () => {
    await gov.setRole(gov.people.cco, 'member');
    await seedRequest(gov, gov.people.haneul, '2026-11-20');
    expect(await remind(gov, '2026-11-25 09:10')).toEqual([
      '김하늘: evaluation D+1',
      '박운영: overdue CCO',
      '최승인: overdue CCO',
    ]);
  });
});

/** An exchange between two agencies whose holder is of a third; its last day is 20 February 2027. */
async function seedTerm(): Promise<void> {
  const { agencies, people } = gov;
  const pair = await gov.value<number>(
    `insert into exchange_pair (round, pair, level, task) values (1, 1, '과장급', '물 관리 일원화') returning id`,
  );
  const [a] = await gov.rows<{ id: number }>(
    `insert into exchange_position (pair_id, side, agency_name, agency_id, title)
     values ($1, 'a', '중소벤처기업부', $2, '과장'), ($1, 'b', '행정안전부', $3, '과장') returning id`,
    [pair, agencies.smes, agencies.interior],
  );
  await gov.rows(
    `insert into exchange_term (position_id, official_id, during) values ($1, $2, '[2025-02-21,2027-02-21)')`,
    [a?.id, people.minjun.id],
  );
}

describe('the other kinds', () => {
  it('a partner’s consent is asked for again after 3 and 7 working days', async () => {
    const { jiu, haneul } = gov.people;
    const { parties } = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'proposed' });
    await gov.rows(
      `update task_party set consent = 'asked', asked_at = '2026-11-19T16:00:00Z' where id = $1`,
      [parties[1]],
    );
    // 16:00 UTC is already the 20th in Seoul.
    expect(await through('2026-11-20', '2026-12-10')).toEqual([
      '11-25 정지우: consent W3',
      '12-01 정지우: consent W7',
    ]);
  });

  it('a task without an update is stale after 14 working days, and after each 14 again, until there is one', async () => {
    const { id } = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
    expect(await through('2026-11-16', '2026-12-11')).toEqual([
      '11-20 김하늘: stale W14',
      '12-10 김하늘: stale W28',
    ]);
    await gov.rows(`update task set updated_at = '2026-12-11T01:00:00Z' where id = $1`, [id]);
    expect(await through('2026-12-12', '2027-01-04')).toEqual(['01-04 김하늘: stale W14']);
  });

  it('a dispute near its deadline is said to the CCOs who have not answered (행정업무규정 제44조④)', async () => {
    const { haneul, jiu, cco, jiu: partner } = gov.people;
    const task = await seedTask(gov, { lead: haneul, partners: [partner] }, { state: 'on_hold' });
    await gov.setRole(gov.people.yuna, 'cco');
    const dispute = await gov.value<number>(
      `insert into dispute (task_id, party_id, raised_by, problem, wish, due_on, raised_at)
       values ($1, $2, $3, '자료가 오지 않는다', '자료를 받고 싶다', '2026-11-30', '2026-11-20T00:00:00Z') returning id`,
      [task.id, task.parties[1], jiu.id],
    );
    expect(await through('2026-11-20', '2026-11-27')).toEqual([
      '11-26 강혁신: dispute D-2',
      '11-26 한유나: dispute D-2',
    ]);
    const event = await gov.value<number>('select max(id) from task_event');
    await gov.rows(
      `insert into dispute_answer (dispute_id, step, agency_id, actor_id, kind, note, event_id)
       values ($1, 'cco', $2, $3, 'opinion', '의견입니다', $4)`,
      [dispute, cco.agency, cco.id, event],
    );
    expect(await through('2026-11-28', '2026-12-10')).toEqual(['11-30 한유나: dispute D']);
  });

  it('the end of an exchange is said to the holder and both CCOs, 90 and 30 calendar days before', async () => {
    await gov.setRole(gov.people.yuna, 'cco');
    await seedTerm();
    // D-90 is a Sunday.
    expect(await through('2026-11-20', '2027-02-26')).toEqual([
      '11-23 강혁신: exchange D-90',
      '11-23 조민준: exchange D-90',
      '11-23 한유나: exchange D-90',
      '01-21 강혁신: exchange D-30',
      '01-21 조민준: exchange D-30',
      '01-21 한유나: exchange D-30',
    ]);
  });
});

describe('one message a person and day', () => {
  it('merges all that is due in the morning', async () => {
    const { haneul } = gov.people;
    await seedRequest(gov, haneul, '2026-11-30');
    await seedRequest(gov, haneul, '2026-11-24');
    await seedTask(gov, { lead: haneul, partners: [] });
    expect(await plan(gov, '2026-11-25 09:10')).toEqual([
      '김하늘: evaluation D-3, evaluation D+1, stale W14',
    ]);
    expect(await outbox()).toHaveLength(1);
  });

  it('what comes up after it waits until the next morning', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await remind(gov, '2026-11-25 09:10');
    await seedRequest(gov, gov.people.haneul, '2026-11-27');
    expect(await remind(gov, '2026-11-25 10:00')).toEqual([]);
    expect(await remind(gov, '2026-11-26 09:10')).toEqual(['김하늘: evaluation D-1']);
  });

  it('while one of an earlier day may still go out, nothing new is planned', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, '2026-11-25 17:50');
    await gov.rows(`update outbox set state = 'claimed'`);
    expect(await plan(gov, '2026-11-27 09:00')).toEqual([]);
    await gov.rows(`update outbox set state = 'sent'`);
    expect(await plan(gov, '2026-11-27 09:10')).toEqual(['김하늘: evaluation D-1']);
  });

  it.each([
    ['skipped', 'nothing_to_say', ['김하늘: evaluation D-3']],
    ['parked', 'gave_up: ratelimited', ['김하늘: evaluation D-3']],
    ['skipped', 'not_in_workspace', ['김하늘: evaluation D-3']],
    ['parked', 'channel_not_found', ['김하늘: evaluation D-3']],
    ['sent', null, []],
  ])('a message that ended as %s (%s) leaves to be said: %j', async (state, problem, expected) => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, '2026-11-25 17:50');
    await gov.rows('update outbox set state = $1, problem = $2', [state, problem]);
    expect(await plan(gov, '2026-11-25 17:55')).toEqual([]);
    expect(await plan(gov, '2026-11-26 09:00')).toEqual(expected);
  });
});

it('who was not found in the workspace is looked for again a day later, and told then what is due', async () => {
  const { haneul } = gov.people;
  await seedRequest(gov, haneul, '2026-11-30');
  const absentAt = (at: string, team = TEAM) =>
    gov.rows(
      `insert into messenger_absence values ($1, $2, $3)
       on conflict (team_id, official_id) do update set checked_at = excluded.checked_at`,
      [team, haneul.id, seoul(at)],
    );
  await absentAt('2026-11-24 10:30');
  await absentAt('2026-11-25 10:30', 'T-other');
  expect(await plan(gov, '2026-11-25 10:20')).toEqual([]);
  expect(await plan(gov, '2026-11-25 10:30')).toEqual(['김하늘: evaluation D-3']);
});

it('is looked for at every hour: an agency may send until midnight', () => {
  expect(schedules.find(({ id }) => id === 'plan-reminders')).toMatchObject({ pattern: '*/10 * * * *' });
});

describe('when it goes out', () => {
  it.each([
    ['2026-11-25 08:59', false],
    ['2026-11-25 09:00', true],
    ['2026-11-25 12:00', false],
    ['2026-11-25 13:00', true],
    ['2026-11-25 17:59', true],
    ['2026-11-25 18:00', false],
    ['2026-11-25 23:00', false],
    ['2026-11-28 10:00', false],
    ['2026-12-25 10:00', false],
  ])('a tick at %s plans: %s (복무규정 제9조)', async (at, plans) => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await seedRequest(gov, gov.people.haneul, '2026-12-30');
    expect((await plan(gov, at)).length > 0).toBe(plans);
  });

  it.each([
    [14, '13:50', '14:00'],
    [12, '11:50', '13:00'],
    [7, '08:50', '09:00'],
    [20, '16:50', '17:00'],
  ])('at the hour one prefers, moved into the window: %i', async (hour, early, late) => {
    const { haneul } = gov.people;
    await gov.rows('insert into reminder_preference (official_id, hour) values ($1, $2)', [haneul.id, hour]);
    await seedRequest(gov, haneul, '2026-11-30');
    expect(await plan(gov, `2026-11-25 ${early}`)).toEqual([]);
    expect(await plan(gov, `2026-11-25 ${late}`)).toEqual(['김하늘: evaluation D-3']);
  });

  it('within the hours of the person’s own agency, at the numbers of the task’s', async () => {
    await gov.setPolicy('interior', '2026-11-01', { sendFromHour: 11, remindBeforeDays: [1] });
    await gov.setPolicy('smes', '2026-11-01', { remindBeforeDays: [4] });
    await gov.setPolicy('smes', '2026-12-01', { remindBeforeDays: [] });
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await seedRequest(gov, gov.people.jiu, '2026-11-30');
    expect(await plan(gov, '2026-11-24 10:50')).toEqual(['김하늘: evaluation D-4']);
    expect(await plan(gov, '2026-11-27 10:50')).toEqual([]);
    expect(await plan(gov, '2026-11-27 11:00')).toEqual(['정지우: evaluation D-1']);
  });

  it('of what is another agency’s, within the hours of one’s own all the same', async () => {
    await gov.setRole(gov.people.yuna, 'cco');
    await gov.setPolicy('interior', '2026-11-01', { sendFromHour: 11 });
    await gov.setPolicy('seoul', '2026-11-01', { sendFromHour: 10 });
    await seedTerm();
    expect(await plan(gov, '2026-11-23 09:00')).toEqual(['강혁신: exchange D-90']);
    expect(await plan(gov, '2026-11-23 10:00')).toEqual(['조민준: exchange D-90']);
    expect(await plan(gov, '2026-11-23 11:00')).toEqual(['한유나: exchange D-90']);
  });

  it('an agency that has emptied its lists says nothing', async () => {
    await gov.setPolicy('smes', '2026-11-01', { remindBeforeDays: [], remindAfterDays: [] });
    await seedRequest(gov, gov.people.haneul, '2026-11-27');
    expect(await through('2026-11-16', '2026-12-11')).toEqual(['12-02 강혁신: overdue CCO']);
  });

  it('not on a holiday that is announced late, and D-n counts without it', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    expect(await plan(gov, '2026-11-18 09:10')).toEqual([]);
    await gov.rows(`insert into holiday_override values ('2026-11-26', true, '임시공휴일')`);
    expect(await through('2026-11-18', '2026-12-02')).toEqual([
      '11-18 김하늘: evaluation D-7',
      '11-24 김하늘: evaluation D-3',
      '11-27 김하늘: evaluation D-1',
      '11-30 김하늘: evaluation D',
      '12-01 김하늘: evaluation D+1',
    ]);
  });

  it('in a year that is not known weekends alone are days off, and the log says so once', async () => {
    await seedRequest(gov, gov.people.haneul, '2029-01-02');
    expect(await through('2028-12-26', '2029-01-05')).toEqual([
      '12-26 김하늘: evaluation D-7',
      '12-28 김하늘: evaluation D-3',
      '01-01 김하늘: evaluation D-1',
      '01-02 김하늘: evaluation D',
      '01-03 김하늘: evaluation D+1',
      '01-05 강혁신: overdue CCO',
    ]);
    const lines: string[] = [];
    const log = Object.assign(openLog('silent'), {
      warn: (...parts: unknown[]) => lines.push(JSON.stringify(parts)),
    });
    let at = seoul('2027-11-29 09:00');
    const jobs = createReminderJobs({
      database: gov.database,
      now: () => at,
      log,
      wake: () => {},
      teamId: TEAM,
    });
    const tick = () => jobs['plan-reminders']?.({}, { name: 'plan-reminders', attempt: 1, enqueuedAt: at });
    await tick();
    expect(lines).toEqual([]);
    // A month ahead, so that there is time to enter what is missing.
    at = seoul('2027-12-03 09:00');
    for (let n = 0; n < 3; n++) await tick();
    expect(lines).toEqual([expect.stringContaining('"year":"2028"')]);
  });

  it('a tick wakes the delivery only when there is something to send', async () => {
    const woken: string[] = [];
    const jobs = createReminderJobs({
      database: gov.database,
      now: () => seoul('2026-11-25 09:00'),
      log: openLog('silent'),
      wake: (teamId) => woken.push(teamId),
      teamId: TEAM,
    });
    const tick = () =>
      jobs['plan-reminders']?.({}, { name: 'plan-reminders', attempt: 1, enqueuedAt: new Date() });
    await tick();
    expect(woken).toEqual([]);
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await tick();
    await tick();
    expect(woken).toEqual([TEAM]);
  });
});

describe('what people asked for', () => {
  it('put off, it comes again on that day, once, and its later stages come as ever', async () => {
    const { haneul } = gov.people;
    const request = await seedRequest(gov, haneul, '2026-11-30');
    await remind(gov, '2026-11-19 09:10');
    await snooze(gov, haneul, 'evaluation', request.id, '2026-11-24');
    expect(await through('2026-11-20', '2026-12-02')).toEqual([
      '11-24 김하늘: evaluation D-7',
      '11-25 김하늘: evaluation D-3',
      '11-27 김하늘: evaluation D-1',
      '11-30 김하늘: evaluation D',
      '12-01 김하늘: evaluation D+1',
    ]);
  });

  it('put off twice at one stage, it comes again twice', async () => {
    const { haneul } = gov.people;
    const request = await seedRequest(gov, haneul, '2026-11-30');
    await remind(gov, '2026-11-19 09:10');
    await snooze(gov, haneul, 'evaluation', request.id, '2026-11-20');
    expect(await through('2026-11-20', '2026-11-20')).toEqual(['11-20 김하늘: evaluation D-7']);
    await snooze(gov, haneul, 'evaluation', request.id, '2026-11-23');
    expect(await through('2026-11-23', '2026-11-24')).toEqual(['11-23 김하늘: evaluation D-7']);
  });

  it('put off by one, it comes to the others all the same', async () => {
    const request = await seedRequest(gov, gov.people.haneul, '2026-11-24');
    await snooze(gov, gov.people.haneul, 'evaluation', request.id, '2026-12-10');
    await snooze(gov, gov.people.haneul, 'overdue', request.id, '2026-12-10');
    expect(await through('2026-11-25', '2026-12-04')).toEqual(['11-27 강혁신: overdue CCO']);
  });

  it('what is switched off is not said, the rest is', async () => {
    const { haneul } = gov.people;
    await gov.rows(`insert into reminder_preference (official_id, muted) values ($1, '{stale,exchange}')`, [
      haneul.id,
    ]);
    await seedTask(gov, { lead: haneul, partners: [] });
    await seedRequest(gov, haneul, '2026-11-30');
    expect(await plan(gov, '2026-11-25 09:10')).toEqual(['김하늘: evaluation D-3']);
  });

  it('on days off one is left alone, and told the latest stage once back', async () => {
    const { haneul } = gov.people;
    await gov.rows(`insert into absence (official_id, during) values ($1, '[2026-11-24,2026-11-27)')`, [
      haneul.id,
    ]);
    await seedRequest(gov, haneul, '2026-12-01');
    expect(await through('2026-11-20', '2026-12-01')).toEqual([
      '11-20 김하늘: evaluation D-7',
      '11-27 김하늘: evaluation D-3',
      '11-30 김하늘: evaluation D-1',
      '12-01 김하늘: evaluation D',
    ]);
  });

  it('on leave (휴직) one is left alone, and the CCO hears of what is overdue', async () => {
    const { haneul } = gov.people;
    await gov.setStatus(haneul, 'leave');
    await seedRequest(gov, haneul, '2026-11-24');
    expect(await through('2026-11-16', '2026-12-11')).toEqual(['11-27 강혁신: overdue CCO']);
    await gov.setStatus(haneul, 'active');
    expect(await remind(gov, '2026-12-14 09:10')).toEqual(['김하늘: evaluation D+1']);
  });
});

describe('people who left or moved', () => {
  const setPosition = (posting: number, position: string) =>
    gov.rows('update posting set position = $2 where id = $1', [posting, position]);

  it('the post’s next holder is told of a stage that the predecessor was told of', async () => {
    const { haneul, yuna } = gov.people;
    await setPosition(haneul.posting, '일자리담당');
    await seedRequest(gov, haneul, '2026-11-30', { position: '일자리담당' });
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['김하늘: evaluation D-3']);
    await gov.transfer(haneul, 'local', '2026-11-26');
    const successor = await gov.transfer(yuna, 'hr', '2026-11-26');
    await setPosition(successor.posting, '일자리담당');
    expect(await through('2026-11-26', '2026-11-27')).toEqual([
      '11-26 한유나: evaluation D-3',
      '11-27 한유나: evaluation D-1',
    ]);
  });

  it('without one it is the department’s head, and without a head the CCO(혁신책임관)', async () => {
    const { haneul, seojun } = gov.people;
    await setPosition(seojun.posting, '인력정책과장');
    await seedRequest(gov, haneul, '2026-11-30');
    await gov.setStatus(haneul, 'left');
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['이서준: evaluation D-3']);
    await gov.setStatus(seojun, 'left');
    expect(await remind(gov, '2026-11-27 09:10')).toEqual(['강혁신: evaluation D-1']);
  });

  it('whoever said 담당 아님 is told no more', async () => {
    const { haneul, seojun } = gov.people;
    await setPosition(seojun.posting, '인력정책과장');
    const { party } = await seedRequest(gov, haneul, '2026-11-30');
    const event = await gov.value<number>('select max(id) from task_event');
    await gov.rows(
      `insert into task_refusal (party_id, official_id, reason, event_id) values ($1, $2, '담당이 바뀌었습니다', $3)`,
      [party, haneul.id, event],
    );
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['이서준: evaluation D-3']);
  });

  it('the successor of a CCO hears of what the predecessor heard of', async () => {
    const { haneul, cco, secondOperator } = gov.people;
    await seedRequest(gov, haneul, '2026-11-20');
    expect(await remind(gov, '2026-11-25 09:10')).toEqual(['강혁신: overdue CCO', '김하늘: evaluation D+1']);
    await gov.setRole(cco, 'member');
    await gov.setRole(secondOperator, 'cco');
    expect(await remind(gov, '2026-11-26 09:10')).toEqual(['최승인: overdue CCO']);
  });
});

it('more people than fit into one transaction are all told, once', async () => {
  const people = await gov.addPeople('hr', 2_300);
  await gov.rows(
    `with t as (insert into task (request_key, title, purpose, content, due_on, state, updated_at)
       select 'many-' || p, '과제', '목적', '내용', '2026-12-31', 'active', '2026-11-02T00:00:00Z'
       from unnest($1::int[]) p returning id, request_key)
     insert into task_party (task_id, side, agency_id, department_id, owner_id)
     select t.id, 'lead', $2, $3, split_part(request_key, '-', 2)::int from t`,
    [people.map(({ id }) => id), gov.agencies.smes, gov.departments.hr],
  );
  const at = seoul('2026-11-25 09:10');
  const planned = await Promise.all([1, 2].map(() => planReminders(gov.database, TEAM, at)));
  expect(planned.reduce((sum, outcome) => sum + outcome.planned, 0)).toBe(2_300);
  expect(await gov.value<number>('select count(distinct lane)::int from outbox')).toBe(2_300);
  expect(await gov.value<number>('select count(*)::int from reminder')).toBe(2_300);
});

it('every working day of a year has the stages that counting by hand gives', async () => {
  const calendar = createCalendar();
  const dueOn = ['2026-02-19', '2026-05-26', '2026-09-28', '2027-01-04'];
  for (const due of dueOn) await seedRequest(gov, gov.people.haneul, due);
  await gov.setRole(gov.people.cco, 'member');
  await gov.rows('update official set role = $1 where role = $2', ['member', 'operator']);
  const expected = dueOn.flatMap((due) => [-7, -3, -1, 0, 1].map((n) => calendar.plusWorkingDays(due, n)));
  const told = await through('2026-02-01', '2027-01-10');
  expect(told.map((line) => line.slice(0, 5))).toEqual(expected.map((day) => day.slice(5)));
});
