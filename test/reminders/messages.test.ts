import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMorning, renderRefusals, renderSnoozed } from '../../src/reminders/messages.ts';
import type { ReminderItem } from '../../src/reminders/reminder.ts';
import { REMINDER_KINDS, type Refusal } from '../../src/reminders/settings-rules.ts';
import { buttonsOf, expectPostable, expectSound, outline } from '../points/outline.ts';

const day = '2026-11-26';

function item(more: Partial<ReminderItem>): ReminderItem {
  return {
    kind: 'evaluation',
    subjectId: 31,
    taskId: 12,
    partyId: 21,
    agencyId: 1,
    title: '청년 일자리 연계',
    detail: '2026년 연말 평가',
    anchor: '2026-11-30',
    stage: 'D-3',
    daysLeft: 2,
    ...more,
  };
}

/** One of each kind, as the planner orders them. */
const ITEMS: ReminderItem[] = [
  item({
    kind: 'overdue',
    subjectId: 30,
    partyId: 20,
    missing: { agency: '노동부', department: '기업일자리지원과', name: '배누리' },
    anchor: '2026-11-23',
    stage: 'CCO',
    daysLeft: -3,
  }),
  item({
    kind: 'dispute',
    subjectId: 5,
    title: '통합용수관로',
    detail: 'cco',
    anchor: day,
    stage: 'D',
    daysLeft: 0,
  }),
  item({}),
  item({
    kind: 'consent',
    subjectId: 22,
    partyId: 22,
    askedAt: new Date('2026-11-23T01:00:00Z'),
    detail: '',
    anchor: '2026-11-23',
    stage: 'W3',
    daysLeft: -3,
  }),
  item({
    kind: 'stale',
    subjectId: 13,
    taskId: 13,
    detail: '',
    anchor: '2026-11-05',
    stage: 'W14',
    daysLeft: -15,
  }),
  item({
    kind: 'exchange',
    subjectId: 7,
    pairId: 9,
    title: '신산업 규제 개선',
    detail: '정지우',
    anchor: '2027-02-24',
    stage: 'D-90',
    daysLeft: 90,
  }),
].map((one) => {
  if (one.kind !== 'dispute' && one.kind !== 'exchange') return one;
  const { partyId: _, ...rest } = one;
  return rest;
});

describe('the message of the morning', () => {
  test('has one of each with its buttons, the most urgent first', () => {
    const message = renderMorning({ name: '김하늘', day, items: ITEMS }, 'ko');
    expectPostable(message);
    expect(message.text).toMatchInlineSnapshot(
      `"김하늘 님, 오늘 11월 26일(목)에 살펴보실 일이 6건 있습니다. 답변을 기다리는 평가 · 2026년 연말 평가 · 청년 일자리 연계"`,
    );
    expect(outline(message)).toMatchInlineSnapshot(`
      "*김하늘 님, 오늘 11월 26일(목)에 살펴보실 일이 6건 있습니다.*
      *답변을 기다리는 평가 · 2026년 연말 평가 · 청년 일자리 연계*
      노동부 기업일자리지원과 배누리 님의 답변이 아직 없습니다. 기한 11월 23일(월), 근무일로 3일 지남. 담당 부서를 도와주시면 좋겠습니다.
      [!보기 → show_evaluation:30 = 30] [내일 다시 → snooze:overdue:30:1 = overdue:30:1] [3일 뒤 → snooze:overdue:30:3 = overdue:30:3]
      *이견 협의 · 통합용수관로*
      CCO(혁신책임관) 협의 · 기한이 오늘 11월 26일(목)입니다.
      [답하기 → answer_dispute:5 = 5] [내일 다시 → snooze:dispute:5:1 = dispute:5:1] [3일 뒤 → snooze:dispute:5:3 = dispute:5:3]
      *2026년 연말 평가 · 청년 일자리 연계*
      기한 11월 30일(월), 근무일로 2일 남음
      [답하기 → answer_evaluation:31 = 31] [내일 다시 → snooze:evaluation:31:1 = evaluation:31:1] [3일 뒤 → snooze:evaluation:31:3 = evaluation:31:3] [담당 아님 → decline_party:21 = 21]
      *협업과제 동의 요청 · 청년 일자리 연계*
      11월 23일(월)부터 동의를 기다리고 있습니다.
      [보기 → show_task:12 = 12] [동의 → agree_party:22 = 22:1795395600000] [의견 → object_party:22 = 22:1795395600000] [내일 다시 → snooze:consent:22:1 = consent:22:1] [3일 뒤 → snooze:consent:22:3 = consent:22:3] [담당 아님 → decline_party:22 = 22]
      *소식이 뜸한 과제 · 청년 일자리 연계*
      11월 5일(목) 뒤로 새 소식이 없습니다. 한 줄이면 됩니다: /협업 과제 13 진행 60 협의 마침
      [소식 남기기 → update_task:13 = 13] [내일 다시 → snooze:stale:13:1 = stale:13:1] [3일 뒤 → snooze:stale:13:3 = stale:13:3] [담당 아님 → decline_party:21 = 21]
      *인사교류 종료 · 신산업 규제 개선*
      정지우 님의 교류가 2027년 2월 24일(수)까지입니다. 90일 남았습니다.
      [보기 → show_pair:9 = 9] [내일 다시 → snooze:exchange:7:1 = exchange:7:1] [3일 뒤 → snooze:exchange:7:3 = exchange:7:3]
      [내 과제 → my_tasks] [내 점검·평가 → my_evaluations] [알림 설정 → reminder_settings]
        ‘내일 다시’와 ‘3일 뒤’는 근무일로 셉니다. 답하시면 남은 알림은 오지 않습니다."
    `);
  });

  test('in English', () => {
    const message = renderMorning({ name: '김하늘', day, items: ITEMS }, 'en');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*김하늘, 6 things wait for you today (Thu, 26 November).*
      *An answer is awaited · 2026년 연말 평가 · 청년 일자리 연계*
      The answer of 배누리 (노동부 기업일자리지원과) is still missing. Due Mon, 23 November: 3 working days ago. The department would be glad of your help.
      [!Show → show_evaluation:30 = 30] [Tomorrow → snooze:overdue:30:1 = overdue:30:1] [In 3 days → snooze:overdue:30:3 = overdue:30:3]
      *A dispute to settle · 통합용수관로*
      Between the CCOs(혁신책임관) · Due today (Thu, 26 November)
      [Answer → answer_dispute:5 = 5] [Tomorrow → snooze:dispute:5:1 = dispute:5:1] [In 3 days → snooze:dispute:5:3 = dispute:5:3]
      *2026년 연말 평가 · 청년 일자리 연계*
      Due Mon, 30 November: 2 working days left
      [Answer → answer_evaluation:31 = 31] [Tomorrow → snooze:evaluation:31:1 = evaluation:31:1] [In 3 days → snooze:evaluation:31:3 = evaluation:31:3] [Not mine → decline_party:21 = 21]
      *Your consent is asked for · 청년 일자리 연계*
      It has waited for your consent since Mon, 23 November.
      [Show → show_task:12 = 12] [Agree → agree_party:22 = 22:1795395600000] [Comment → object_party:22 = 22:1795395600000] [Tomorrow → snooze:consent:22:1 = consent:22:1] [In 3 days → snooze:consent:22:3 = consent:22:3] [Not mine → decline_party:22 = 22]
      *A task without news · 청년 일자리 연계*
      No news since Thu, 5 November. One line will do: /collab task 13 active 60 what was done
      [Give news → update_task:13 = 13] [Tomorrow → snooze:stale:13:1 = stale:13:1] [In 3 days → snooze:stale:13:3 = stale:13:3] [Not mine → decline_party:21 = 21]
      *An exchange ends · 신산업 규제 개선*
      정지우’s exchange lasts until Wed, 24 February 2027: 90 days left.
      [Show → show_pair:9 = 9] [Tomorrow → snooze:exchange:7:1 = exchange:7:1] [In 3 days → snooze:exchange:7:3 = exchange:7:3]
      [My tasks → my_tasks] [My evaluations → my_evaluations] [Reminder settings → reminder_settings]
        “Tomorrow” and “In 3 days” are counted in working days. Once you have answered, no more reminders come."
    `);
  });

  test.each([
    [3, '2026-12-01', '기한 12월 1일(화), 근무일로 3일 남음'],
    [0, '2026-11-26', '기한이 오늘 11월 26일(목)입니다.'],
    [-1, '2026-11-25', '기한 11월 25일(수), 근무일로 1일 지남. 지금 답하셔도 됩니다.'],
    [21, '2027-01-04', '기한 2027년 1월 4일(월), 근무일로 21일 남음'],
  ])('says how it stands %i working days before its day', (daysLeft, anchor, words) => {
    const text = outline(renderMorning({ name: '김하늘', day, items: [item({ daysLeft, anchor })] }, 'ko'));
    expect(text).toContain(words);
    // Nobody is blamed.
    expect(text).not.toMatch(/위반|미제출|독촉|하지 않으셨/);
  });

  test('a CCO(혁신책임관) reads whose answer is missing, or that nobody answers', () => {
    const of = (name: string | undefined, locale: 'ko' | 'en') => {
      const missing = { agency: '노동부', department: '기업일자리지원과', name };
      const items = [item({ kind: 'overdue', daysLeft: -3, anchor: '2026-11-23', missing })];
      return outline(renderMorning({ name: '강마루', day, items }, locale));
    };
    expect(of('배누리', 'ko')).toContain('노동부 기업일자리지원과 배누리 님의 답변이 아직 없습니다.');
    expect(of('배누리', 'en')).toContain('The answer of 배누리 (노동부 기업일자리지원과) is still missing.');
    expect(of(undefined, 'ko')).toContain('노동부 기업일자리지원과에는 답할 담당자가 없습니다.');
    expect(of(undefined, 'en')).toContain('Nobody answers for 노동부 기업일자리지원과.');
  });

  test('one thing is one thing', () => {
    const page = { name: 'Kim', day, items: [item({ daysLeft: 1 })] };
    expect(outline(renderMorning(page, 'en'))).toContain('Kim, one thing waits for you today');
    expect(outline(renderMorning(page, 'en'))).toContain('1 working day left');
    expect(outline(renderMorning(page, 'ko'))).toContain('살펴보실 일이 1건 있습니다');
  });

  test('a dispute says with whom it is', () => {
    const of = (detail: string) =>
      outline(renderMorning({ name: '강혁신', day, items: [item({ kind: 'dispute', detail })] }, 'ko'));
    expect(of('cco')).toContain('CCO(혁신책임관) 협의 · 기한');
    expect(of('committee')).toContain('위원회 조정 · 기한');
  });

  test('담당 아님 is for whoever answers for a post', () => {
    for (const one of ITEMS) {
      const ids = buttonsOf(renderMorning({ name: '김하늘', day, items: [one] }, 'ko'));
      const declines = ids.filter(({ action_id }) => action_id.startsWith('decline_party:'));
      const may = ['evaluation', 'consent', 'stale'].includes(one.kind);
      expect(declines.map(({ value }) => value)).toEqual(may ? [String(one.partyId)] : []);
    }
  });

  test('an exchange whose pair is not known leads to the list', () => {
    const page = { name: '김하늘', day, items: [item({ kind: 'exchange', detail: '정지우' })] };
    expect(buttonsOf(renderMorning(page, 'ko'))[0]?.action_id).toBe('show_exchange');
  });

  test('what is too much for a morning is counted and left to the lists', () => {
    const items = Array.from({ length: 25 }, (_, index) => item({ subjectId: 100 + index }));
    const message = renderMorning({ name: '김하늘', day, items }, 'ko');
    const text = outline(message);
    expect(text).toContain('살펴보실 일이 25건');
    expect(text).toContain('외 15건이 더 있습니다.');
    const ids = buttonsOf(message).map(({ action_id }) => action_id);
    expect(ids.filter((id) => id.startsWith('answer_evaluation:'))).toHaveLength(10);
    expect(ids).toEqual(expect.arrayContaining(['my_tasks', 'my_evaluations']));
    expect(outline(renderMorning({ name: '김하늘', day, items: items.slice(0, 10) }, 'ko'))).not.toContain(
      '외 ',
    );
  });

  test('whatever people call things, Slack takes it and nothing formats', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.constantFrom('<!channel>', '*&*'.repeat(100), '<'.repeat(300), '@here :tada: `x`'),
    );
    const any = fc.record({
      kind: fc.constantFrom(...REMINDER_KINDS),
      subjectId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      title: words,
      detail: words,
      missing: fc.record({ agency: words, department: words, name: fc.option(words, { nil: undefined }) }),
      daysLeft: fc.integer({ min: -400, max: 400 }),
    });
    fc.assert(
      fc.property(
        words,
        fc.array(any, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('ko', 'en'),
        (name, some, locale) => {
          expectPostable(renderMorning({ name, day, items: some.map((one) => item(one)) }, locale));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('put off', () => {
  const page = { title: '청년 일자리 연계', until: '2026-11-27', today: day };
  test.each([
    [undefined, ''],
    ['due', '그날까지 마쳐야 하는 일이라 더 미루지 않았습니다.'],
    ['overdue', '기한이 된 일이라 다음 근무일까지만 미뤘습니다.'],
  ] as const)('%s', (limit, why) => {
    const message = renderSnoozed({ ...page, limit }, 'ko');
    expectSound(message);
    expect(outline(message)).toBe(
      ['‘청년 일자리 연계’ 알림은 11월 27일(금)에 다시 보내 드립니다.', why].filter(Boolean).join('\n'),
    );
    expect(outline(renderSnoozed({ ...page, limit }, 'en'))).toContain('again on Fri, 27 November.');
  });
});

test('every refusal says why and what to do, in Korean and in English', () => {
  const refusals: { [R in Refusal as R['reason']]: R } = {
    not_waiting: { reason: 'not_waiting' },
    hour_outside: { reason: 'hour_outside', hours: [9, 10, 11, 13, 14, 17] },
    kind_unknown: { reason: 'kind_unknown', word: '<날씨>' },
    kind_mandatory: { reason: 'kind_mandatory', kind: 'evaluation' },
    leave_unreadable: { reason: 'leave_unreadable' },
    leave_reversed: { reason: 'leave_reversed', first: '2026-12-03', last: '2026-12-01' },
    leave_past: { reason: 'leave_past', today: day },
    leave_far: { reason: 'leave_far', latest: '2029-11-28' },
    leave_long: { reason: 'leave_long', days: 93, max: 92 },
    leave_overlaps: { reason: 'leave_overlaps', first: '2026-12-24', last: '2026-12-26' },
    leaves_many: { reason: 'leaves_many', max: 20 },
    leave_not_found: { reason: 'leave_not_found' },
    not_keeper: { reason: 'not_keeper' },
    holiday_unreadable: { reason: 'holiday_unreadable' },
    holiday_past: { reason: 'holiday_past', today: day },
    holiday_far: { reason: 'holiday_far', latest: '2029-11-28' },
    holiday_weekend: { reason: 'holiday_weekend', day: '2026-12-26' },
    holiday_same: { reason: 'holiday_same', day: '2026-12-25', holiday: true, names: ['기독탄신일'] },
    holiday_reason_missing: { reason: 'holiday_reason_missing' },
    holiday_reason_long: { reason: 'holiday_reason_long', length: 120, max: 100 },
    holiday_not_set: { reason: 'holiday_not_set', day: '2026-12-31' },
  };
  const working: Refusal = { reason: 'holiday_same', day: '2026-12-31', holiday: false, names: [] };
  const all = [...Object.values(refusals), working];
  for (const refusal of all) {
    for (const locale of ['ko', 'en'] as const) {
      const message = renderRefusals([refusal], locale);
      expectSound(message);
      expect(outline(message)).not.toMatch(/undefined|NaN/);
    }
  }
  expect(outline(renderRefusals(all, 'ko'))).toMatchInlineSnapshot(`
    "지금은 기다리는 일이 아니어서 미룰 것이 없습니다. 이미 처리되었거나 담당이 바뀌었을 수 있습니다.
    기관에서 알림을 보내는 시각이 아닙니다. 9시∼11시, 13시∼14시, 17시 가운데에서 골라 주십시오.
    ‘&lt;날씨&gt;’ 알림은 없습니다. 켜고 끌 수 있는 알림은 ‘과제’(소식이 뜸한 과제)와 ‘교류’(인사교류 종료)입니다.
    ‘점검·평가 답변’은 꼭 필요한 알림이라 끌 수 없습니다. 받는 시각은 /협업 알림 10시처럼 바꿀 수 있습니다.
    휴가 날짜를 2026-12-24처럼 적어 주십시오. 예: /협업 알림 휴가 2026-12-24 2026-12-26
    휴가 마지막 날(2026년 12월 1일(화))이 첫날(2026년 12월 3일(목))보다 앞섭니다. 순서를 바꿔 주십시오.
    이미 지난 휴가입니다. 오늘(2026년 11월 26일(목)) 이후의 날을 골라 주십시오.
    너무 먼 날입니다. 연도를 확인하고 2029년 11월 28일(수)까지의 날을 골라 주십시오.
    휴가가 93일로 깁니다. 한 번에 92일까지 넣을 수 있습니다. 휴직은 기관의 인사 담당에게 알려 주십시오.
    이미 넣은 휴가(2026년 12월 24일(목)∼2026년 12월 26일(토))와 겹칩니다. 겹치지 않는 날로 고르거나 그 휴가를 먼저 지워 주십시오.
    휴가는 20건까지 넣을 수 있습니다. 필요 없는 휴가를 먼저 지워 주십시오.
    그런 휴가가 없습니다. 이미 지웠을 수 있습니다. /협업 알림에서 확인해 주십시오.
    휴일은 운영자와 관리자만 바꿀 수 있습니다. 기관 운영자에게 요청해 주십시오.
    날짜를 2026-12-31처럼 적어 주십시오. 예: /협업 휴일 2026-12-31 쉼 임시공휴일
    지난 날은 바꿀 수 없습니다. 오늘(2026년 11월 26일(목)) 이후의 날을 적어 주십시오.
    너무 먼 날입니다. 연도를 확인하고 2029년 11월 28일(수)까지의 날을 적어 주십시오.
    12월 26일(토)은 주말이라 늘 쉬는 날입니다. 평일을 적어 주십시오.
    12월 25일(금)은 이미 공휴일(기독탄신일)입니다. 따로 정하지 않아도 됩니다.
    사유를 적어 주십시오. 모두에게 보이고 기록에 남습니다. 예: /협업 휴일 2026-12-31 쉼 임시공휴일
    사유가 120자로 깁니다. 100자 이하로 줄여 주십시오.
    2026년 12월 31일(목)에는 따로 정한 것이 없습니다. /협업 휴일에서 정해 둔 날을 확인해 주십시오.
    12월 31일(목)은 이미 근무일입니다. 따로 정하지 않아도 됩니다."
  `);
  expect(outline(renderRefusals(all, 'en'))).toMatchInlineSnapshot(`
    "This is not waiting for you now, so there is nothing to put off. It may have been done already or have passed to somebody else.
    Your agency sends no reminders at that hour. Please choose one of 9–11, 13–14, 17 o’clock.
    There are no reminders called “&lt;날씨&gt;”. The ones you can switch are “task” (Tasks without news) and “exchange” (Exchange about to end).
    “Answers to reviews and evaluations” cannot be switched off, as others rely on it. You may move it within the day: /collab reminders 10.
    Please give the days as in 2026-12-24. Example: /collab reminders leave 2026-12-24 2026-12-26
    The last day (Tue, 1 December 2026) is before the first (Thu, 3 December 2026). Please swap them.
    These days are over. Please choose days from today (Thu, 26 November 2026) on.
    This is too far ahead. Please check the year and choose days until Wed, 28 November 2029.
    93 days are too many: 92 at most at a time. Please tell your personnel office of a longer leave.
    This overlaps with days off noted before (Thu, 24 December 2026 to Sat, 26 December 2026). Please choose other days or delete those first.
    At most 20 entries are kept. Please delete one that you do not need.
    There are no such days off; they may have been deleted already. /collab reminders lists them.
    Only operators and administrators may change holidays. Please ask your operator.
    Please give the day as in 2026-12-31. Example: /collab holidays 2026-12-31 off special holiday
    A day that is over cannot be changed. Please give a day from today (Thu, 26 November 2026) on.
    This is too far ahead. Please check the year and give Wed, 28 November 2029 or a day before.
    Sat, 26 December, is a weekend and always off. Please give a weekday.
    Fri, 25 December, is a holiday already (기독탄신일). There is nothing to set.
    Please say why; everybody sees it and it is kept on record. Example: /collab holidays 2026-12-31 off special holiday
    The reason has 120 characters. Please keep it within 100.
    Nothing was set for Thu, 31 December 2026. /collab holidays lists the days that were.
    Thu, 31 December, is a working day already. There is nothing to set."
  `);
});
