import { beforeAll, describe, expect, it } from 'vitest';
import { renderCandidates, renderEvidence } from '../../src/reports/candidates-messages.ts';
import { changeCriteria, lookUpCriteria } from '../../src/reports/change-criteria.ts';
import { criteriaView, renderCriteria, typedFrom } from '../../src/reports/criteria-messages.ts';
import { renderDay, renderDepartment, renderSheet } from '../../src/reports/department-messages.ts';
import { type AskedList, lookUpCandidates, lookUpEvidence } from '../../src/reports/look-up-candidates.ts';
import { lookUpDay, lookUpDepartment, lookUpSheet } from '../../src/reports/look-up-departments.ts';
import { renderChoice, renderRefusals } from '../../src/reports/messages.ts';
import { DEFAULT_CRITERIA } from '../../src/reports/rules.ts';
import { buttonsOf, expectSound, outline } from '../points/outline.ts';
import { openTestGovernment, type PersonKey, TEAM, type TestGovernment } from '../support/government.ts';
import { log, NOW, seedReports } from './seed-reports.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  await seedReports(gov);
  return () => gov.close();
});

const deps = () => ({ database: gov.database, log, now: () => NOW });
const as = (who: PersonKey) => ({ officialId: gov.people[who].id, teamId: TEAM });
const ask: AskedList & { page: number } = {
  agency: undefined,
  purpose: 'special_step',
  period: undefined,
  position: undefined,
  page: 0,
};

function got<T>(page: T | { refusals: unknown }): Exclude<T, { refusals: unknown }> {
  if (typeof page === 'object' && page !== null && 'refusals' in page) throw new Error(JSON.stringify(page));
  return page as Exclude<T, { refusals: unknown }>;
}
/** The ids of a button's value differ between databases; the rest of the page does not. */
const shown = (rendered: { text?: string; blocks: readonly unknown[] }) => {
  expectSound(rendered);
  return outline(rendered).replace(/ = [^\]\n]+\]/g, ']');
};

describe('candidates (제11조)', () => {
  it('with the rules used, special points apart, who moved or left marked; it decides nothing', async () => {
    const page = got(await lookUpCandidates(deps(), as('operator'), ask));
    expect(shown(renderCandidates(page, 'ko'))).toMatchInlineSnapshot(`
      "*특별승급 후보 · 중기부*
      2026년 · 4명
      *쓴 기준* 한 해 동안 받은 포인트가 많은 순서로 5위까지 · 기본값(기관이 따로 정하지 않았습니다)
      1위 *김하늘* (인력정책과) *30점*
      특별 50점(따로) · 상대 2명(다른 기관 2곳)
      [근거 → candidate_evidence:0]
      공동 2위 *강혁신* (창업정책과) *10점*
      상대 1명(다른 기관 1곳) · 지금은 퇴직했거나 소속 없음
      [근거 → candidate_evidence:1]
      공동 2위 *박운영* (창업정책과) *10점*
      상대 1명(다른 기관 1곳)
      [근거 → candidate_evidence:2]
      공동 2위 *이서준* (인력정책과) *10점*
      상대 1명(다른 기관 1곳) · 지금은 다른 기관(행안부)
      [근거 → candidate_evidence:3]
      [이전 기간 → candidates:before] [포상 후보 → candidates:award] [기준 보기 → report_criteria]
        *이 목록은 순위를 보고할 뿐 아무것도 결정하지 않습니다.*
        특별협업포인트는 순위에 넣지 않고 따로 보입니다(제9조). 되돌린 것은 세지 않고, 비공개로 바꾼 메시지의 점수는 셉니다. 부서 앞으로 온 것은 개인에게 세지 않습니다.
        2026년 11월 25일 10:00 기준 · 장부 위치 15"
    `);
    expect(shown(renderCandidates(page, 'en'))).toMatchInlineSnapshot(`
      "*Candidates for special step increase · 중기부*
      2026 · 4 people
      *Rules used* most points received in a year, down to rank 5 · the default (the agency has set none)
      1. *김하늘* (인력정책과) *30 points*
      special 50 (apart) · 2 counterparts (2 other agencies)
      [Evidence → candidate_evidence:0]
      2= *강혁신* (창업정책과) *10 points*
      1 counterpart (1 other agency) · has left or holds no post now
      [Evidence → candidate_evidence:1]
      2= *박운영* (창업정책과) *10 points*
      1 counterpart (1 other agency)
      [Evidence → candidate_evidence:2]
      2= *이서준* (인력정책과) *10 points*
      1 counterpart (1 other agency) · now in another agency (행안부)
      [Evidence → candidate_evidence:3]
      [Period before → candidates:before] [Candidates for award → candidates:award] [Show the criteria → report_criteria]
        *This list reports ranks; it decides nothing.*
        Special points are in no rank and shown apart (Article 9). What was taken back does not count; points of private messages do. Gifts to a department are nobody’s own.
        As of 25 November 2026, 10:00 KST · ledger position 15"
    `);
  });

  it('of both kinds, added up', async () => {
    const page = got(await lookUpCandidates(deps(), as('operator'), { ...ask, purpose: 'award' }));
    page.inForce = {
      criteria: {
        cut: { by: 'threshold', points: 10 },
        counted: ['received', 'sent'],
        span: { fromMonth: 12, toMonth: 11 },
      },
      decided: { effectiveFrom: '2026-11-01', by: '박운영' },
      changedWithin: true,
    };
    page.ownPeriod = true;
    expect(shown(renderCandidates(page, 'ko')).split('\n').slice(0, 8).join('\n')).toMatchInlineSnapshot(`
      "*포상 후보 · 중기부*
      2026년 하반기 · 4명
      *쓴 기준* 전년 12월부터 11월까지 받은·보낸 포인트를 더한 점수가 10점 이상 · 2026년 11월 1일부터, 박운영 정함
      기준이 이 기간 중인 2026년 11월 1일에 바뀌었습니다.
      기준의 기간(전년 12월부터 11월까지)이 아니라 적어 주신 기간으로 셌습니다.
      1위 *김하늘* (인력정책과) *30점*
      받음 30점 · 보냄 0점 · 특별 50점(따로) · 상대 2명(다른 기관 2곳)
      [근거 → candidate_evidence:0]"
    `);
    expect(shown(renderCandidates(page, 'en')).split('\n').slice(0, 8).join('\n')).toMatchInlineSnapshot(`
      "*Candidates for award · 중기부*
      second half of 2026 · 4 people
      *Rules used* at least 10 points in December of the year before to November (points received and sent, added up) · since 1 November 2026, set by 박운영
      The rules changed within this period, on 1 November 2026.
      Counted over the period you asked for, not over that of the rules (December of the year before to November).
      1. *김하늘* (인력정책과) *30 points*
      received 30 points · sent 0 points · special 50 (apart) · 2 counterparts (2 other agencies)
      [Evidence → candidate_evidence:0]"
    `);
  });

  it('and the gifts behind a line, whose sum is the line; a private message stays private', async () => {
    const asked = { ...ask, officialId: gov.people.haneul.id };
    const page = got(await lookUpEvidence(deps(), as('operator'), asked));
    expect(shown(renderEvidence(page, 'ko'))).toMatchInlineSnapshot(`
      "*김하늘 · 특별승급 후보의 근거*
      2026년 · 4건
      받음 30점 = 30점 · 특별 50점(따로)
      *쓴 기준* 한 해 동안 받은 포인트가 많은 순서로 5위까지 · 기본값(기관이 따로 정하지 않았습니다)
      11월 25일(수) 받음 ← *조민준* (서울시 교통정책과) 10점 · 번호 15
      > 자료를 찾아 주셔서 고맙습니다.
      11월 20일(금) 특별협업포인트 50점 · 번호 11
      > 국정과제 자료 지원
      11월 18일(수) 받음 ← *조민준* (서울시 교통정책과) 10점 · 번호 4
      비공개로 바꾼 메시지입니다. 점수는 그대로 셉니다.
      11월 18일(수) 받음 ← *정지우* (행안부 협업정책과) 10점 · 번호 2
      > 합동 점검 자료를 하루 만에 찾아 주셔서 고맙습니다.
      [목록으로 → candidates:back]
        2026년 11월 25일 10:00 기준 · 장부 위치 15"
    `);
    expect(shown(renderEvidence(page, 'en'))).toMatchInlineSnapshot(`
      "*김하늘 · evidence, special step increase*
      2026 · 4 entries
      received 30 = 30 points · special 50 (apart)
      *Rules used* most points received in a year, down to rank 5 · the default (the agency has set none)
      Wed, 25 November received ← *조민준* (서울시 교통정책과) 10 points · no. 15
      > 자료를 찾아 주셔서 고맙습니다.
      Fri, 20 November special points 50 points · no. 11
      > 국정과제 자료 지원
      Wed, 18 November received ← *조민준* (서울시 교통정책과) 10 points · no. 4
      This message was made private. Its points count all the same.
      Wed, 18 November received ← *정지우* (행안부 협업정책과) 10 points · no. 2
      > 합동 점검 자료를 하루 만에 찾아 주셔서 고맙습니다.
      [Back to the list → candidates:back]
        As of 25 November 2026, 10:00 KST · ledger position 15"
    `);
  });

  it('of nobody', async () => {
    const page = got(
      await lookUpCandidates(deps(), as('operator'), { ...ask, period: { kind: 'year', year: 2025 } }),
    );
    expect(shown(renderCandidates(page, 'ko'))).toContain('이 기간에는 기준에 드는 분이 없습니다.');
  });
});

describe('a department', () => {
  it('day by day (제8조②③): fixed, corrected, and not fixed yet', async () => {
    const page = got(
      await lookUpDepartment(deps(), as('operator'), {
        department: { name: '인력정책과' },
        month: undefined,
      }),
    );
    if ('choices' in page) throw new Error('a choice');
    expect(shown(renderDepartment(page, 'ko'))).toMatchInlineSnapshot(`
      "*중기부 인력정책과 · 2026년 11월 부서 점수*
      *합계(정정 포함)* 받음 30 · 보냄 10 · 특별 50
      　정정 받음 −10점
      *11월 18일(수)* 받음 20 · 보냄 0 · 2명
      *11월 19일(목)* 받음 10 · 보냄 10 · 2명
      *11월 20일(금)* 받음 0 · 보냄 0 · 특별 50 · 2명
      *11월 23일(월)* 받음 10 · 보냄 0 · 2명
      *11월 24일(화)* 받음 0 · 보냄 0 · 2명
      　정정 받음 −10점
      *아직 확정 전*
      *11월 25일(수)* 받음 10 · 보냄 0 · 1명
      확정 전 점수는 2026년 11월 25일 10:00 기준이며 바뀔 수 있습니다.

      [이전 달 → department_month:before] [실적표 → performance:sheet]
        정정은 이미 확정된 날의 포인트를 나중에 되돌린 것이며, 되돌린 날에 적습니다. 확정된 날은 바뀌지 않습니다(제8조②③).
        2026년 11월 24일까지 확정 · 장부 위치 13"
    `);
    expect(shown(renderDepartment(page, 'en'))).toMatchInlineSnapshot(`
      "*중기부 인력정책과 · points of November 2026*
      *Sum, corrections included* received 30 · sent 10 · special 50
      　Corrections received −10
      *Wed, 18 November* received 20 · sent 0 · 2 members
      *Thu, 19 November* received 10 · sent 10 · 2 members
      *Fri, 20 November* received 0 · sent 0 · special 50 · 2 members
      *Mon, 23 November* received 10 · sent 0 · 2 members
      *Tue, 24 November* received 0 · sent 0 · 2 members
      　Corrections received −10
      *Not fixed yet*
      *Wed, 25 November* received 10 · sent 0 · 1 member
      What is not fixed is as of 25 November 2026, 10:00 KST and may still change.

      [Previous month → department_month:before] [Performance sheet → performance:sheet]
        A correction is what was taken back later of a day that was fixed, on the day it was taken back: fixed days never move (Article 8②③).
        Fixed through 24 November 2026 · ledger position 13"
    `);
  });

  it('and the acts behind a day', async () => {
    const day = (on: string) =>
      lookUpDay(deps(), as('operator'), { departmentId: gov.departments.hr, day: on, page: 0 });
    expect(shown(renderDay(got(await day('2026-11-19')), 'ko'))).toMatchInlineSnapshot(`
      "*중기부 인력정책과 · 2026년 11월 19일의 근거*
      2건
      *이서준* 받음 ← 정지우 (행안부 협업정책과) +10점 · 번호 5
      > 자료를 찾아 주셔서 고맙습니다.
      *김하늘* 보냄 → 정지우 (행안부 협업정책과) +10점 · 번호 9
      > 회의실을 &lt;내어&gt; ∗주셔서∗ 고맙습니다 &amp; 또 뵙겠습니다.
      [그 달로 → department_month:back]
        확정된 날 · 장부 위치 12까지"
    `);
    expect(shown(renderDay(got(await day('2026-11-24')), 'ko'))).toMatchInlineSnapshot(`
      "*중기부 인력정책과 · 2026년 11월 24일의 근거*
      1건
      *이서준* 받음 ← 조민준 (서울시 교통정책과) −10점 · 정정 · 번호 12
      > 잘못 보내게 될 감사의 말입니다.
      [그 달로 → department_month:back]
        확정된 날 · 장부 위치 13까지"
    `);
    expect(shown(renderDay(got(await day('2026-11-24')), 'en'))).toMatchInlineSnapshot(`
      "*중기부 인력정책과 · evidence of 24 November 2026*
      1 entry
      *이서준* received ← 조민준 (서울시 교통정책과) −10 · Corrections · no. 12
      > 잘못 보내게 될 감사의 말입니다.
      [Back to the month → department_month:back]
        A fixed day · ledger position 13"
    `);
    // 제10조: what an operator made private is private here too; its points count.
    const eighteenth = shown(renderDay(got(await day('2026-11-18')), 'ko'));
    expect(eighteenth).toContain('비공개로 바꾼 메시지입니다.');
    expect(eighteenth).not.toContain('개인정보가 들어 있는');
    expect(shown(renderDay(got(await day('2026-11-22')), 'ko'))).toContain(
      '이 날에는 주고받은 포인트가 없습니다.',
    );
  });

  it('as the sheet of its head’s performance contract (제12조)', async () => {
    const page = got(
      await lookUpSheet(deps(), as('operator'), {
        department: { name: '인력정책과' },
        period: { kind: 'half', year: 2026, half: 2 },
      }),
    );
    if ('choices' in page) throw new Error('a choice');
    expect(shown(renderSheet(page, 'ko'))).toMatchInlineSnapshot(`
      "*부서 협업포인트 실적 · 중기부 인력정책과*
      2026년 하반기 · 부서원 1명(11월 25일)
      *부서장* 김하늘(인력정책과장, 서기관)
      직무성과계약 참고 자료(제12조). 점수와 순위를 보고할 뿐 평가하거나 결정하지 않습니다.
      *합계(정정 포함)* 받음 30 · 보냄 10 · 특별 50
      　정정 받음 −10점

      *달마다(확정된 날의 합)*
      11월 받음 40 · 보냄 10 · 특별 50
      　정정 받음 −10점
      적지 않은 달은 0점입니다.
      *아직 확정 전*
      *11월 25일(수)* 받음 10 · 보냄 0 · 1명
      확정 전 점수는 2026년 11월 25일 10:00 기준이며 바뀔 수 있습니다.
      *순위(확정된 날 기준)*
      받은 포인트: 기관 1위(점수가 있는 2개 부서 가운데) · 전체 1위(점수가 있는 3개 부서 가운데)
      보낸 포인트: 기관 1위(점수가 있는 1개 부서 가운데) · 전체 공동 2위(점수가 있는 3개 부서 가운데)
      *우리를 도운 기관* 행안부 10점(1번)
      *우리가 도운 기관* 행안부 20점(2번), 서울시 20점(2번)
      [11월 근거 → department_month:2026-11] [이전 기간 → performance:before]
        정정은 이미 확정된 날의 포인트를 나중에 되돌린 것이며, 되돌린 날에 적습니다. 확정된 날은 바뀌지 않습니다(제8조②③).
        2026년 11월 24일까지 확정 · 장부 위치 13
        기관별 점수는 오늘까지이며 되돌린 것을 뺐습니다. /협업 순위는 되돌린 것을 준 달에서 빼므로 이 표와 다를 수 있습니다. 특별협업포인트는 따로 셉니다(제9조)."
    `);
    expect(shown(renderSheet(page, 'en'))).toMatchInlineSnapshot(`
      "*Department’s performance in points · 중기부 인력정책과*
      second half of 2026 · 1 member (25 November)
      *Head* 김하늘 (인력정책과장, 서기관)
      For a head’s performance contract (Article 12). It reports points and ranks; it neither grades nor decides.
      *Sum, corrections included* received 30 · sent 10 · special 50
      　Corrections received −10

      *By month (sums of fixed days)*
      November received 40 · sent 10 · special 50
      　Corrections received −10
      No points in the other months.
      *Not fixed yet*
      *Wed, 25 November* received 10 · sent 0 · 1 member
      What is not fixed is as of 25 November 2026, 10:00 KST and may still change.
      *Ranks, by fixed days*
      received: in the agency 1 of 2 departments with points · government-wide 1 of 3 departments with points
      sent: in the agency 1 of 1 department with points · government-wide 2= of 3 departments with points
      *Agencies that helped us* 행안부 10 points (1 gift)
      *Agencies that we helped* 행안부 20 points (2 gifts), 서울시 20 points (2 gifts)
      [November evidence → department_month:2026-11] [Period before → performance:before]
        A correction is what was taken back later of a day that was fixed, on the day it was taken back: fixed days never move (Article 8②③).
        Fixed through 24 November 2026 · ledger position 13
        Points by agency are until today, without what was taken back. Rankings take what was taken back off the month it was given in, so they may differ from this sheet. Special points are counted apart (Article 9)."
    `);
  });

  it('of a whole year keeps within Slack’s limits', async () => {
    const page = got(
      await lookUpSheet(deps(), as('operator'), { department: { name: '인력정책과' }, period: undefined }),
    );
    if ('choices' in page) throw new Error('a choice');
    const figures = {
      received: 123_456,
      sent: 123_456,
      special: 2_000,
      receivedCorrection: -123_456,
      sentCorrection: -123_456,
      specialCorrection: -2_000,
    };
    const months = Array.from({ length: 12 }, (_, at) => ({
      month: `2026-${String(at + 1).padStart(2, '0')}`,
      ...figures,
    }));
    expectSound(renderSheet({ ...page, months }, 'ko'));
    const days = Array.from({ length: 31 }, (_, at) => ({
      day: `2026-10-${String(at + 1).padStart(2, '0')}`,
      members: 1_234,
      ...figures,
    }));
    expectSound(renderDepartment({ ...page, fixed: days, running: days }, 'ko'));
    expectSound(renderDepartment({ ...page, fixed: days, running: [] }, 'en'));
  });

  it('one of several of the name is chosen by a button', async () => {
    await gov.addDepartment('interior', '인력정책과');
    await gov.transfer(gov.people.auditor, 'welfare', '2026-11-25');
    const page = got(
      await lookUpSheet(deps(), as('auditor'), { department: { name: '인력정책과' }, period: undefined }),
    );
    if (!('choices' in page)) throw new Error('no choice');
    expect(shown(renderChoice(page, 'sheet', 'ko'))).toMatchInlineSnapshot(`
      "*같은 이름의 부서가 여럿입니다. 어느 부서입니까?*
      [인력정책과 · 중기부 → performance:choice0] [인력정책과 · 행안부 → performance:choice1]"
    `);
    expect(buttonsOf(renderChoice(page, 'month', 'ko')).map(({ value }) => value)).toContain(
      `${gov.departments.hr}:2026-01`,
    );
    await gov.transfer(gov.people.auditor, 'startup', '2026-11-26');
  });
});

describe('criteria', () => {
  it('in words, with who set them and since when, and what comes later', async () => {
    const typed = {
      by: 'threshold',
      number: '100',
      counted: ['received', 'sent'],
      span: 'months',
      months: '12-11',
      effectiveFrom: '2026-12-01',
    };
    const changed = await changeCriteria(gov.database, as('operator'), { purpose: 'award', typed }, NOW);
    expect(changed.kind).toBe('changed');
    const page = got(await lookUpCriteria(gov.database, as('operator'), undefined, NOW));
    expect(shown(renderCriteria(page, 'ko'))).toMatchInlineSnapshot(`
      "*후보 기준 · 중기부*
      *특별승급*
      한 해 동안 받은 포인트가 많은 순서로 5위까지 · 기본값(기관이 따로 정하지 않았습니다)
      *포상*
      반기 동안 받은 포인트가 많은 순서로 10위까지 · 기본값(기관이 따로 정하지 않았습니다)
      2026년 12월 1일부터: 전년 12월부터 11월까지 받은·보낸 포인트를 더한 점수가 100점 이상 (박운영 정함)
      [특별승급 기준 바꾸기 → edit_criteria:special_step] [포상 기준 바꾸기 → edit_criteria:award] [특별승급 후보 → open_candidates:special_step] [포상 후보 → open_candidates:award]
        기준은 2026년 12월 1일 이후의 매월 1일부터 바뀌고 거슬러 적용되지 않습니다. 끝난 기간은 그 마지막 날의 기준으로 남습니다.
        *이 목록은 순위를 보고할 뿐 아무것도 결정하지 않습니다.*"
    `);
    expect(shown(renderCriteria(page, 'en'))).toMatchInlineSnapshot(`
      "*Criteria for candidates · 중기부*
      *special step increase*
      most points received in a year, down to rank 5 · the default (the agency has set none)
      *award*
      most points received in half a year, down to rank 10 · the default (the agency has set none)
      From 1 December 2026: at least 100 points in December of the year before to November (points received and sent, added up) (set by 박운영)
      [Change: special step increase → edit_criteria:special_step] [Change: award → edit_criteria:award] [Candidates for special step increase → open_candidates:special_step] [Candidates for award → open_candidates:award]
        Criteria change from the first of a month, 1 December 2026 at the earliest, and never backwards. A period that is over keeps those of its last day.
        *This list reports ranks; it decides nothing.*"
    `);
    expect(outline(renderCriteria({ ...page, mayChange: false }, 'ko'))).not.toContain('edit_criteria');
  });

  it('in a dialog that says all that is wrong, and keeps what was typed', () => {
    const typed = {
      ...typedFrom(DEFAULT_CRITERIA.award, '2026-12-01'),
      number: '7',
      months: '3-10',
      span: 'months',
    };
    const view = criteriaView(
      {
        purpose: 'award',
        earliest: '2026-12-01',
        typed,
        refusals: [{ reason: 'criteria_counted' }, { reason: 'criteria_months' }],
      },
      'ko',
    );
    expectSound(view as never);
    expect(outline(view as never)).toMatchInlineSnapshot(`
      "*바꾸지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
      • 세는 포인트를 하나 이상 골라 주십시오.
      • 달을 3-10처럼 1부터 12까지의 숫자 둘로 적어 주십시오. 12-11은 전년 12월부터입니다.
      포상 후보 목록을 만드는 기준입니다. 목록은 순위를 보고할 뿐 아무것도 결정하지 않으며, 누가 언제 정했는지 함께 보입니다.
      적용일 | <effective_from: static_select value> | = 2026-12-01 | of 12 | 매월 1일부터 적용됩니다.
      자르는 방법 | <by: radio_buttons value> | = top | of 2
      몇 위까지 또는 몇 점 이상 | <number: number_input value> | = 7 | 순위는 1~500, 점수는 1~100,000. 동점은 모두 싣습니다.
      세는 포인트 | <counted: checkboxes value> | of 2 | 둘 다 고르면 더합니다. 특별협업포인트는 언제나 따로입니다(제9조).
      기간 | <span: radio_buttons value> | = months | of 3
      달(기간이 몇 월부터 몇 월까지일 때) | <months: plain_text_input value> | = 3-10 | 예: 3-10. 12-11은 전년 12월부터 그해 11월까지입니다."
    `);
    expectSound(criteriaView({ purpose: 'special_step', earliest: '2026-12-01', typed }, 'en') as never);
  });
});

it('every refusal says why and what to do, in both languages', () => {
  const all = [
    { reason: 'not_entitled' },
    { reason: 'other_agency' },
    { reason: 'other_department' },
    { reason: 'other_agency_department' },
    { reason: 'gifts_not_entitled' },
    { reason: 'agency_missing' },
    { reason: 'agency_unknown', name: '없는부' },
    { reason: 'department_missing' },
    { reason: 'department_unknown', name: '인력정채과', nearest: '인력정책과' },
    { reason: 'department_unknown', name: '무엇과', nearest: undefined },
    { reason: 'period_unreadable', text: '2026-13' },
    { reason: 'period_future' },
    { reason: 'line_gone' },
    { reason: 'stale_button' },
    { reason: 'not_operator' },
    { reason: 'criteria_past', earliest: '2026-12-01' },
    { reason: 'criteria_number', by: 'top', max: 500 },
    { reason: 'criteria_number', by: 'threshold', max: 100_000 },
    { reason: 'criteria_counted' },
    { reason: 'criteria_months' },
  ] as const;
  expect(outline(renderRefusals(all, 'ko'))).toMatchInlineSnapshot(`
    "후보 목록은 그 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 필요하면 기관 운영자에게 문의해 주십시오.
    다른 기관의 자료는 볼 수 없습니다. 기관 이름 없이 /협업 후보라고 적으면 우리 기관의 목록이 보입니다.
    우리 부서의 실적만 볼 수 있습니다. 다른 부서의 점수는 /협업 순위 부서에서 확인하거나 그 기관의 운영자에게 문의해 주십시오.
    다른 기관의 자료는 볼 수 없습니다. 우리 기관의 부서를 적어 주십시오. 예: /협업 실적 인력정책과
    한 건씩의 근거는 그 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 필요하면 기관 운영자에게 문의해 주십시오.
    어느 기관인지 적어 주십시오. 예: /협업 후보 중기부 특별승급
    기관 없는부를 찾지 못했습니다. 정식 이름이나 줄임 이름으로 적어 주십시오.
    명부에 현재 소속이 없습니다. 부서 이름을 적어 주십시오. 예: /협업 부서 인력정책과
    부서 인력정채과를 찾지 못했습니다. 혹시 인력정책과를 찾으셨습니까?
    부서 무엇과를 찾지 못했습니다. 명부에 있는 이름대로 적어 주십시오.
    2026-13을 기간으로 읽지 못했습니다. 2026, 2026 상반기, 2026-11처럼 적어 주십시오. 부서 쪽은 한 달씩 보입니다.
    아직 시작하지 않은 기간입니다. 지난 기간이나 지금 기간을 적어 주십시오.
    그분은 이 목록에 없습니다. /협업 후보로 목록을 다시 열어 주십시오.
    단추의 내용을 읽지 못했습니다. 명령으로 다시 열어 주십시오.
    후보 기준은 그 기관의 운영자만 바꿀 수 있습니다. 기관 운영자에게 요청해 주십시오.
    이미 시작한 달의 기준은 바꿀 수 없습니다. 적용일을 2026년 12월 1일 이후의 매월 1일로 골라 주십시오.
    몇 위까지인지를 1부터 500까지의 숫자로 적어 주십시오.
    몇 점 이상인지를 1부터 100,000까지의 숫자로 적어 주십시오.
    세는 포인트를 하나 이상 골라 주십시오.
    달을 3-10처럼 1부터 12까지의 숫자 둘로 적어 주십시오. 12-11은 전년 12월부터입니다."
  `);
  expect(outline(renderRefusals(all, 'en'))).toMatchInlineSnapshot(`
    "Only operators and the CCO of the agency, and auditors, may see candidates. Please ask your operator.
    You cannot see another agency’s data. Type /collab candidates without an agency for your own.
    You may see your own department’s record only. For others see /collab ranking department, or ask that agency’s operator.
    You cannot see another agency’s data. Please name a department of your own agency, as in /collab performance 인력정책과.
    Only operators and the CCO of the agency, and auditors, may see what is behind a day. Please ask your operator.
    Please name the agency, as in /collab candidates 중기부 step.
    There is no agency “없는부”. Please type its full or short name.
    The directory has no department for you. Please name one, as in /collab department 인력정책과.
    There is no department “인력정채과”. Did you mean 인력정책과?
    There is no department “무엇과”. Please type its name as the directory has it.
    “2026-13” is no period. Please type 2026, 2026 h1 or 2026-11. A department’s page is of one month.
    That period has not begun. Please name one that runs or is over.
    That person is not on this list. Please open it again by /collab candidates.
    That button could not be read. Please open it again by its command.
    Only operators of the agency may change its criteria. Please ask yours.
    A month that has begun keeps its criteria. Please choose the first of a month from 1 December 2026 on.
    Please give the last rank as a number from 1 to 500.
    Please give the least points as a number from 1 to 100,000.
    Please choose at least one kind of points.
    Please give the months as two numbers from 1 to 12, as in 3-10; 12-11 begins in December of the year before."
  `);
});
