import { beforeAll, describe, expect, it } from 'vitest';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { renderCandidates, renderEvidence } from '../../src/reports/candidates-messages.ts';
import { renderDepartment, renderSheet } from '../../src/reports/department-messages.ts';
import { lookUpCandidates, lookUpEvidence } from '../../src/reports/look-up-candidates.ts';
import { lookUpDepartment, lookUpSheet } from '../../src/reports/look-up-departments.ts';
import type { AskedPeriod } from '../../src/reports/periods.ts';
import { outline } from '../points/outline.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import { log, seedReports } from './seed-reports.ts';

const NOW = seoul('2027-01-05 10:01:00');
const YEAR: AskedPeriod = { kind: 'year', year: 2026 };

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  await seedReports(gov);
  const { database } = gov;
  await closeDays(database, { now: seoul('2027-01-01 00:15:00'), log });
  await lapseAllowances(database, { now: seoul('2027-01-01 00:15:00'), log });
  expect(await archiveYears(database, { log })).toEqual({ archived: [2026] });
  const number = await gov.value<number>(
    'select id::int from gift where giver_id = $1 and recipient_id = $2 order by id limit 1',
    [gov.people.jiu.id, gov.people.haneul.id],
  );
  const taken = { requestKey: 'late-1', teamId: TEAM, number, actorId: gov.people.operator.id };
  const reversal = await reverseGift(
    database,
    { ...taken, reason: '잘못 보냄' },
    seoul('2027-01-04 10:00:00'),
  );
  if (reversal.kind !== 'reversed') throw new Error(JSON.stringify(reversal));
  return () => gov.close();
});

const deps = () => ({ database: gov.database, log, now: () => NOW });
const operator = () => ({ officialId: gov.people.operator.id, teamId: TEAM });
function got<T extends object>(page: T): Exclude<T, { refusals: unknown } | { choices: unknown }> {
  if ('refusals' in page || 'choices' in page) throw new Error(JSON.stringify(page));
  return page as Exclude<T, { refusals: unknown } | { choices: unknown }>;
}
const ask = (period: AskedPeriod | { from: string; until: string }) => ({
  agency: undefined,
  purpose: 'special_step' as const,
  period,
  position: undefined,
  page: 0,
});
const list = async (period: Parameters<typeof ask>[0]) =>
  got(await lookUpCandidates(deps(), operator(), ask(period)));

describe('of an archived year (제8조④)', () => {
  it('a list says until when what was taken back is left out, and that it is as of the year’s close', async () => {
    const page = await list(YEAR);
    const closed = page.reach.parts[0]?.position;
    expect(closed).toBeLessThan(page.reach.position);
    const ko = outline(renderCandidates(page, 'ko'));
    expect(ko).toContain('2026년 12월 31일까지 되돌린 것은 세지 않고');
    expect(ko).toContain(
      `2026년 12월 31일 마감 기준 · 장부 위치 ${closed} · 보관한 기록이어서 더는 바뀌지 않습니다.`,
    );
    expect(ko).not.toContain('10:01');
    const en = outline(renderCandidates(page, 'en'));
    expect(en).toContain('What was taken back by 31 December 2026 does not count');
    expect(en).toContain(`As of the end of 31 December 2026 · ledger position ${closed} · archived`);
  });

  it('the gift that was taken back after it counts and is marked, and no other', async () => {
    const asked = { ...ask(YEAR), officialId: gov.people.haneul.id };
    const page = got(await lookUpEvidence(deps(), operator(), asked));
    const marked = page.evidence.entries.filter(({ takenBackLater }) => takenBackLater !== undefined);
    expect(marked).toMatchObject([{ day: '2026-11-18', takenBackLater: '2027-01-04' }]);
    const ko = outline(renderEvidence(page, 'ko'));
    expect(ko.match(/정지우.* · 이후 되돌림\(2027년 1월 4일\)/g)).toHaveLength(1);
    expect(ko).toContain('2026년 12월 31일 마감 기준');
    expect(outline(renderEvidence(page, 'en'))).toContain(' · taken back later (4 January 2027)');
  });

  it('a period that goes on into a running year says it of the archived part alone', async () => {
    const mixed = await list({ from: '2026-12-01', until: '2027-12-01' });
    const ko = outline(renderCandidates(mixed, 'ko'));
    expect(ko).toContain('되돌린 것(보관한 2026년의 것은 2026년 12월 31일까지 되돌린 것)은 세지 않고');
    expect(ko).toContain('2027년 1월 5일 10:01 기준');
    expect(outline(renderCandidates(mixed, 'en'))).toContain(
      '(of 2026, which is archived, by 31 December 2026)',
    );
  });

  it('a sheet says the same of its points by agency; one of a running year, until today', async () => {
    const sheet = async (period: AskedPeriod) =>
      got(await lookUpSheet(deps(), operator(), { department: { id: gov.departments.hr }, period }));
    const [old, running] = [await sheet(YEAR), await sheet({ kind: 'year', year: 2027 })];
    // Taken back in January, it is still among what the year's department did for others.
    expect(old.weHelped).toContainEqual({ agency: '행안부', points: 20, gifts: 2 });
    expect(outline(renderSheet(old, 'ko'))).toContain(
      '기관별 점수는 2026년 12월 31일 마감 기준이며 그때까지 되돌린 것을 뺐습니다.',
    );
    expect(outline(renderSheet(old, 'en'))).toContain(
      'Points by agency are as of the end of 31 December 2026, without what was taken back by then.',
    );
    expect(outline(renderSheet(running, 'ko'))).toContain('기관별 점수는 오늘까지이며 되돌린 것을 뺐습니다.');
  });
});

describe('footers name the year, as a page may be read in another one', () => {
  it('on what is not fixed yet', async () => {
    const page = got(
      await lookUpDepartment(deps(), operator(), {
        department: { id: gov.departments.hr },
        month: '2027-01',
      }),
    );
    expect(outline(renderDepartment(page, 'ko'))).toContain('확정 전 점수는 2027년 1월 5일 10:01 기준');
    expect(outline(renderDepartment(page, 'en'))).toContain('as of 5 January 2027, 10:01 KST');
  });
});
