import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, seoulDay } from '../../src/calendar/seoul.ts';
import { createCalendar, holidayNames } from '../../src/calendar/workdays.ts';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { breaksBlockLimits } from '../support/slack-limits.ts';
import { newTriggerId, type SlackRequest, viewSubmission } from '../support/slack-requests.ts';
import { openStage, REFERENCE, type Stage } from '../support/stage.ts';
import { seedTask } from '../tasks/seed-task.ts';

let stage: Stage;
let bot: BotProcess;
/** Somebody new, who has chosen nothing yet, and who is asked for the consent to a task. */
let person: Person;
let stranger: Person;
let party: number;

const today = seoulDay(new Date());
const calendar = createCalendar();
const nextWorkingDay = calendar.plusWorkingDays(today, 1);

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('bot');
});
afterAll(() => stage?.close());
beforeEach(async () => {
  [person, stranger] = (await stage.addPeople('collab', 2)) as [Person, Person];
  const { government } = stage;
  const sides = { lead: government.people.haneul, partners: [person] };
  const task = await seedTask(government, sides, { state: 'proposed', title: '청년 일자리 <!here> 연계' });
  party = task.parties[1] ?? 0;
  await government.rows(`update task_party set consent = 'asked', asked_at = now() where id = $1`, [party]);
});

async function send(request: SlackRequest): Promise<string> {
  const text = await stage.ask(bot, request);
  expect(text).not.toMatch(REFERENCE);
  return text;
}

/** What a command is answered with, as text. */
async function say(who: Person, text: string): Promise<string> {
  const answer = JSON.parse(await send(stage.command(who, text))) as {
    response_type: string;
    blocks: unknown;
  };
  expect(answer.response_type).toBe('ephemeral');
  expect(breaksBlockLimits(answer.blocks, 50)).toBe(false);
  expect(JSON.stringify(answer.blocks)).not.toContain('<');
  return JSON.stringify(answer.blocks);
}

/** What a button is answered with. */
async function press(who: Person, actionId: string, value?: string): Promise<Record<string, unknown>> {
  const triggerId = newTriggerId();
  const action = { action_id: actionId, ...(value === undefined ? {} : { value }) };
  await send(stage.press(who, action, { triggerId }));
  const response = await seen(
    'the answer to a button',
    () => stage.fake.responses.find(({ key }) => key === triggerId)?.body,
  );
  expect(JSON.stringify(response)).not.toMatch(REFERENCE);
  return response;
}

/** The dialog that a button opens. */
async function open(who: Person, actionId: string): Promise<Record<string, unknown>> {
  const triggerId = newTriggerId();
  await send(stage.press(who, { action_id: actionId }, { triggerId }));
  return seen(
    'a dialog',
    () =>
      stage.fake.callsOf('views.open').find(({ args }) => args.trigger_id === triggerId)?.args.view as
        | Record<string, unknown>
        | undefined,
  );
}

async function submit(
  who: Person,
  view: Record<string, unknown>,
  values: Record<string, unknown>,
): Promise<string> {
  const filled = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }]));
  return send(
    viewSubmission({
      userId: stage.userOf(who),
      view: { callback_id: String(view.callback_id), blocks: view.blocks },
      values: filled as Record<string, Record<string, Record<string, unknown>>>,
    }),
  );
}

const rows = (table: string, who: Person = person) =>
  stage.government.rows(`select * from ${table} where official_id = $1`, [who.id]);
const select = (value: string) => ({ type: 'static_select', selected_option: { value } });
const ticked = (...values: string[]) => ({
  type: 'checkboxes',
  selected_options: values.map((value) => ({ value })),
});
const date = (day: string) => ({ type: 'datepicker', selected_date: day });

describe('/협업 알림', () => {
  test('shows what one gets, moves it within the day, switches it', async () => {
    expect(await say(person, '알림')).toContain('근무일 9시부터 하루 한 번');
    expect(await say(person, '알림 10시')).toContain('알림을 10시부터 받습니다.');
    expect(await say(person, 'reminders off exchange')).toContain('‘인사교류 종료’ 알림을 껐습니다.');
    expect(await rows('reminder_preference')).toMatchObject([{ hour: 10, muted: ['exchange'] }]);
    expect(await say(person, '알림 켬 교류')).toContain('켰습니다.');
    expect(await say(person, '알림 끔 평가')).toContain('끌 수 없습니다');
    expect(await say(person, '알림 3시')).toContain('9시∼11시, 13시∼17시 가운데에서');
    expect(await say(person, '알림 <!channel>')).toContain('이렇게 적어 주십시오');
    expect(await rows('reminder_preference')).toMatchObject([{ hour: 10, muted: [] }]);
    // The button of the morning leaves the morning's message as it is.
    const page = await press(person, 'reminder_settings');
    expect(page.replace_original).toBe(false);
    expect(JSON.stringify(page)).toContain('근무일 10시부터 하루 한 번');
    expect(await bot.metric('ieum_refusals_total{reason="kind_mandatory"}')).toBeGreaterThan(0);
  });

  test('by its dialog', async () => {
    const view = await open(person, 'open_reminder_settings');
    const answer = await submit(person, view, { hour: select('13'), kinds: ticked('exchange') });
    expect(JSON.parse(answer)).toMatchObject({ response_action: 'update' });
    expect(answer).toContain('알림 설정을 저장했습니다.');
    expect(await rows('reminder_preference')).toMatchObject([{ hour: 13, muted: ['stale'] }]);
  });

  test('whose values are made up: nothing is saved, the dialog stays', async () => {
    const view = await open(person, 'open_reminder_settings');
    for (const hour of ['3', '12', '99', 'x', '', '9; drop', '\u0000']) {
      const answer = await submit(person, view, { hour: select(hour), kinds: ticked('stale', 'exchange') });
      expect(JSON.parse(answer), hour).toMatchObject({
        response_action: 'update',
        view: { callback_id: 'reminder_settings' },
      });
      expect(answer).toContain('저장하지 못했습니다');
    }
    expect(await rows('reminder_preference')).toEqual([]);
    // What is mandatory is no choice, whatever the form says.
    await submit(person, view, { hour: select('9'), kinds: ticked('evaluation', 'weather') });
    expect(await rows('reminder_preference')).toMatchObject([{ muted: ['exchange', 'stale'] }]);
  });
});

describe('휴가', () => {
  const [first, last] = [addDays(today, 40), addDays(today, 42)];

  test('is noted by command, refused when it overlaps, and deleted by its button', async () => {
    expect(await say(person, `알림 휴가 ${first} ${last}`)).toContain('를 넣었습니다.');
    expect(await say(person, `알림 휴가 ${last}`)).toContain('겹칩니다');
    const [leave] = await rows('absence');
    const id = String((leave as { id: number }).id);
    expect(JSON.stringify(await press(stranger, `delete_leave:${id}`, id))).toContain('그런 휴가가 없습니다');
    expect(await rows('absence')).toHaveLength(1);
    const page = await press(person, `delete_leave:${id}`, id);
    expect(page.replace_original).toBe(true);
    expect(JSON.stringify(page)).toContain('를 지웠습니다.');
    expect(await rows('absence')).toEqual([]);
    // Pressed again: told so, and the page stays.
    expect((await press(person, `delete_leave:${id}`, id)).replace_original).toBe(false);
  });

  test('by its dialog, which keeps what was chosen while it is wrong', async () => {
    const view = await open(person, 'open_leave');
    const wrong = await submit(person, view, { first: date(last), last: date(first) });
    expect(JSON.parse(wrong)).toMatchObject({ response_action: 'update', view: { callback_id: 'leave' } });
    expect(wrong).toContain('앞섭니다');
    expect(wrong).toContain(`"initial_date":"${last}"`);
    expect(await rows('absence')).toEqual([]);
    expect(await submit(person, view, { first: date(first), last: date(last) })).toContain('를 넣었습니다.');
    // Sent once more, it is the same days off.
    expect(await submit(person, view, { first: date(first), last: date(last) })).toContain('를 넣었습니다.');
    expect(await rows('absence')).toHaveLength(1);
  });

  test.each(['0000-01-01', '9999-12-31', '2026-02-30', "'; drop", '', '내일'])(
    'of %j is no fault',
    async (day) => {
      const view = await open(person, 'open_leave');
      expect(JSON.parse(await submit(person, view, { first: date(day), last: date(day) }))).toMatchObject({
        view: { callback_id: 'leave' },
      });
      await say(person, `알림 휴가 ${day}`);
      await say(person, `알림 휴가 취소 ${day}`);
      expect(await rows('absence')).toEqual([]);
    },
  );
});

describe('내일 다시', () => {
  test('puts off what waits for me, and again', async () => {
    for (let time = 0; time < 3; time += 1) {
      const value = `consent:${party}:1`;
      const answer = await press(person, `snooze:${value}`, value);
      expect(answer.replace_original).toBe(false);
      expect(JSON.stringify(answer)).toContain('에 다시 보내 드립니다.');
      expect(JSON.stringify(answer)).not.toContain('<!here>');
    }
    expect(await rows('reminder_snooze')).toMatchObject([{ kind: 'consent', until: nextWorkingDay }]);
  });

  test('made up or another’s: one answer, nothing stored, no fault', async () => {
    const answers = new Set<string>();
    const values = [
      `consent:${party}:2`,
      `consent:${party}:1\u0000`,
      `evaluation:${party}:1`,
      'consent:0:1',
      'consent:999999:1',
      'consent:999999999999999:1',
      'consent:99999999999999999999:1',
      'weather:1:1',
      '__proto__:1:1',
      '',
      "consent:1'; drop table task; --:1",
      'x'.repeat(2_000),
    ];
    for (const value of values) answers.add(JSON.stringify(await press(person, 'snooze:consent:1:1', value)));
    const value = `consent:${party}:1`;
    answers.add(JSON.stringify(await press(stranger, `snooze:${value}`, value)));
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('미룰 것이 없습니다');
    expect([...(await rows('reminder_snooze')), ...(await rows('reminder_snooze', stranger))]).toEqual([]);
  });
});

describe('/협업 휴일', () => {
  /** A working day that no other test touches. */
  const day = calendar.plusWorkingDays(today, 20);
  const overrides = () => stage.government.rows('select day, holiday, name from holiday_override');

  test('is for all to see and for operators to change', async () => {
    const { operator, admin, haneul } = stage.government.people;
    expect(await say(person, '휴일')).toContain('앞으로 1년의 공휴일');
    expect(await say(person, `휴일 ${day} 쉼 임시공휴일`)).toContain('운영자와 관리자만');
    expect(await say(haneul, `휴일 ${day} 취소`)).toContain('운영자와 관리자만');
    expect(await overrides()).toEqual([]);
    expect(await say(operator, `휴일 ${day} 쉼 임시공휴일 &lt;!channel&gt;`)).toContain(
      '쉬는 날로 정했습니다',
    );
    expect(await overrides()).toEqual([{ day, holiday: true, name: '임시공휴일 <!channel>' }]);
    expect(await say(person, '휴일')).toContain('임시공휴일');
    expect(await say(admin, `holidays ${day} cancel`)).toContain('취소했습니다');
    expect(await overrides()).toEqual([]);
    expect(
      await stage.government.value(`select count(*)::int from access_log where subject = $1`, [
        `holiday:${day}`,
      ]),
    ).toBe(2);
  });

  test.each([
    '휴일 0000-01-01 쉼 사유',
    '휴일 9999-12-31 쉼 사유',
    '휴일 어제 쉼 사유',
    "휴일 '; 쉼 drop",
    '휴일 2026-12-31',
    `휴일 ${addDays(today, -1)} 쉼 사유`,
    `휴일 ${addDays(today, -1)} 취소`,
    `휴일 ${'9'.repeat(5_000)} 취소`,
  ])('%j changes nothing', async (text) => {
    await say(stage.government.people.operator, text.slice(0, 3_000));
    expect(await overrides()).toEqual([]);
  });

  test('what the test counts on', () => expect(holidayNames(day)).toEqual([]));
});
