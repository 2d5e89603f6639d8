import { describe, expect, test } from 'vitest';
import { policyValue, renderPolicy, renderPolicyChanged } from '../../src/points/policy-messages.ts';
import { policyTextsOf } from '../../src/points/texts.ts';
import { DEFAULT_POLICY, POLICY_GROUPS, POLICY_KEYS, type PolicyGroup } from '../../src/policy/policy.ts';
import { expectPostable, expectSound, outline } from './outline.ts';
import { everyRefusal } from './samples.ts';

const LOCALES = ['ko', 'en'] as const;
const page = {
  agencyName: '중기부',
  group: 'points' as PolicyGroup,
  current: DEFAULT_POLICY,
  upcoming: [
    {
      effectiveFrom: '2027-01-01',
      changes: { monthlyAllowance: 300, sameDepartmentAllowed: true, remindAfterDays: [] },
    },
    { effectiveFrom: '2027-02-01', changes: { sendUntilHour: 17 } },
  ],
  earliest: '2026-12-01',
};

describe('the rules of an agency (운영규정 제7조)', () => {
  test('of the points: numbers in force, those to come, and from when a change would hold', () => {
    expect(outline(renderPolicy(page, 'ko'))).toMatchInlineSnapshot(`
      "*중기부 협업포인트 기준*
      매월 기본 포인트: 200점
      한 번에 보내는 포인트: 10점
      같은 상대에게 한 달에 보내는 횟수: 2번
      같은 부서 동료에게 보내기: 허용하지 않음
      부서 앞으로 보내기: 허용
      감사의 말 최소 길이: 10자
      감사의 말 최대 길이: 300자
      보낸 분이 되돌릴 수 있는 시간: 10분
      특별협업포인트 한 해 총량: 2,000점
      특별협업포인트 한 사람 한도(한 번): 100점
      다른 운영자의 승인이 필요한 점수(초과): 200점
      *바뀔 예정*
      *2027년 1월 1일부터*
      매월 기본 포인트: 300점
      같은 부서 동료에게 보내기: 허용
      [!기준 바꾸기 → open_policy = points] [과제·교류·평가 기준 보기 → show_policy = tasks]
        지금 바꾸면 2026년 12월 1일부터 적용됩니다. 이미 시작한 달의 기준은 바뀌지 않습니다."
    `);
    expect(outline(renderPolicy(page, 'en'))).toMatchInlineSnapshot(`
      "*Rules of 중기부*
      Points to give each month: 200 points
      Points of one gift: 10 points
      Gifts a month to the same receiver: 2 times
      Gifts within a department: not allowed
      Gifts to a department: allowed
      Shortest message: 10 characters
      Longest message: 300 characters
      Time in which givers may take back: 10 minutes
      Special points a year: 2,000 points
      Special points to one person at a time: 100 points
      A second operator must approve above: 200 points
      *Decided for later*
      *From 1 January 2027*
      Points to give each month: 300 points
      Gifts within a department: allowed
      [!Change the rules → open_policy = points] [Rules of the tasks → show_policy = tasks]
        What you change now holds from 1 December 2026. Months that have begun keep their rules."
    `);
  });

  test('of tasks, exchanges, evaluations and reminders', () => {
    expect(outline(renderPolicy({ ...page, group: 'tasks' }, 'ko'))).toMatchInlineSnapshot(`
      "*중기부 과제·교류·평가 기준*
      정기 점검 간격: 3개월마다
      정기 점검 답변 기한(점검 기간이 끝난 뒤): 근무일 10일
      연말 평가 마감 월: 11월
      연말 평가 마감 일: 30일
      연말 평가를 여는 때(마감 전, 달력 일수): 30일 전
      평가 등급(높은 것부터): 우수, 보통, 미흡
      마감 전에 알리는 때(근무일): 7일 전, 3일 전, 1일 전, 당일
      마감 뒤에 알리는 때(근무일): 1일 뒤
      답변이 없을 때 CCO(혁신책임관)에게 알리는 때(마감 뒤): 근무일 3일
      오래 갱신하지 않은 과제를 알리는 간격: 근무일 14일
      동의 요청을 다시 알리는 때(근무일): 3일 뒤, 7일 뒤
      이견을 CCO(혁신책임관)끼리 협의하는 기간: 근무일 5일
      이견을 위원회에서 조정하는 기간: 근무일 10일
      이견 기한 전에 알리는 때(근무일): 2일 전, 당일
      인사교류 기본 기간: 24개월
      인사교류 최대 기간(연장 포함): 60개월
      인사교류가 끝나기 전에 알리는 때(달력 일수): 90일 전, 30일 전
      알림을 보내기 시작하는 시각: 9시
      알림을 그만 보내는 시각: 18시
      점심 시작(알림 쉼): 12시
      점심 끝: 13시
      완료한 과제의 담당자에게 특별협업포인트 주기: 허용하지 않음
      완료한 과제의 담당자 한 사람에게 주는 점수: 50점
      *바뀔 예정*
      *2027년 1월 1일부터*
      마감 뒤에 알리는 때(근무일): 없음
      *2027년 2월 1일부터*
      알림을 그만 보내는 시각: 17시
      [!기준 바꾸기 → open_policy = tasks] [협업포인트 기준 보기 → show_policy = points]
        지금 바꾸면 2026년 12월 1일부터 적용됩니다. 이미 시작한 달의 기준은 바뀌지 않습니다."
    `);
    expect(outline(renderPolicy({ ...page, group: 'tasks' }, 'en'))).toMatchInlineSnapshot(`
      "*Rules of 중기부 for tasks*
      Reviews are opened: every 3 months
      Reviews are due, after their period: 10 working days
      Month in which the year-end evaluation is due: month 11
      Day on which it is due: day 30
      It is opened (calendar days): 30 days before
      Grades, the best first: 우수, 보통, 미흡
      Reminders before a due day (working days): 7 days before, 3 days before, 1 day before, the day itself
      Reminders after a due day (working days): 1 day after
      The CCO(혁신책임관) hears of what is unanswered, after the due day: 3 working days
      Reminder of a task without an update, every: 14 working days
      Reminders of a consent asked for (working days): 3 days after, 7 days after
      Time of the CCOs(혁신책임관) for a dispute: 5 working days
      Time of the committee for a dispute: 10 working days
      Reminders before a dispute’s deadline (working days): 2 days before, the day itself
      Term of an exchange: 24 months
      Longest term of an exchange, extended: 60 months
      Alerts before an exchange ends (calendar days): 90 days before, 30 days before
      Reminders are sent from: 9:00
      Reminders are sent until: 18:00
      Lunch begins (no reminders): 12:00
      Lunch ends: 13:00
      Special points to the owners of a completed task: not allowed
      Special points to each owner of a completed task: 50 points
      *Decided for later*
      *From 1 January 2027*
      Reminders after a due day (working days): none
      *From 1 February 2027*
      Reminders are sent until: 17:00
      [!Change the rules → open_policy = tasks] [Rules of the points → show_policy = points]
        What you change now holds from 1 December 2026. Months that have begun keep their rules."
    `);
  });

  test.each(LOCALES)('name every key of the group, in %s, and no other', (locale) => {
    const { labels } = policyTextsOf(locale);
    const lines = (group: PolicyGroup) =>
      outline(renderPolicy({ ...page, upcoming: [], group }, locale)).split('\n');
    for (const key of POLICY_KEYS) {
      const of = (group: PolicyGroup) => lines(group).some((line) => line.startsWith(`${labels[key]}: `));
      expect([key, of('points'), of('tasks')]).toEqual([
        key,
        POLICY_GROUPS.points.includes(key),
        POLICY_GROUPS.tasks.includes(key),
      ]);
    }
    expect(new Set(Object.values(labels)).size).toBe(POLICY_KEYS.length);
  });

  test.each(LOCALES)('fit with a dozen changes to come, each of every value, in %s', (locale) => {
    const upcoming = Array.from({ length: 12 }, (_, index) => ({
      effectiveFrom: `2027-${String(index + 1).padStart(2, '0')}-01`,
      changes: DEFAULT_POLICY,
    }));
    for (const group of ['points', 'tasks'] as const)
      expectSound(renderPolicy({ ...page, group, agencyName: '<!here>*', upcoming }, locale));
    // This one is posted.
    expectPostable(
      renderPolicyChanged({ kind: 'changed', effectiveFrom: '2026-12-01', changes: DEFAULT_POLICY }, locale),
    );
  });

  test('of an agency without a name are those of one’s own', () => {
    expect(renderPolicy({ ...page, agencyName: '' }, 'ko').text).toBe('우리 기관 협업포인트 기준');
    expect(renderPolicy({ ...page, agencyName: '' }, 'en').text).toBe('Rules of your agency');
  });
});

test.each<[keyof typeof DEFAULT_POLICY, unknown, string, string]>([
  ['completionPoints', false, '허용하지 않음', 'not allowed'],
  [
    'remindBeforeDays',
    [7, 3, 1, 0],
    '7일 전, 3일 전, 1일 전, 당일',
    '7 days before, 3 days before, 1 day before, the day itself',
  ],
  ['remindAfterDays', [], '없음', 'none'],
  ['gradeScale', ['우수', '보통'], '우수, 보통', '우수, 보통'],
  ['sendFromHour', 9, '9시', '9:00'],
  ['evaluationDueMonth', 11, '11월', 'month 11'],
  ['specialPoolPerYear', 2_000, '2,000점', '2,000 points'],
  ['escalateAfterDays', 1, '근무일 1일', '1 working day'],
])('%s of %j reads %s, %s', (key, value, korean, english) => {
  expect(policyValue(policyTextsOf('ko'), key, value as never)).toBe(korean);
  expect(policyValue(policyTextsOf('en'), key, value as never)).toBe(english);
});

test('a change is confirmed with what changes, and refused in words', () => {
  const changed = { kind: 'changed', effectiveFrom: '2026-12-01' } as const;
  expect(
    [
      renderPolicyChanged({ ...changed, changes: { pointsPerGift: 20 } }, 'ko'),
      renderPolicyChanged({ ...changed, changes: { remindAfterDays: [2, 1], gradeScale: ['A', 'B'] } }, 'ko'),
      renderPolicyChanged({ ...changed, changes: {} }, 'ko'),
      renderPolicyChanged({ kind: 'refused', refusals: [everyRefusal.policy_values] }, 'ko'),
      renderPolicyChanged({ ...changed, changes: { completionPoints: true } }, 'en'),
    ]
      .map(outline)
      .join('\n\n'),
  ).toMatchInlineSnapshot(`
    "*2026년 12월 1일부터 기준이 바뀝니다.*
    한 번에 보내는 포인트: 20점

    *2026년 12월 1일부터 기준이 바뀝니다.*
    평가 등급(높은 것부터): A, B
    마감 뒤에 알리는 때(근무일): 2일 뒤, 1일 뒤

    *바뀌는 값이 없습니다.*

    허용 범위를 벗어난 값이 있습니다. 범위 안에서 고쳐 주십시오. (매월 기본 포인트, 보낸 분이 되돌릴 수 있는 시간)

    *The rules change on 1 December 2026.*
    Special points to the owners of a completed task: allowed"
  `);
});
