import { beforeEach, describe, expect, it } from 'vitest';
import type { Month } from '../../src/calendar/seoul.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { lookUpDepartment, lookUpSheet } from '../../src/reports/look-up-departments.ts';
import type { AskedPeriod } from '../../src/reports/periods.ts';
import {
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { log } from './seed-reports.ts';

const NOW = seoul('2026-11-25 10:00:00');

let gov: TestGovernment;
beforeEach(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});

const deps = () => ({ database: gov.database, log, now: () => NOW });
const operator = () => ({ officialId: gov.people.operator.id, teamId: TEAM });
async function give(from: PersonKey, to: PersonKey, at: string): Promise<void> {
  const outcome = await givePoints(gov.database, giftOf(gov.people[from], gov.people[to]), seoul(at));
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
}
const runningOf = (page: object) =>
  'running' in page ? (page.running as Array<{ day: string }>).map(({ day }) => day) : page;
const month = async (of: Month) =>
  runningOf(
    await lookUpDepartment(deps(), operator(), { department: { id: gov.departments.hr }, month: of }),
  );
const sheet = async (period: AskedPeriod) =>
  runningOf(await lookUpSheet(deps(), operator(), { department: { id: gov.departments.hr }, period }));

describe('days that are not fixed', () => {
  it('before the first close, are those with anything, however old, and today', async () => {
    await give('jiu', 'haneul', '2026-03-04 10:00:00');
    await give('haneul', 'jiu', '2026-11-20 10:00:00');
    expect(await sheet({ kind: 'half', year: 2026, half: 1 })).toEqual(['2026-03-04']);
    expect(await sheet({ kind: 'year', year: 2026 })).toEqual(['2026-03-04', '2026-11-20', '2026-11-25']);
    expect(await sheet({ kind: 'year', year: 2025 })).toEqual([]);
    expect(await month('2025-01')).toEqual([]);
    expect(await month('2026-10')).toEqual([]);
    expect(await month('2026-11')).toEqual(['2026-11-20', '2026-11-25']);
  });

  it('after it, come after the last that is fixed: those with anything, and today', async () => {
    await give('jiu', 'haneul', '2026-10-26 10:00:00');
    await closeDays(gov.database, { now: seoul('2026-10-28 00:15:00'), log });
    await give('jiu', 'haneul', '2026-10-29 10:00:00');
    // Nothing on the last of October: that it is the last day of what was asked for makes it no day to show.
    expect(await month('2026-10')).toEqual(['2026-10-29']);
    expect(await month('2026-09')).toEqual([]);
    expect(await month('2026-11')).toEqual(['2026-11-25']);
  });
});
