import { beforeAll, describe, expect, it } from 'vitest';
import { givePoints } from '../../src/points/give-points.ts';
import { changeCriteria, lookUpCriteria, openCriteria } from '../../src/reports/change-criteria.ts';
import { type AskedList, lookUpCandidates, lookUpEvidence } from '../../src/reports/look-up-candidates.ts';
import {
  type AskedDepartment,
  lookUpDay,
  lookUpDepartment,
  lookUpSheet,
} from '../../src/reports/look-up-departments.ts';
import {
  type AgencyKey,
  type DepartmentKey,
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { log, NOW, seedReports } from './seed-reports.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  await seedReports(gov);
  return () => gov.close();
});

let clock = NOW;
const deps = () => ({ database: gov.database, log, now: () => clock });
const as = (who: PersonKey) => ({ officialId: gov.people[who].id, teamId: TEAM });
const list = (agency: AskedList['agency'], more: Partial<AskedList> = {}): AskedList & { page: number } => ({
  agency,
  purpose: 'special_step',
  period: undefined,
  position: undefined,
  page: 0,
  ...more,
});

/** `own` sees, or the reasons of a refusal. */
const said = (page: object) =>
  'refusals' in page ? (page.refusals as Array<{ reason: string }>)[0]?.reason : 'seen';

const WHO: PersonKey[] = [
  'haneul',
  'jiu',
  'operator',
  'auditor',
  'otherOperator',
  'admin',
  'gone',
  'secondOperator',
];
async function tableOf(look: (who: PersonKey) => Promise<unknown[]>): Promise<Record<string, unknown[]>> {
  const table: Record<string, unknown[]> = {};
  for (const who of WHO) table[who] = await look(who);
  return table;
}

describe('who sees what (own agency or department, another one)', () => {
  beforeAll(async () => {
    await gov.setRole(gov.people.secondOperator, 'cco');
    return () => gov.setRole(gov.people.secondOperator, 'operator');
  });

  it('candidates: operators and CCOs of the agency, auditors of any', async () => {
    const agency = (key: AgencyKey) => ({ id: gov.agencies[key] });
    const look = async (who: PersonKey, key: AgencyKey) =>
      said(await lookUpCandidates(deps(), as(who), list(agency(key))));
    expect(await tableOf(async (who) => [await look(who, 'smes'), await look(who, 'interior')])).toEqual({
      haneul: ['not_entitled', 'not_entitled'],
      jiu: ['not_entitled', 'not_entitled'],
      operator: ['seen', 'other_agency'],
      auditor: ['seen', 'seen'],
      otherOperator: ['other_agency', 'seen'],
      admin: ['not_entitled', 'not_entitled'],
      gone: ['not_entitled', 'not_entitled'],
      secondOperator: ['seen', 'other_agency'],
    });
  });

  it('the gifts behind a line: the same', async () => {
    const look = async (who: PersonKey, key: AgencyKey, whose: PersonKey) =>
      said(
        await lookUpEvidence(deps(), as(who), {
          ...list({ id: gov.agencies[key] }),
          officialId: gov.people[whose].id,
        }),
      );
    expect(
      await tableOf(async (who) => [await look(who, 'smes', 'haneul'), await look(who, 'interior', 'jiu')]),
    ).toEqual({
      haneul: ['not_entitled', 'not_entitled'],
      jiu: ['not_entitled', 'not_entitled'],
      operator: ['seen', 'other_agency'],
      auditor: ['seen', 'seen'],
      otherOperator: ['other_agency', 'seen'],
      admin: ['not_entitled', 'not_entitled'],
      gone: ['not_entitled', 'not_entitled'],
      secondOperator: ['seen', 'other_agency'],
    });
  });

  it('a department’s days and its sheet: its members too; of its own operator, CCO and auditors, all', async () => {
    const days = async (who: PersonKey, key: DepartmentKey) =>
      said(
        await lookUpDepartment(deps(), as(who), {
          department: { id: gov.departments[key] },
          month: undefined,
        }),
      );
    const sheet = async (who: PersonKey, key: DepartmentKey) =>
      said(
        await lookUpSheet(deps(), as(who), { department: { id: gov.departments[key] }, period: undefined }),
      );
    const expected = {
      haneul: ['seen', 'other_department', 'other_department'],
      jiu: ['other_department', 'other_department', 'seen'],
      operator: ['seen', 'seen', 'other_agency_department'],
      auditor: ['seen', 'seen', 'seen'],
      otherOperator: ['other_agency_department', 'other_agency_department', 'seen'],
      admin: ['other_department', 'other_department', 'other_department'],
      gone: ['other_department', 'other_department', 'other_department'],
      secondOperator: ['seen', 'seen', 'other_agency_department'],
    };
    for (const look of [days, sheet])
      expect(
        await tableOf(async (who) => [
          await look(who, 'hr'),
          await look(who, 'startup'),
          await look(who, 'collab'),
        ]),
      ).toEqual(expected);
  });

  it('the gifts behind a department’s day: not its members', async () => {
    const look = async (who: PersonKey, key: DepartmentKey) =>
      said(
        await lookUpDay(deps(), as(who), { departmentId: gov.departments[key], day: '2026-11-18', page: 0 }),
      );
    expect(await tableOf(async (who) => [await look(who, 'hr'), await look(who, 'collab')])).toEqual({
      haneul: ['gifts_not_entitled', 'gifts_not_entitled'],
      jiu: ['gifts_not_entitled', 'gifts_not_entitled'],
      operator: ['seen', 'gifts_not_entitled'],
      auditor: ['seen', 'seen'],
      otherOperator: ['gifts_not_entitled', 'seen'],
      admin: ['gifts_not_entitled', 'gifts_not_entitled'],
      gone: ['gifts_not_entitled', 'gifts_not_entitled'],
      secondOperator: ['seen', 'gifts_not_entitled'],
    });
  });

  it('criteria: read by whoever reads the list, changed by operators of the agency alone', async () => {
    const typed = {
      by: 'top',
      number: '3',
      counted: ['received'],
      span: 'year',
      months: '',
      effectiveFrom: '2027-01-01',
    };
    const read = async (who: PersonKey, key: AgencyKey) =>
      said(await lookUpCriteria(gov.database, as(who), { id: gov.agencies[key] }, clock));
    const open = async (who: PersonKey) => said(await openCriteria(gov.database, as(who), clock));
    const change = async (who: PersonKey) =>
      said(await changeCriteria(gov.database, as(who), { purpose: 'award', typed }, clock));
    expect(
      await tableOf(async (who) => [
        await read(who, 'smes'),
        await read(who, 'interior'),
        await open(who),
        await change(who),
      ]),
    ).toEqual({
      haneul: ['not_entitled', 'not_entitled', 'not_operator', 'not_operator'],
      jiu: ['not_entitled', 'not_entitled', 'not_operator', 'not_operator'],
      operator: ['seen', 'other_agency', 'seen', 'seen'],
      auditor: ['seen', 'seen', 'not_operator', 'not_operator'],
      otherOperator: ['other_agency', 'seen', 'seen', 'seen'],
      admin: ['not_entitled', 'not_entitled', 'not_operator', 'not_operator'],
      gone: ['not_entitled', 'not_entitled', 'not_operator', 'not_operator'],
      secondOperator: ['seen', 'other_agency', 'not_operator', 'not_operator'],
    });
    // Each one's own agency, whatever else was meant.
    expect(await gov.rows('select agency_id, decided_by from report_criteria order by id')).toEqual([
      { agency_id: gov.agencies.smes, decided_by: gov.people.operator.id },
      { agency_id: gov.agencies.interior, decided_by: gov.people.otherOperator.id },
    ]);
  });

  it('rights are those of this moment: who moves away sees the other agency’s list from then on', async () => {
    await gov.transfer(gov.people.secondOperator, 'collab', '2026-11-25');
    expect(said(await lookUpCandidates(deps(), as('secondOperator'), list({ id: gov.agencies.smes })))).toBe(
      'other_agency',
    );
    expect(said(await lookUpCandidates(deps(), as('secondOperator'), list(undefined)))).toBe('seen');
    await gov.transfer(gov.people.secondOperator, 'startup', '2026-11-25').catch(() => undefined);
  });
});

describe('what an operator of one agency gets of another’s', () => {
  it('is nothing: no person, gift or figure of it is in a list, however it is asked for', async () => {
    const own = await lookUpCandidates(deps(), as('operator'), list(undefined));
    expect(own).toMatchObject({ agency: { id: gov.agencies.smes } });
    const names = 'candidates' in own ? own.candidates.map(({ name }) => name) : [];
    expect(names.sort()).toEqual(['강혁신', '김하늘', '박운영', '이서준'].sort());
    // 정지우 is of another agency: not even with a forged button is there a line.
    const forged = { ...list({ id: gov.agencies.smes }), officialId: gov.people.jiu.id };
    expect(await lookUpEvidence(deps(), as('operator'), forged)).toEqual({
      refusals: [{ reason: 'line_gone' }],
    });
  });
});

describe('looks are logged before anything is shown', () => {
  const logged = async (look: () => Promise<unknown>) => {
    const before = await gov.value<number>('select coalesce(max(id), 0)::int from access_log');
    await look();
    return gov.rows('select actor_id, action, subject, origin from access_log where id > $1 order by id', [
      before,
    ]);
  };
  const entry = (who: PersonKey, action: string, subject: string) => ({
    actor_id: gov.people[who].id,
    action,
    subject,
    origin: `slack:${TEAM}`,
  });

  it('lists and evidence, with whose and of when; refused ones too', async () => {
    const { smes, interior } = gov.agencies;
    const { haneul } = gov.people;
    expect(await logged(() => lookUpCandidates(deps(), as('operator'), list(undefined)))).toEqual([
      entry(
        'operator',
        'look_at_candidates',
        `candidates agency:${smes} special_step 2026-01..2026-12 page:0`,
      ),
    ]);
    expect(
      await logged(() =>
        lookUpEvidence(deps(), as('operator'), { ...list(undefined), officialId: haneul.id }),
      ),
    ).toEqual([
      entry(
        'operator',
        'look_at_evidence',
        `official:${haneul.id} candidates agency:${smes} special_step 2026-01..2026-12 page:0`,
      ),
    ]);
    // Who is not on the list, and may be of another agency: nothing of theirs is shown, and no look at it is logged.
    const { jiu } = gov.people;
    expect(
      await logged(() => lookUpEvidence(deps(), as('operator'), { ...list(undefined), officialId: jiu.id })),
    ).toEqual([
      entry(
        'operator',
        'refused_candidates',
        `official:${jiu.id} candidates agency:${smes} special_step 2026-01..2026-12 page:0`,
      ),
    ]);
    expect(
      await gov.value('select subject_official_ids from access_log order by id desc limit 1'),
    ).toBeNull();
    expect(await logged(() => lookUpCandidates(deps(), as('operator'), list({ id: interior })))).toEqual([
      entry('operator', 'refused_candidates', `agency:${interior}`),
    ]);
  });

  it('departments’, unless it is one’s own; the gifts behind a day always', async () => {
    const { hr, collab } = gov.departments;
    const sheet = (who: PersonKey, department: AskedDepartment) => () =>
      lookUpSheet(deps(), as(who), { department, period: undefined });
    expect(await logged(sheet('haneul', undefined))).toEqual([]);
    expect(await logged(sheet('operator', { name: '인력정책과' }))).toEqual([
      entry('operator', 'look_at_performance', `department:${hr} 2026-01..2026-12`),
    ]);
    expect(await logged(sheet('operator', { id: collab }))).toEqual([
      entry('operator', 'refused_performance', `department:${collab} 2026-01..2026-12`),
    ]);
    expect(
      await logged(() =>
        lookUpDepartment(deps(), as('auditor'), { department: { id: hr }, month: '2026-10' }),
      ),
    ).toEqual([entry('auditor', 'look_at_department_days', `department:${hr} 2026-10..2026-10`)]);
    const day = (who: PersonKey) => () =>
      lookUpDay(deps(), as(who), { departmentId: hr, day: '2026-11-18', page: 0 });
    expect(await logged(day('operator'))).toEqual([
      entry('operator', 'look_at_department_gifts', `department:${hr} 2026-11-18 page:0`),
    ]);
    expect(await logged(day('haneul'))).toEqual([
      entry('haneul', 'refused_department_gifts', `department:${hr} 2026-11-18 page:0`),
    ]);
  });

  it('a change of criteria, as one of settings', async () => {
    const typed = {
      by: 'top',
      number: '7',
      counted: ['sent'],
      span: 'half',
      months: '',
      effectiveFrom: '2026-12-01',
    };
    expect(
      await logged(() => changeCriteria(gov.database, as('operator'), { purpose: 'award', typed }, clock)),
    ).toEqual([
      entry(
        'operator',
        'change_criteria',
        `agency:${gov.agencies.smes} award {"cut":{"by":"top","count":7},"counted":["sent"],"span":"half"} from 2026-12-01`,
      ),
    ]);
  });
});

describe('what is asked for', () => {
  it.each([
    [{ name: '없는부' }, { reason: 'agency_unknown', name: '없는부' }],
    [{ id: 999_999 }, { reason: 'stale_button' }],
  ])('an agency that is none: %o', async (agency, refusal) => {
    expect(await lookUpCandidates(deps(), as('auditor'), list(agency))).toEqual({ refusals: [refusal] });
  });

  it('an agency by its full or short name, for auditors', async () => {
    for (const name of ['행정안전부', '행안부'])
      expect(await lookUpCandidates(deps(), as('auditor'), list({ name }))).toMatchObject({
        agency: { id: gov.agencies.interior },
      });
  });

  it('an agency that is no more, by the name it had; one in force of the same short name goes before it', async () => {
    const ask = () => lookUpCandidates(deps(), as('auditor'), list({ name: '안행부' }));
    const add = (name: string, during: string) =>
      gov.value<number>(
        `insert into agency (name, short_name, kind, during) values ($1, '안행부', 'central', $2::daterange) returning id`,
        [name, during],
      );
    await add('안전행정부', '[2013-03-23,2014-11-19)');
    const later = await add('안전행정부', '[2014-11-20,2017-07-26)');
    expect(await ask()).toMatchObject({ agency: { id: later, shortName: '안행부' } });
    const current = await add('안보행정부', '[2026-01-01,)');
    expect(await ask()).toMatchObject({ agency: { id: current } });
  });

  it('a department that is misspelt, with the nearest name of the agency; one that is like none', async () => {
    const sheet = (who: PersonKey, name: string) =>
      lookUpSheet(deps(), as(who), { department: { name }, period: undefined });
    expect(await sheet('operator', '인력정채과')).toEqual({
      refusals: [{ reason: 'department_unknown', name: '인력정채과', nearest: '인력정책과' }],
    });
    expect(await sheet('auditor', '행안부 협업정첵과')).toEqual({
      refusals: [{ reason: 'department_unknown', name: '행안부 협업정첵과', nearest: '협업정책과' }],
    });
    expect(await sheet('operator', '우주항공청')).toEqual({
      refusals: [{ reason: 'department_unknown', name: '우주항공청', nearest: undefined }],
    });
    expect(await sheet('operator', '협업정책과')).toMatchObject({
      refusals: [{ reason: 'department_unknown' }],
    });
    expect(said(await sheet('operator', '행안부 협업정책과'))).toBe('other_agency_department');
    expect(await sheet('auditor', '협업정책과')).toMatchObject({
      department: { id: gov.departments.collab },
    });
    expect(await sheet('operator', '중기부 인력정책과')).toMatchObject({
      department: { id: gov.departments.hr },
    });
  });

  it('a period that has not begun', async () => {
    const future = { kind: 'year' as const, year: 2027 };
    expect(await lookUpCandidates(deps(), as('operator'), list(undefined, { period: future }))).toEqual({
      refusals: [{ reason: 'period_future' }],
    });
    expect(await lookUpSheet(deps(), as('operator'), { department: undefined, period: future })).toEqual({
      refusals: [{ reason: 'period_future' }],
    });
    expect(
      await lookUpDepartment(deps(), as('operator'), { department: undefined, month: '2026-12' }),
    ).toEqual({
      refusals: [{ reason: 'period_future' }],
    });
    expect(
      await lookUpDay(deps(), as('operator'), {
        departmentId: gov.departments.hr,
        day: '2026-11-26',
        page: 0,
      }),
    ).toEqual({ refusals: [{ reason: 'stale_button' }] });
  });

  it('a department, by one who belongs to none', async () => {
    await gov.owner.query(
      `update posting set during = daterange('2026-01-01', '2026-11-25') where official_id = $1`,
      [gov.people.onLeave.id],
    );
    expect(await lookUpSheet(deps(), as('onLeave'), { department: undefined, period: undefined })).toEqual({
      refusals: [{ reason: 'department_missing' }],
    });
  });

  it('the next page of a list, and its evidence, are of the same books, whatever is booked meanwhile', async () => {
    const first = await lookUpCandidates(deps(), as('operator'), list(undefined));
    if ('refusals' in first) throw new Error('refused');
    const { position } = first.reach;
    const line = first.candidates.find(({ officialId }) => officialId === gov.people.haneul.id);
    clock = seoul('2026-11-25 11:00:00');
    await givePoints(gov.database, giftOf(gov.people.yuna, gov.people.haneul), clock);
    const now = await lookUpCandidates(deps(), as('operator'), list(undefined));
    expect('candidates' in now && now.candidates[0]?.points).toBe((line?.points ?? 0) + 10);
    const pinned = { ...list(undefined, { position }), officialId: gov.people.haneul.id };
    const traced = await lookUpEvidence(deps(), as('operator'), pinned);
    expect(traced).toMatchObject({
      candidate: { points: line?.points },
      evidence: { sums: { received: line?.points } },
      reach: { position },
    });
    // A position that nobody ever showed is brought back to what there is.
    const beyond = await lookUpCandidates(deps(), as('operator'), list(undefined, { position: 10 ** 12 }));
    expect('reach' in beyond && 'reach' in now && beyond.reach.position === now.reach.position).toBe(true);
  });

  it('a page beyond the last is the first', async () => {
    expect(await lookUpCandidates(deps(), as('operator'), { ...list(undefined), page: 77 })).toMatchObject({
      page: 0,
      total: 4,
    });
    const asked = { ...list(undefined), officialId: gov.people.haneul.id, page: 77 };
    const page = await lookUpEvidence(deps(), as('operator'), asked);
    expect('evidence' in page && [page.page, page.evidence.entries.length > 0]).toEqual([0, true]);
    const day = { departmentId: gov.departments.hr, day: '2026-11-18', page: 77 };
    expect(await lookUpDay(deps(), as('operator'), day)).toMatchObject({ page: 0, total: 2 });
  });
});

describe('criteria hold from the first of a coming month and never backwards', () => {
  it('a list of what is over keeps the rules of its last day; a running one changes with the month, and says so', async () => {
    const typed = {
      by: 'threshold',
      number: '30',
      counted: ['received'],
      span: 'year',
      months: '',
      effectiveFrom: '2026-12-01',
    };
    await changeCriteria(gov.database, as('operator'), { purpose: 'special_step', typed }, clock);
    const rules = async (at: string, year: number) => {
      clock = seoul(at);
      const page = await lookUpCandidates(
        deps(),
        as('operator'),
        list(undefined, { period: { kind: 'year', year } }),
      );
      return 'refusals' in page
        ? page.refusals
        : [page.inForce.criteria.cut, page.inForce.decided?.by, page.inForce.changedWithin];
    };
    const before = [{ by: 'top', count: 5 }, undefined, false];
    const after = [{ by: 'threshold', points: 30 }, '박운영', true];
    expect(await rules('2026-11-30 23:59:59', 2026)).toEqual(before);
    expect(await rules('2026-12-01 00:00:00', 2026)).toEqual(after);
    expect(await rules('2027-06-01 00:00:00', 2026)).toEqual(after);
    expect(await rules('2027-06-01 00:00:00', 2025)).toEqual(before);
    expect(await rules('2027-06-01 00:00:00', 2027)).toEqual([...after.slice(0, 2), false]);
    clock = NOW;
  });

  it('no row of them is ever changed or removed, not by the owner either', async () => {
    await expect(gov.owner.query('update report_criteria set decided_by = decided_by')).rejects.toThrow(
      'never changed',
    );
    await expect(gov.owner.query('delete from report_criteria')).rejects.toThrow('never changed');
    await expect(gov.owner.query('truncate report_criteria')).rejects.toThrow('never changed');
    await expect(
      gov.database.updateTable('report_criteria').set({ effective_from: '2020-01-01' }).execute(),
    ).rejects.toThrow('permission denied');
  });
});

describe('what is behind a line', () => {
  const points = async (who: PersonKey) => {
    const ask = { ...list(undefined), officialId: gov.people[who].id, page: 0 };
    const page = await lookUpEvidence(deps(), as('operator'), ask);
    return 'evidence' in page ? [page.candidate.points, page.evidence.sums.received] : said(page);
  };
  const decide = (by: 'top' | 'threshold', number: number, from: string) =>
    gov.rows(
      `insert into report_criteria (agency_id, purpose, effective_from, criteria, decided_by) values ($1, 'special_step', $2, $3, $4)`,
      [
        gov.agencies.smes,
        from,
        JSON.stringify({
          cut: by === 'top' ? { by, count: number } : { by, points: number },
          counted: ['received'],
          span: 'year',
        }),
        gov.people.operator.id,
      ],
    );

  it('is read of that person alone: who has points, and as many as the threshold', async () => {
    await decide('top', 1, '2026-10-01');
    const [first, last] = [await points('haneul'), await points('seojun')];
    expect(first).toEqual([40, 40]);
    expect(last).toEqual([10, 10]);
    expect(await points('jiu')).toBe('line_gone');
    await decide('threshold', 40, '2026-11-01');
    expect(await points('haneul')).toEqual([40, 40]);
    expect(await points('seojun')).toBe('line_gone');
  });
});
