import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyView } from '../../src/points/policy-view.ts';
import { policyTextsOf } from '../../src/points/texts.ts';
import {
  boundsOf,
  DEFAULT_POLICY,
  POLICY_GROUPS,
  POLICY_KEYS,
  type PolicyGroup,
} from '../../src/policy/policy.ts';
import { expectSound, outline } from './outline.ts';

const GROUPS: PolicyGroup[] = ['points', 'tasks'];
const LOCALES = ['ko', 'en'] as const;
const form = {
  group: 'points' as PolicyGroup,
  current: DEFAULT_POLICY,
  earliest: '2026-12-01',
  locale: 'ko' as const,
};

describe('the forms for the rules (운영규정 제7조)', () => {
  test('of the points, within the law’s bounds, faults at the top', () => {
    const view = policyView({ ...form, faults: ['specialPoolPerYear', 'effective_from', '그 밖의 말'] });
    expect(outline(view)).toMatchInlineSnapshot(`
      "*저장하지 못했습니다. 고친 뒤 다시 저장해 주십시오.*
      • 특별협업포인트 한 해 총량: 0부터 2,000까지만 쓸 수 있습니다.
      • 이미 시작한 달의 기준은 바꿀 수 없습니다. 적용일을 2026년 12월 1일 이후의 매월 1일로 골라 주십시오.
      • 그 밖의 말
      운영규정 제7조에 따라 기관에 맞게 조정할 수 있습니다.
      적용일 | <effective_from: static_select value> | = 2026-12-01 | of 12 | 고른 날부터 새 기준이 적용되고, 그 전까지는 지금 기준을 따릅니다.
      매월 기본 포인트 | <monthlyAllowance: number_input value> | = 200 | 0부터 100,000까지 · 기본값 200점
      한 번에 보내는 포인트 | <pointsPerGift: number_input value> | = 10 | 1부터 1,000까지 · 기본값 10점
      같은 상대에게 한 달에 보내는 횟수 | <giftsPerRecipientPerMonth: number_input value> | = 2 | 1부터 100까지 · 기본값 2번
      같은 부서 동료에게 보내기 | <sameDepartmentAllowed: radio_buttons value> | = false | of 2 | 기본값 허용하지 않음
      부서 앞으로 보내기 | <departmentsMayReceive: radio_buttons value> | = true | of 2 | 기본값 허용
      감사의 말 최소 길이 | <messageMinLength: number_input value> | = 10 | 1부터 300까지 · 기본값 10자
      감사의 말 최대 길이 | <messageMaxLength: number_input value> | = 300 | 10부터 1,000까지 · 기본값 300자
      보낸 분이 되돌릴 수 있는 시간 | <undoMinutes: number_input value> | = 10 | 0부터 1,440까지 · 기본값 10분
      특별협업포인트 한 해 총량 | <specialPoolPerYear: number_input value> | = 2000 | 0부터 2,000까지 · 기본값 2,000점
      특별협업포인트 한 사람 한도(한 번) | <specialPerPerson: number_input value> | = 100 | 1부터 100까지 · 기본값 100점
      다른 운영자의 승인이 필요한 점수(초과) | <secondPersonAbove: number_input value> | = 200 | 0부터 2,000까지 · 기본값 200점"
    `);
  });

  test('of tasks, exchanges, evaluations and reminders', () => {
    const faults = ['remindBeforeDays', 'gradeScale', 'sendFromHour', 'completionPoints', 'evaluationDueDay'];
    expect(outline(policyView({ ...form, group: 'tasks', faults }))).toMatchInlineSnapshot(`
      "*저장하지 못했습니다. 고친 뒤 다시 저장해 주십시오.*
      • 마감 전에 알리는 때(근무일): 0부터 60까지의 숫자를 쉼표로 나누어 6개까지 적어 주십시오. 예: 7, 3, 1
      • 평가 등급(높은 것부터): 서로 다른 말을 쉼표로 나누어 2개부터 7개까지, 하나에 20자까지 적어 주십시오. 예: 우수, 보통, 미흡
      • 알림을 보내기 시작하는 시각: 0부터 24까지만 쓸 수 있습니다. 점심이 시작되기 전이어야 합니다.
      • 완료한 과제의 담당자에게 특별협업포인트 주기: 둘 가운데 하나를 골라 주십시오.
      • 연말 평가 마감 일: 1부터 31까지만 쓸 수 있습니다. 마감 월에 있는 날이어야 합니다.
      협업과제, 인사교류, 점검·평가와 알림의 기준입니다. 기관에 맞게 조정할 수 있습니다. 알림은 근무일에만 나갑니다.
      적용일 | <effective_from: static_select value> | = 2026-12-01 | of 12 | 고른 날부터 새 기준이 적용되고, 그 전까지는 지금 기준을 따릅니다.
      정기 점검 간격 | <reviewEveryMonths: number_input value> | = 3 | 1부터 12까지 · 기본값 3개월마다
      정기 점검 답변 기한(점검 기간이 끝난 뒤) | <reviewDueDays: number_input value> | = 10 | 1부터 60까지 · 기본값 근무일 10일
      연말 평가 마감 월 | <evaluationDueMonth: number_input value> | = 11 | 1부터 12까지 · 기본값 11월
      연말 평가 마감 일 | <evaluationDueDay: number_input value> | = 30 | 1부터 31까지 · 기본값 30일
      연말 평가를 여는 때(마감 전, 달력 일수) | <evaluationOpenCalendarDays: number_input value> | = 30 | 1부터 120까지 · 기본값 30일 전
      평가 등급(높은 것부터) | <gradeScale: plain_text_input value> | = 우수, 보통, 미흡 | 쉼표로 나누어 2개부터 7개까지, 하나에 20자까지 · 기본값 우수, 보통, 미흡
      마감 전에 알리는 때(근무일) | <remindBeforeDays: plain_text_input value> | = 7, 3, 1, 0 | 0부터 60까지, 쉼표로 나누어 6개까지. 없으면 ‘없음’ · 기본값 7일 전, 3일 전, 1일 전, 당일
      마감 뒤에 알리는 때(근무일) | <remindAfterDays: plain_text_input value> | = 1 | 0부터 60까지, 쉼표로 나누어 6개까지. 없으면 ‘없음’ · 기본값 1일 뒤
      답변이 없을 때 CCO(혁신책임관)에게 알리는 때(마감 뒤) | <escalateAfterDays: number_input value> | = 3 | 1부터 60까지 · 기본값 근무일 3일
      오래 갱신하지 않은 과제를 알리는 간격 | <staleAfterDays: number_input value> | = 14 | 1부터 120까지 · 기본값 근무일 14일
      동의 요청을 다시 알리는 때(근무일) | <consentReminderDays: plain_text_input value> | = 3, 7 | 0부터 60까지, 쉼표로 나누어 6개까지. 없으면 ‘없음’ · 기본값 3일 뒤, 7일 뒤
      이견을 CCO(혁신책임관)끼리 협의하는 기간 | <disputeConsultDays: number_input value> | = 5 | 1부터 60까지 · 기본값 근무일 5일
      이견을 위원회에서 조정하는 기간 | <disputeCommitteeDays: number_input value> | = 10 | 1부터 60까지 · 기본값 근무일 10일
      이견 기한 전에 알리는 때(근무일) | <disputeReminderDays: plain_text_input value> | = 2, 0 | 0부터 60까지, 쉼표로 나누어 6개까지. 없으면 ‘없음’ · 기본값 2일 전, 당일
      인사교류 기본 기간 | <exchangeTermMonths: number_input value> | = 24 | 1부터 60까지 · 기본값 24개월
      인사교류 최대 기간(연장 포함) | <exchangeCapMonths: number_input value> | = 60 | 1부터 60까지 · 기본값 60개월
      인사교류가 끝나기 전에 알리는 때(달력 일수) | <exchangeAlertCalendarDays: plain_text_input value> | = 90, 30 | 1부터 366까지, 쉼표로 나누어 6개까지. 없으면 ‘없음’ · 기본값 90일 전, 30일 전
      알림을 보내기 시작하는 시각 | <sendFromHour: number_input value> | = 9 | 0부터 24까지 · 기본값 9시
      알림을 그만 보내는 시각 | <sendUntilHour: number_input value> | = 18 | 0부터 24까지 · 기본값 18시
      점심 시작(알림 쉼) | <lunchFromHour: number_input value> | = 12 | 0부터 24까지 · 기본값 12시
      점심 끝 | <lunchUntilHour: number_input value> | = 13 | 0부터 24까지 · 기본값 13시
      완료한 과제의 담당자에게 특별협업포인트 주기 | <completionPoints: radio_buttons value> | = false | of 2 | 기본값 허용하지 않음
      완료한 과제의 담당자 한 사람에게 주는 점수 | <completionPointsEach: number_input value> | = 50 | 1부터 100까지 · 기본값 50점"
    `);
    expect(outline(policyView({ ...form, group: 'tasks', faults, locale: 'en' }))).toMatchInlineSnapshot(`
      "*Not saved. Please correct this and save again.*
      • Reminders before a due day (working days): please write numbers from 0 to 60 with commas, 6 at most. For example: 7, 3, 1
      • Grades, the best first: please write 2 to 7 different words with commas, each of 20 characters at most. For example: 우수, 보통, 미흡
      • Reminders are sent from: must be 0 to 24. It must be before lunch.
      • Special points to the owners of a completed task: please choose one of the two.
      • Day on which it is due: must be 1 to 31. The month must have that day.
      Tasks, exchanges, reviews and reminders; your agency may adjust them. Reminders go out on working days only.
      Holds from | <effective_from: static_select value> | = 2026-12-01 | of 12 | Until that day the present rules hold.
      Reviews are opened | <reviewEveryMonths: number_input value> | = 3 | 1 to 12 · default every 3 months
      Reviews are due, after their period | <reviewDueDays: number_input value> | = 10 | 1 to 60 · default 10 working days
      Month in which the year-end evaluation is due | <evaluationDueMonth: number_input value> | = 11 | 1 to 12 · default month 11
      Day on which it is due | <evaluationDueDay: number_input value> | = 30 | 1 to 31 · default day 30
      It is opened (calendar days) | <evaluationOpenCalendarDays: number_input value> | = 30 | 1 to 120 · default 30 days before
      Grades, the best first | <gradeScale: plain_text_input value> | = 우수, 보통, 미흡 | 2 to 7 words with commas, 20 characters each · default 우수, 보통, 미흡
      Reminders before a due day (working days) | <remindBeforeDays: plain_text_input value> | = 7, 3, 1, 0 | 0 to 60, with commas, 6 at most; or “none” · default 7 days before, 3 days before, 1 day before, the day itself
      Reminders after a due day (working days) | <remindAfterDays: plain_text_input value> | = 1 | 0 to 60, with commas, 6 at most; or “none” · default 1 day after
      The CCO(혁신책임관) hears of what is unanswered, after the due day | <escalateAfterDays: number_input value> | = 3 | 1 to 60 · default 3 working days
      Reminder of a task without an update, every | <staleAfterDays: number_input value> | = 14 | 1 to 120 · default 14 working days
      Reminders of a consent asked for (working days) | <consentReminderDays: plain_text_input value> | = 3, 7 | 0 to 60, with commas, 6 at most; or “none” · default 3 days after, 7 days after
      Time of the CCOs(혁신책임관) for a dispute | <disputeConsultDays: number_input value> | = 5 | 1 to 60 · default 5 working days
      Time of the committee for a dispute | <disputeCommitteeDays: number_input value> | = 10 | 1 to 60 · default 10 working days
      Reminders before a dispute’s deadline (working days) | <disputeReminderDays: plain_text_input value> | = 2, 0 | 0 to 60, with commas, 6 at most; or “none” · default 2 days before, the day itself
      Term of an exchange | <exchangeTermMonths: number_input value> | = 24 | 1 to 60 · default 24 months
      Longest term of an exchange, extended | <exchangeCapMonths: number_input value> | = 60 | 1 to 60 · default 60 months
      Alerts before an exchange ends (calendar days) | <exchangeAlertCalendarDays: plain_text_input value> | = 90, 30 | 1 to 366, with commas, 6 at most; or “none” · default 90 days before, 30 days before
      Reminders are sent from | <sendFromHour: number_input value> | = 9 | 0 to 24 · default 9:00
      Reminders are sent until | <sendUntilHour: number_input value> | = 18 | 0 to 24 · default 18:00
      Lunch begins (no reminders) | <lunchFromHour: number_input value> | = 12 | 0 to 24 · default 12:00
      Lunch ends | <lunchUntilHour: number_input value> | = 13 | 0 to 24 · default 13:00
      Special points to the owners of a completed task | <completionPoints: radio_buttons value> | = false | of 2 | default not allowed
      Special points to each owner of a completed task | <completionPointsEach: number_input value> | = 50 | 1 to 100 · default 50 points"
    `);
  });

  test.each(GROUPS.flatMap((group) => LOCALES.map((locale) => [group, locale] as const)))(
    'of the %s, in %s, has a field for every key of the group and no other, and is sound',
    (group, locale) => {
      const view = policyView({ ...form, group, locale, faults: [...POLICY_KEYS, 'effective_from'] });
      expectSound(view);
      expect(view.private_metadata).toBe(group);
      const inputs = view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
      expect(inputs).toEqual(['effective_from', ...POLICY_GROUPS[group]]);
      // What was at fault is said by its label.
      const { labels } = policyTextsOf(locale);
      for (const key of POLICY_KEYS) expect(outline(view)).toContain(`• ${labels[key]}: `);
    },
  );

  test('keeps what was typed, but for what Slack would not take as a beginning', () => {
    const typed = {
      effective_from: '2027-03-01',
      monthlyAllowance: '300',
      pointsPerGift: '-1',
      undoMinutes: '99999',
      sameDepartmentAllowed: 'true',
      departmentsMayReceive: 'perhaps',
    };
    const points = outline(policyView({ ...form, typed }));
    for (const [key, value] of Object.entries({
      effective_from: '2027-03-01',
      monthlyAllowance: '300',
      pointsPerGift: '10',
      undoMinutes: '10',
      sameDepartmentAllowed: 'true',
      departmentsMayReceive: 'true',
    }))
      expect(points).toMatch(new RegExp(`<${key}: \\w+ value> \\| = ${value} `));
    const tasks = outline(
      policyView({
        ...form,
        group: 'tasks',
        typed: { remindBeforeDays: '일주일', gradeScale: '\u0000', effective_from: 'x' },
      }),
    );
    expect(tasks).toContain('<remindBeforeDays: plain_text_input value> | = 일주일 |');
    expect(tasks).toContain('<gradeScale: plain_text_input value> | = 우수, 보통, 미흡 |');
    expect(tasks).toContain('= 2026-12-01 | of 12');
  });

  test('an empty list is shown by the word by which it is typed', () => {
    const current = { ...DEFAULT_POLICY, remindAfterDays: [] };
    for (const [locale, word] of [
      ['ko', '없음'],
      ['en', 'none'],
    ] as const)
      expect(outline(policyView({ ...form, group: 'tasks', current, locale }))).toContain(
        `<remindAfterDays: plain_text_input value> | = ${word} |`,
      );
  });

  test('whatever was typed, begins with what Slack takes', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer().map(String));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('effective_from', ...POLICY_KEYS), text),
        fc.constantFrom(...GROUPS),
        fc.array(fc.constantFrom<string>('effective_from', ...POLICY_KEYS)),
        (typed, group, faults) => {
          const view = policyView({ ...form, group, typed, faults });
          expectSound(view);
          for (const block of view.blocks) {
            if (!('element' in block) || block.element.type !== 'number_input') continue;
            const bounds = boundsOf(block.block_id as (typeof POLICY_KEYS)[number]);
            const value = Number(block.element.initial_value);
            expect(value).toBeGreaterThanOrEqual(bounds?.min ?? Number.NaN);
            expect(value).toBeLessThanOrEqual(bounds?.max ?? Number.NaN);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
