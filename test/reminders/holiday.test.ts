import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findCalendar } from '../../src/directory/holiday-store.ts';
import { keepHoliday } from '../../src/reminders/keep-holidays.ts';
import { lookUpHolidays } from '../../src/reminders/look-up-settings.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';

/** A Thursday. */
const NOW = seoul('2026-11-26 10:00:00.000');
const DAY = '2026-12-31';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

const keep = (
  who: PersonKey,
  holiday: boolean | undefined,
  more: { day?: string; reason?: string; now?: Date } = {},
) =>
  keepHoliday(
    gov.database,
    {
      actorId: gov.people[who].id,
      teamId: TEAM,
      day: more.day ?? DAY,
      holiday,
      reason: more.reason ?? '임시공휴일',
    },
    more.now ?? NOW,
  );
const stored = () => gov.rows('select day::text, holiday, name from holiday_override order by day');
const logged = () =>
  gov.rows<{ line: string }>(
    `select concat_ws(' | ', actor_id, action, subject, reason, origin) as line from access_log order by id`,
  );
const isWorked = async (day: string) => (await findCalendar(gov.database)).isWorkingDay(day);

describe('a day off for the government', () => {
  it('is set, counted by, listed and taken back, and the log has who and why', async () => {
    expect(await isWorked(DAY)).toBe(true);
    expect(await keep('operator', true)).toEqual({
      kind: 'set',
      holiday: { day: DAY, holiday: true, name: '임시공휴일' },
    });
    expect(await isWorked(DAY)).toBe(false);
    expect((await lookUpHolidays(gov.database, gov.people.haneul.id, NOW)).overrides).toEqual([
      { day: DAY, holiday: true, name: '임시공휴일' },
    ]);
    expect(await keep('operator', undefined)).toMatchObject({ kind: 'cancelled', names: [] });
    expect(await isWorked(DAY)).toBe(true);
    const { id } = gov.people.operator;
    expect((await logged()).map(({ line }) => line)).toEqual([
      `${id} | set_holiday | holiday:${DAY} | 쉼: 임시공휴일 | slack:${TEAM}`,
      `${id} | remove_holiday | holiday:${DAY} | 임시공휴일 | slack:${TEAM}`,
    ]);
  });

  it('may be worked on although the gazette has it off', async () => {
    expect(await isWorked('2026-12-25')).toBe(false);
    await keep('admin', false, { day: '2026-12-25', reason: '비상 근무' });
    expect(await isWorked('2026-12-25')).toBe(true);
    const page = await lookUpHolidays(gov.database, gov.people.admin.id, NOW);
    expect(page.gazette.map(({ day }) => day)).not.toContain('2026-12-25');
    expect(await keep('admin', undefined, { day: '2026-12-25' })).toMatchObject({
      kind: 'cancelled',
      names: ['기독탄신일'],
    });
  });

  it.each<[PersonKey, string]>([
    ['haneul', 'not_keeper'],
    ['cco', 'not_keeper'],
    ['auditor', 'not_keeper'],
    ['gone', 'not_keeper'],
    ['operator', 'set'],
    ['otherOperator', 'set'],
    ['admin', 'set'],
  ])('%s: %s', async (who, expected) => {
    const outcome = await keep(who, true);
    expect(outcome.kind === 'refused' ? outcome.refusals[0]?.reason : outcome.kind).toBe(expected);
    expect(await stored()).toHaveLength(expected === 'set' ? 1 : 0);
    expect(await logged()).toHaveLength(expected === 'set' ? 1 : 0);
    const page = await lookUpHolidays(gov.database, gov.people[who].id, NOW);
    expect(page.mayChange).toBe(expected === 'set');
  });

  it('is taken back by no one else either', async () => {
    await keep('operator', true);
    expect(await keep('haneul', undefined)).toMatchObject({ refusals: [{ reason: 'not_keeper' }] });
    expect(await stored()).toHaveLength(1);
  });

  it('counts the role of that moment', async () => {
    await gov.setRole(gov.people.operator, 'member');
    expect(await keep('operator', true)).toMatchObject({ refusals: [{ reason: 'not_keeper' }] });
  });

  it('said again is the same, and said at once too: one row, one line of the log', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => keep('operator', true)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['set']));
    await keep('otherOperator', true);
    expect(await stored()).toHaveLength(1);
    expect(await logged()).toHaveLength(1);
  });

  it('with another reason, or the other way round, replaces what was set', async () => {
    await keep('operator', true);
    await keep('operator', true, { reason: '대통령 선거일' });
    expect(await stored()).toEqual([{ day: DAY, holiday: true, name: '대통령 선거일' }]);
    await keep('operator', false, { reason: '취소됨' });
    expect(await stored()).toEqual([{ day: DAY, holiday: false, name: '취소됨' }]);
    expect(await logged()).toHaveLength(3);
  });

  it.each([
    ['holiday_past', { day: '2026-11-25' }],
    ['holiday_unreadable', { day: '2026-13-01' }],
    ['holiday_far', { day: '2062-12-31' }],
    ['holiday_weekend', { day: '2026-12-26' }],
    ['holiday_same', { day: '2026-12-25' }],
    ['holiday_reason_missing', { reason: ' \u200b ' }],
    ['holiday_reason_long', { reason: '가'.repeat(101) }],
  ])('is refused: %s', async (reason, more) => {
    expect(await keep('operator', true, more)).toMatchObject({ kind: 'refused', refusals: [{ reason }] });
    expect(await stored()).toEqual([]);
    expect(await logged()).toEqual([]);
  });

  it('that is over can be neither set nor taken back, by the day in Seoul', async () => {
    await keep('operator', true);
    // Still the 31st in London, no more in Seoul.
    const after = seoul('2027-01-01 00:00:00.000');
    expect(await keep('operator', undefined, { now: after })).toMatchObject({
      refusals: [{ reason: 'holiday_past', today: '2027-01-01' }],
    });
    expect(await keep('operator', undefined, { now: seoul('2026-12-31 23:59:59.999') })).toMatchObject({
      kind: 'cancelled',
    });
    expect(await keep('operator', undefined)).toMatchObject({ refusals: [{ reason: 'holiday_not_set' }] });
  });
});

describe('the list', () => {
  it('has a year of the gazette ahead, in order', async () => {
    const { gazette, unknownYears } = await lookUpHolidays(gov.database, gov.people.haneul.id, NOW);
    const days = gazette.map(({ day }) => day);
    expect(days.slice(0, 2)).toEqual(['2026-12-25', '2027-01-01']);
    // Seollal of 2027 with its neighbours; the last one is within a year.
    expect(days).toEqual(expect.arrayContaining(['2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09']));
    expect(days).toEqual([...days].sort());
    expect((days.at(-1) ?? '') <= '2027-11-26').toBe(true);
    expect(unknownYears).toEqual([]);
  });

  it('warns of a year whose holidays nobody knows yet', async () => {
    const at = (now: string) => lookUpHolidays(gov.database, gov.people.operator.id, seoul(now));
    expect((await at('2026-12-31 10:00:00.000')).unknownYears).toEqual([]);
    expect((await at('2027-01-02 10:00:00.000')).unknownYears).toEqual([2028]);
    expect((await at('2029-06-01 10:00:00.000')).unknownYears).toEqual([2029, 2030]);
  });
});
