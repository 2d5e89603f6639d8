import { describe, expect, test } from 'vitest';
import { listSendHours } from '../../src/calendar/workdays.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';
import type { HolidayPage, Settings, SettingsChange } from '../../src/reminders/settings.ts';
import {
  renderHolidayKept,
  renderHolidays,
  renderHolidayUsage,
  renderSettings,
  renderUsage,
} from '../../src/reminders/settings-messages.ts';
import { leaveView, settingsView } from '../../src/reminders/settings-view.ts';
import { buttonsOf, expectPostable, expectSound, outline } from '../points/outline.ts';

const settings: Settings = {
  hour: 9,
  muted: ['exchange'],
  today: '2026-11-26',
  hours: listSendHours(DEFAULT_POLICY),
  policy: DEFAULT_POLICY,
  leaves: [
    { id: 3, first: '2026-12-24', last: '2026-12-26' },
    { id: 4, first: '2027-01-04', last: '2027-01-04' },
  ],
  heads: false,
};

describe('알림 설정', () => {
  test('what one gets and when', () => {
    const message = renderSettings(settings, 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*알림 설정*
      근무일 9시부터 하루 한 번, 그날 알릴 것을 한 메시지로 모아 보냅니다.
      고를 수 있는 시각: 9시∼11시, 13시∼17시. 주말·공휴일·휴가에는 보내지 않습니다.
      *받는 알림*
      • 점검·평가 답변 · 기한 7일·3일·1일 전과 당일, 1일 뒤
      • 협업과제 동의 요청 · 요청 3일·7일 뒤
      • 소식이 뜸한 과제 · 마지막 소식 뒤 14일마다
      • 인사교류 종료 · 종료 90일·30일 전(달력 일수) · *꺼 둠*
        일수는 근무일로 셉니다. 끌 수 있는 알림은 소식이 뜸한 과제와 인사교류 종료입니다.
      *휴가*
      • 2026년 12월 24일(목)∼2026년 12월 26일(토)
      [지우기 → delete_leave:3 = 3]
      • 2027년 1월 4일(월)
      [지우기 → delete_leave:4 = 4]
      [!설정 바꾸기 → open_reminder_settings] [휴가 넣기 → open_leave]"
    `);
  });

  test('in English, of a CCO without days off whose hour is outside the window', () => {
    const message = renderSettings({ ...settings, heads: true, hour: 12, leaves: [] }, 'en');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*Reminder settings*
      On working days from 13:00, one message a day with all there is to say.
      You chose 12:00, but your agency sends none at that hour; it comes at 13:00.
      You may choose among 9–11, 13–17 o’clock. Nothing is sent on weekends, holidays and your days off.
      *What you get*
      • Answers to reviews and evaluations · 7, 3 and 1 days before the due day and on it, 1 day after it
      • Overdue evaluations · 3 days after the due day
      • Requests for consent to a task · 3 and 7 days after the request
      • Tasks without news · every 14 days without news
      • Disputes to settle · 2 days before the due day and on it
      • Exchange about to end · 90 and 30 days before the end (calendar days) · *off*
        Days are working days. You may switch off the reminders of tasks without news and of exchanges about to end.
      *Days off*
      None are noted. While you are off, no reminders are sent.
      [!Change → open_reminder_settings] [Add days off → open_leave]"
    `);
  });

  test('the agency’s numbers are the ones that hold', () => {
    const policy = {
      ...DEFAULT_POLICY,
      remindBeforeDays: [5],
      remindAfterDays: [],
      disputeReminderDays: [0],
      staleAfterDays: 20,
      consentReminderDays: [2],
    };
    const text = outline(renderSettings({ ...settings, policy, heads: true }, 'ko'));
    expect(text).toContain('점검·평가 답변 · 기한 5일 전\n');
    expect(text).toContain('동의 요청 · 요청 2일 뒤');
    expect(text).toContain('마지막 소식 뒤 20일마다');
    expect(text).toContain('이견 협의 · 기한 당일');
  });

  test('an agency that reminds of something never says so', () => {
    const policy = {
      ...DEFAULT_POLICY,
      remindBeforeDays: [],
      remindAfterDays: [],
      disputeReminderDays: [],
      consentReminderDays: [],
      exchangeAlertCalendarDays: [],
    };
    for (const [locale, never] of [
      ['ko', '알리지 않음'],
      ['en', 'not sent'],
    ] as const) {
      const text = outline(renderSettings({ ...settings, policy, heads: true }, locale));
      expect(text.split(never)).toHaveLength(5);
    }
  });

  test.each<[SettingsChange, string]>([
    [{ kind: 'saved' }, '알림 설정을 저장했습니다.'],
    [{ kind: 'hour', hour: 10 }, '알림을 10시부터 받습니다.'],
    [{ kind: 'switched', what: 'exchange', on: false }, '‘인사교류 종료’ 알림을 껐습니다.'],
    [{ kind: 'switched', what: 'stale', on: true }, '‘소식이 뜸한 과제’ 알림을 켰습니다.'],
    [
      { kind: 'leave_taken', leave: { id: 1, first: '2026-12-24', last: '2026-12-24' } },
      '휴가(2026년 12월 24일(목))를 넣었습니다.',
    ],
    [
      { kind: 'leave_cancelled', leave: { id: 1, first: '2026-12-24', last: '2026-12-26' } },
      '휴가(2026년 12월 24일(목)∼2026년 12월 26일(토))를 지웠습니다.',
    ],
  ])('%j', (change, words) => {
    const message = renderSettings(settings, 'ko', change);
    expectPostable(message);
    expect(outline(message)).toContain(words);
    expect(message.text).toContain(words);
    expectPostable(renderSettings(settings, 'en', change));
  });

  test('twenty days off fit', () => {
    const leaves = Array.from({ length: 20 }, (_, id) => ({ id, first: '2026-12-24', last: '2026-12-26' }));
    const message = renderSettings({ ...settings, leaves }, 'ko', { kind: 'saved' });
    expectPostable(message);
    expect(buttonsOf(message).filter(({ action_id }) => action_id.startsWith('delete_leave:'))).toHaveLength(
      20,
    );
  });
});

describe('dialogs', () => {
  test('the hour and what may be switched off', () => {
    const view = settingsView(settings, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "받는 시각 | <hour: static_select value> | = 9 | of 8 | 근무일에 이 시각부터 하루 한 번 보냅니다.
      받을 알림 | <kinds: checkboxes value> | of 2 | 점검·평가, 동의 요청, 이견 알림은 꼭 필요해 늘 보냅니다."
    `);
    // What is on is ticked; Slack takes no empty list.
    expect(JSON.stringify(view.blocks)).toContain('"initial_options":[{"text":');
    expect(JSON.stringify(settingsView({ ...settings, muted: ['stale', 'exchange'] }, 'ko'))).not.toContain(
      'initial_options',
    );
    expectSound(settingsView(settings, 'en'));
  });

  test('days off; what was typed stays under what is wrong with it', () => {
    const view = leaveView({ first: '2026-12-24', last: '2026-12-23' }, 'ko', [
      { reason: 'leave_reversed', first: '2026-12-24', last: '2026-12-23' },
    ]);
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*저장하지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
      • 휴가 마지막 날(2026년 12월 23일(수))이 첫날(2026년 12월 24일(목))보다 앞섭니다. 순서를 바꿔 주십시오.
      한 번에 92일까지. 사유는 적지 않습니다. 기한이 지난 평가는 그동안에도 CCO(혁신책임관)에게 알려집니다.
      첫날 | <first: datepicker value>
      마지막 날 | <last: datepicker value>"
    `);
    expect(JSON.stringify(view.blocks)).toContain('"initial_date":"2026-12-23"');
    expectSound(leaveView({ first: '', last: '' }, 'en'));
  });
});

describe('휴일', () => {
  const page: HolidayPage = {
    today: '2026-11-26',
    overrides: [
      { day: '2026-12-31', holiday: true, name: '임시공휴일 <!here>' },
      { day: '2027-02-08', holiday: false, name: '비상 근무' },
    ],
    gazette: [
      { day: '2026-12-25', names: ['기독탄신일'] },
      { day: '2027-01-01', names: ['1월 1일'] },
    ],
    unknownYears: [],
    mayChange: false,
  };

  test('what was set and what the gazette has', () => {
    const message = renderHolidays(page, 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*휴일*
      모든 기관의 기한과 알림을 세는 데 쓰입니다. 주말은 늘 쉽니다.
      *따로 정한 날*
      • 2026년 12월 31일(목) 쉼 · 임시공휴일 &lt;!here&gt;
      • 2027년 2월 8일(월) 근무 · 비상 근무
      *앞으로 1년의 공휴일(관보)*
      • 2026년 12월 25일(금) 기독탄신일
      • 2027년 1월 1일(금) 1월 1일"
    `);
  });

  test('an operator is warned of a year that nobody knows yet, and told how to set days', () => {
    const unknown = { ...page, overrides: [], gazette: [], unknownYears: [2028], mayChange: true };
    const message = renderHolidays(unknown, 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*휴일*
      모든 기관의 기한과 알림을 세는 데 쓰입니다. 주말은 늘 쉽니다.
      *2028년 공휴일은 아직 알려지지 않아 주말만 쉬는 날로 셉니다.*
      새 판으로 갱신하거나 아래처럼 하루씩 정해 주십시오.
      *따로 정한 날*
      따로 정한 날이 없습니다.
      *앞으로 1년의 공휴일(관보)*
      관보에 실린 공휴일이 없습니다.
        바꾸려면: /협업 휴일 2026-12-31 쉼 임시공휴일 · /협업 휴일 2026-12-31 근무 사유 · /협업 휴일 2026-12-31 취소. 모든 기관에 적용되고 기록에 남습니다."
    `);
    expectPostable(renderHolidays(unknown, 'en'));
    expect(outline(renderHolidays({ ...unknown, mayChange: false }, 'ko'))).not.toContain('하루씩 정해');
  });

  test('a year full of exceptions fits', () => {
    const overrides = Array.from({ length: 200 }, () => ({
      day: '2026-12-31',
      holiday: true,
      name: '가'.repeat(300),
    }));
    const message = renderHolidays({ ...page, overrides, mayChange: true }, 'ko');
    expectPostable(message);
    expect(outline(message)).toContain('외 160일');
  });

  test('what was done', () => {
    const holiday = { day: '2026-12-31', holiday: true, name: '임시공휴일' };
    expect(outline(renderHolidayKept({ kind: 'set', holiday }, 'ko'))).toMatchInlineSnapshot(`
      "*2026년 12월 31일(목)을 쉬는 날로 정했습니다.*
      사유: 임시공휴일
      모든 기관의 기한과 알림을 이 날에 맞추어 다시 셉니다."
    `);
    expect(
      outline(renderHolidayKept({ kind: 'set', holiday: { ...holiday, holiday: false } }, 'ko')),
    ).toContain('2026년 12월 31일(목)을 근무일로 정했습니다.');
    expect(
      outline(renderHolidayKept({ kind: 'cancelled', holiday, names: [] }, 'ko')),
    ).toMatchInlineSnapshot(`
      "*2026년 12월 31일(목)에 따로 정한 것을 취소했습니다.*
      이제 근무일입니다.
      모든 기관의 기한과 알림을 이 날에 맞추어 다시 셉니다."
    `);
    expect(outline(renderHolidayKept({ kind: 'cancelled', holiday, names: ['설날'] }, 'ko'))).toContain(
      '이제 공휴일(설날)입니다.',
    );
    expectSound(renderHolidayKept({ kind: 'set', holiday }, 'en'));
    expectSound(renderHolidayKept({ kind: 'cancelled', holiday, names: [] }, 'en'));
  });
});

test('how to write it', () => {
  for (const locale of ['ko', 'en'] as const) {
    expectSound(renderUsage(locale));
    expectSound(renderHolidayUsage(locale));
  }
});
