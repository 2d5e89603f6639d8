import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, seoulDay } from '../../src/calendar/seoul.ts';
import { lookUpStatementOf } from '../../src/points/look-up.ts';
import { changeRetention } from '../../src/records/change-retention.ts';
import { decideDisposal } from '../../src/records/decide-disposal.ts';
import { lookUpAccess, lookUpOwnAccess } from '../../src/records/look-up-access.ts';
import { lookUpDisposal, lookUpRetention } from '../../src/records/look-up-disposal.ts';
import { proposeDisposal } from '../../src/records/propose-disposal.ts';
import type { AccessFilter, RecordClass } from '../../src/records/record.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { beThereSince, giveOn, logOn } from './seed-records.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  await beThereSince(gov, '2015-01-01');
});

const idOf = (who: PersonKey) => gov.people[who].id;
/** Whether each of these people got through, or the reason why not. */
async function answersOf(
  who: readonly PersonKey[],
  ask: (officialId: number) => Promise<object>,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const key of who) {
    const outcome = (await ask(idOf(key))) as { refusals?: Array<{ reason: string }> };
    answers[key] = outcome.refusals?.map(({ reason }) => reason).join(' ') ?? 'yes';
  }
  return answers;
}
const EVERYBODY = [
  'haneul',
  'seojun',
  'operator',
  'cco',
  'auditor',
  'otherOperator',
  'admin',
  'jiu',
  'gone',
] as const satisfies PersonKey[];
const logged = () =>
  gov.rows<{
    action: string;
    subject: string;
    origin: string;
    people: number[] | null;
    agencies: number[] | null;
  }>(
    `select action, subject, origin, subject_official_ids as people, subject_agency_ids as agencies from access_log order by id`,
  );

describe('another’s statement (운영규정 제8조, 안전성 확보조치 기준 제8조)', () => {
  const look = (officialId: number, of: PersonKey = 'haneul', page = 0) =>
    lookUpStatementOf(
      gov.database,
      officialId,
      { officialId: idOf(of), month: '2026-11', page, teamId: TEAM },
      NOW,
    );

  it('is for operators and the CCO of that person’s agency today, and for auditors', async () => {
    expect(await answersOf(EVERYBODY, (id) => look(id))).toEqual({
      haneul: 'statement_not_yours',
      seojun: 'statement_not_yours',
      operator: 'yes',
      cco: 'yes',
      auditor: 'yes',
      otherOperator: 'statement_not_yours',
      admin: 'statement_not_yours',
      jiu: 'statement_not_yours',
      gone: 'statement_not_yours',
    });
  });

  it('of another agency is the auditor’s alone, and of one who moved the new agency’s', async () => {
    expect(await answersOf(['operator', 'cco', 'otherOperator', 'auditor'], (id) => look(id, 'jiu'))).toEqual(
      {
        operator: 'statement_not_yours',
        cco: 'statement_not_yours',
        otherOperator: 'yes',
        auditor: 'yes',
      },
    );
    await gov.transfer(gov.people.jiu, 'hr', '2026-11-01');
    expect(await answersOf(['operator', 'otherOperator'], (id) => look(id, 'jiu'))).toEqual({
      operator: 'yes',
      otherOperator: 'statement_not_yours',
    });
  });

  it('of somebody without an agency is the auditor’s alone; who has left sees nothing', async () => {
    await gov.rows('delete from posting where official_id = any ($1)', [
      [idOf('jiu'), idOf('otherOperator')],
    ]);
    await gov.setStatus(gov.people.cco, 'left');
    expect(await answersOf(['otherOperator', 'auditor'], (id) => look(id, 'jiu'))).toEqual({
      otherOperator: 'statement_not_yours',
      auditor: 'yes',
    });
    expect(await answersOf(['cco'], (id) => look(id))).toEqual({ cco: 'statement_not_yours' });
  });

  it('is logged each time, also when it is refused: who, whose, what, from where', async () => {
    const { haneul, operator, jiu } = gov.people;
    await look(operator.id, 'haneul', 0);
    await look(operator.id, 'haneul', 1);
    await look(jiu.id, 'haneul');
    const entry = {
      subject: `official:${haneul.id} 2026-11`,
      origin: `slack:${TEAM}`,
      people: [haneul.id],
      agencies: [haneul.agency],
    };
    expect(await logged()).toEqual([
      { ...entry, action: 'look_at_statement' },
      { ...entry, action: 'look_at_statement' },
      { ...entry, action: 'refused_statement' },
    ]);
    expect(await gov.rows('select actor_id as id from access_log order by id')).toHaveLength(3);
  });

  it('shows that person’s month, and not the looker’s', async () => {
    const { haneul, jiu, operator } = gov.people;
    await giveOn(gov, haneul, jiu, '2026-11-20');
    await giveOn(gov, operator, jiu, '2026-11-20');
    expect(await look(operator.id)).toMatchObject({
      name: '김하늘',
      officialId: haneul.id,
      total: 1,
      gifts: [{ giverId: haneul.id }],
    });
  });
});

describe('the access log', () => {
  const read = (officialId: number, filter: AccessFilter = {}, before?: number) =>
    lookUpAccess(gov.database, officialId, { filter, before, teamId: TEAM }, NOW);
  const entries = async (filter: AccessFilter = {}, before?: number) => {
    const page = await read(idOf('auditor'), filter, before);
    if ('refusals' in page) throw new Error(JSON.stringify(page));
    return page;
  };
  const others = (page: { entries: Array<{ id: number; action: string }> }) =>
    page.entries.filter(({ action }) => action !== 'look_at_access_log').map(({ id }) => id);

  it('제8조: is read by auditors and nobody else; reading it, and being refused it, is logged', async () => {
    expect(await answersOf(EVERYBODY, (id) => read(id))).toEqual({
      haneul: 'not_auditor',
      seojun: 'not_auditor',
      operator: 'not_auditor',
      cco: 'not_auditor',
      auditor: 'yes',
      otherOperator: 'not_auditor',
      admin: 'not_auditor',
      jiu: 'not_auditor',
      gone: 'not_auditor',
    });
    const actions = (await logged()).map(({ action }) => action);
    expect(actions.filter((action) => action === 'look_at_access_log')).toHaveLength(1);
    expect(actions.filter((action) => action === 'refused_access_log')).toHaveLength(EVERYBODY.length - 1);
    await gov.setStatus(gov.people.auditor, 'left');
    expect(await answersOf(['auditor'], (id) => read(id))).toEqual({ auditor: 'not_auditor' });
  });

  it('is searched by person (whose data, or who looked), agency and days in Seoul', async () => {
    const { haneul, operator, jiu } = gov.people;
    const about = await logOn(gov, '2026-11-02', { actor: operator, about: haneul, agencyId: haneul.agency });
    const by = await logOn(gov, '2026-11-03', { actor: haneul, about: jiu, agencyId: jiu.agency });
    const neither = await logOn(gov, '2026-10-31', { actor: operator, about: jiu, agencyId: jiu.agency });
    expect(others(await entries({ officialId: haneul.id }))).toEqual([by, about]);
    expect(others(await entries({ agencyId: jiu.agency }))).toEqual([by, neither]);
    expect(others(await entries({ from: '2026-11-01', to: '2026-11-02' }))).toEqual([about]);
    expect(others(await entries({ officialId: haneul.id, to: '2026-11-02' }))).toEqual([about]);
    expect(others(await entries({ from: '2026-10-31', to: '2026-10-31' }))).toEqual([neither]);
  });

  it('comes newest first, a page at a time, each entry once', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 30; n += 1) ids.push(await logOn(gov, n < 15 ? '2026-11-02' : '2026-11-01'));
    // By instant and then by number: entries of one instant, as a set-wise import writes them, are not lost between pages.
    const expected = [...ids.slice(0, 15).reverse(), ...ids.slice(15).reverse()];
    const found: number[] = [];
    let before: number | undefined;
    const filter = { from: '2026-11-01', to: '2026-11-02' };
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await entries(filter, before);
      found.push(...others(page));
      before = page.entries.at(-1)?.id;
      expect(page.older).toBe(pages < 2);
      expect(page.isNewest).toBe(pages === 0);
    }
    expect(found).toEqual(expected);
  });

  it('개인정보 보호법 제35조: everybody sees what others did with their data, and nothing else', async () => {
    const { haneul, operator, jiu } = gov.people;
    const mine = await logOn(gov, '2026-11-02', { actor: operator, about: haneul });
    const import_ = await logOn(gov, '2026-11-03', { about: haneul, action: 'change_role' });
    await logOn(gov, '2026-11-02', { actor: haneul, about: haneul });
    await logOn(gov, '2026-11-02', { actor: haneul, about: jiu });
    await logOn(gov, '2026-11-02', { actor: operator, about: jiu });
    await logOn(gov, '2026-11-02', { actor: operator });
    const page = await lookUpOwnAccess(gov.database, haneul.id, {
      filter: {},
      before: undefined,
      teamId: TEAM,
    });
    expect(others(page)).toEqual([import_, mine]);
    // A forged button's person changes nothing.
    const forged = { filter: { officialId: jiu.id }, before: undefined, teamId: TEAM };
    expect(others(await lookUpOwnAccess(gov.database, haneul.id, forged))).toEqual([import_, mine]);
  });
});

describe('시행령 제43조: who proposes and who approves a disposal', () => {
  const propose = (officialId: number, of: RecordClass = 'messages', year = 2019, reason = '보존기간 만료') =>
    proposeDisposal(gov.database, { actorId: officialId, teamId: TEAM, class: of, year, reason }, NOW);
  const proposed = async () => {
    const outcome = await propose(idOf('admin'));
    if (outcome.kind !== 'proposed') throw new Error(JSON.stringify(outcome));
    return outcome.proposal.id;
  };
  const decide = (officialId: number, proposalId: number, approve = true) =>
    decideDisposal(gov.database, { actorId: officialId, teamId: TEAM, proposalId, approve }, NOW);

  beforeEach(async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    await gov.setRole(gov.people.jiu, 'cco'); // of the administrator's agency
    await gov.setRole(gov.people.minjun, 'admin');
  });

  it('only an administrator proposes', async () => {
    const who = ['haneul', 'operator', 'cco', 'jiu', 'auditor', 'admin'] as const;
    expect(await answersOf(who, (id) => propose(id))).toEqual({
      haneul: 'not_admin',
      operator: 'not_admin',
      cco: 'not_admin',
      jiu: 'not_admin',
      auditor: 'not_admin',
      admin: 'yes',
    });
    const actions = (await logged()).map(({ action }) => action);
    expect(actions).toEqual([...Array(5).fill('refused_disposal'), 'propose_disposal']);
  });

  it('only what is due, only what there is, once, and with a reason in words', async () => {
    const reasons = async (...ask: Parameters<typeof propose> extends [number, ...infer R] ? R : never) =>
      (await answersOf(['admin'], (id) => propose(id, ...ask))).admin;
    expect(await reasons('messages', 2021)).toBe('not_due'); // five years of 2021 end with 2026
    expect(await reasons('messages', 2020)).toBe('nothing_left');
    expect(await reasons('messages', 2019, ' … ')).toBe('reason_missing');
    expect(await reasons('messages', 2019, 'x'.repeat(301))).toBe('reason_long');
    expect(await reasons()).toBe('yes');
    expect(await reasons()).toBe('proposal_open');
  });

  it('another administrator or the CCO of the proposer’s agency decides; nobody else, and never the proposer', async () => {
    const who = ['haneul', 'otherOperator', 'auditor', 'cco', 'admin'] as const;
    const id = await proposed();
    expect(await answersOf(who, (officialId) => decide(officialId, id))).toEqual({
      haneul: 'not_second_person',
      otherOperator: 'not_second_person',
      auditor: 'not_second_person',
      cco: 'not_second_person', // of another agency
      admin: 'own_proposal',
    });
    expect(await gov.value('select count(*) from disposal_decision')).toBe(0);
    expect(await decide(idOf('jiu'), id)).toMatchObject({
      kind: 'approved',
      proposal: { state: 'approved' },
    });
    // Refused ones are asked for anew.
    await giveOn(gov, gov.people.haneul, gov.people.minjun, '2019-12-30');
    const next = await proposed();
    expect(await decide(idOf('minjun'), next, false)).toMatchObject({ kind: 'rejected' });
    expect(await proposed()).toBeGreaterThan(next);
  });

  it('what somebody proposed who is no active administrator today can be refused, but not approved', async () => {
    const { admin, jiu } = gov.people;
    for (const lose of [() => gov.setRole(admin, 'cco'), () => gov.setStatus(admin, 'leave')]) {
      const id = await proposed();
      await lose();
      expect(await answersOf(['jiu'], (officialId) => decide(officialId, id))).toEqual({
        jiu: 'proposer_not_admin',
      });
      expect(await gov.rows('select from disposal_decision where proposal_id = $1', [id])).toEqual([]);
      expect(await decide(jiu.id, id, false)).toMatchObject({ kind: 'rejected' });
      await gov.setRole(admin, 'admin');
      await gov.setStatus(admin, 'active');
    }
  });

  it('rights are those of the click: a role or an agency lost meanwhile is no right any more', async () => {
    const id = await proposed();
    await gov.setRole(gov.people.jiu, 'member');
    await gov.setStatus(gov.people.minjun, 'left');
    expect(await answersOf(['jiu', 'minjun'], (officialId) => decide(officialId, id))).toEqual({
      jiu: 'not_second_person',
      minjun: 'not_second_person',
    });
    await gov.setRole(gov.people.jiu, 'cco');
    await gov.transfer(gov.people.jiu, 'hr', '2026-11-01');
    expect(await answersOf(['jiu'], (officialId) => decide(officialId, id))).toEqual({
      jiu: 'not_second_person',
    });
  });

  it('the first answer counts; the same click twice is told like the first', async () => {
    const id = await proposed();
    expect(await decide(idOf('jiu'), id)).toMatchObject({ kind: 'approved' });
    expect(await decide(idOf('jiu'), id)).toMatchObject({ kind: 'approved' });
    expect(await answersOf(['minjun'], (officialId) => decide(officialId, id, false))).toEqual({
      minjun: 'proposal_settled',
    });
    expect(await answersOf(['jiu'], (officialId) => decide(officialId, id, false))).toEqual({
      jiu: 'proposal_settled',
    });
    expect(await answersOf(['jiu'], (officialId) => decide(officialId, id + 7))).toEqual({
      jiu: 'proposal_unknown',
    });
    expect(await gov.rows('select decided_by, approved from disposal_decision')).toEqual([
      { decided_by: idOf('jiu'), approved: true },
    ]);
  });

  it.each([true, false])('a late answer hears what the first one was: approved %s', async (approved) => {
    const id = await proposed();
    await decide(idOf('jiu'), id, approved);
    expect(await decide(idOf('minjun'), id, !approved)).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'proposal_settled', number: id, approved }],
    });
  });

  it('of two answers at the same moment, the second hears what the first one was', async () => {
    const id = await proposed();
    const outcomes = await Promise.all([decide(idOf('jiu'), id), decide(idOf('minjun'), id, false)]);
    const first = outcomes.find(({ kind }) => kind !== 'refused')?.kind;
    expect(outcomes.filter(({ kind }) => kind === 'refused')).toEqual([
      {
        kind: 'refused',
        refusals: [{ reason: 'proposal_settled', number: id, approved: first === 'approved' }],
      },
    ]);
  });

  it('what is due is seen by administrators, CCOs and auditors; only who may answer gets the buttons', async () => {
    const id = await proposed();
    const see = (officialId: number) => lookUpDisposal(gov.database, officialId, TEAM, NOW);
    expect(await answersOf(EVERYBODY, see)).toMatchObject({
      haneul: 'not_record_keeper',
      operator: 'not_record_keeper',
      cco: 'yes',
      auditor: 'yes',
      admin: 'yes',
      gone: 'not_record_keeper',
    });
    const may: Record<string, unknown> = {};
    for (const who of ['admin', 'minjun', 'jiu', 'cco', 'auditor'] as const) {
      const page = await see(idOf(who));
      if ('refusals' in page) throw new Error(who);
      expect(page.due).toEqual([{ class: 'messages', year: 2019, counts: { message: 1 } }]);
      may[who] = page.proposals.find((proposal) => proposal.id === id)?.mayDecide;
    }
    expect(may).toEqual({ admin: false, minjun: true, jiu: true, cco: false, auditor: false });
  });
});

describe('시행령 제26조: how long records are kept', () => {
  const change = (officialId: number, of: RecordClass, years: number, reason = '감사 요청') =>
    changeRetention(gov.database, { actorId: officialId, teamId: TEAM, class: of, years, reason }, NOW);
  const retention = async () => {
    const page = await lookUpRetention(gov.database, idOf('auditor'), NOW);
    if ('refusals' in page) throw new Error('refused');
    return Object.fromEntries(
      page.retentions.map(({ class: of, years, upcoming }) => [of, upcoming ? [years, upcoming] : years]),
    );
  };
  const dueOf = async (of: RecordClass, day: string) =>
    gov.value('select last_due_year($1, $2::date)', [of, day]);

  it('has defaults, counted from 1 January of the next year', async () => {
    expect(await retention()).toEqual({
      messages: 5,
      tasks: 5,
      evaluations: 5,
      digests: 5,
      access_log: 3,
      deliveries: 1,
    });
    expect(await dueOf('messages', '2026-12-31')).toBe(2020);
    expect(await dueOf('messages', '2027-01-01')).toBe(2021);
    expect(await dueOf('access_log', '2026-12-31')).toBe(2022);
    expect(await dueOf('deliveries', '2026-12-31')).toBe(2024);
  });

  it('is changed by administrators alone, to the periods that there are, an access log never below two years', async () => {
    const who = ['haneul', 'operator', 'cco', 'auditor'] as const;
    expect(await answersOf(who, (id) => change(id, 'messages', 10))).toEqual({
      haneul: 'not_admin',
      operator: 'not_admin',
      cco: 'not_admin',
      auditor: 'not_admin',
    });
    expect((await logged()).map(({ action }) => action)).toEqual(Array(4).fill('refused_retention'));
    const reasons = async (...ask: [RecordClass, number, string?]) =>
      (await answersOf(['admin'], (id) => change(id, ...ask))).admin;
    expect(await reasons('messages', 7)).toBe('years_unknown');
    expect(await reasons('access_log', 1)).toBe('years_unknown');
    expect(await reasons('messages', 5)).toBe('years_same');
    expect(await reasons('messages', 10, '!!')).toBe('reason_missing');
    expect(await retention()).toMatchObject({ messages: 5, access_log: 3 });
  });

  it('longer holds at once, shorter from next year on; the latest decision counts, and each is kept', async () => {
    expect(await change(idOf('admin'), 'messages', 3)).toMatchObject({ kind: 'changed', from: '2027-01-01' });
    expect(await retention()).toMatchObject({ messages: [5, { years: 3, from: '2027-01-01' }] });
    expect(await dueOf('messages', '2026-12-31')).toBe(2020);
    expect(await dueOf('messages', '2027-01-01')).toBe(2023);
    expect(await change(idOf('admin'), 'messages', 10)).toMatchObject({
      kind: 'changed',
      from: '2026-11-23',
    });
    expect(await retention()).toMatchObject({ messages: 10 });
    expect(await dueOf('messages', '2027-01-01')).toBe(2016);
    expect(await gov.value('select count(*) from retention_change')).toBe(2);
    expect((await logged()).map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'change_retention retention messages 5 → 3 from 2027-01-01',
      'change_retention retention messages 3 → 10 from 2026-11-23',
    ]);
  });

  it('is never shortened at once by way of a shorter one decided for next year', async () => {
    const from = async (years: number) => {
      const outcome = await change(idOf('admin'), 'messages', years);
      return outcome.kind === 'changed' ? outcome.from : outcome.refusals.map(({ reason }) => reason).join();
    };
    expect([await from(1), await from(3)]).toEqual(['2027-01-01', '2027-01-01']);
    expect(await dueOf('messages', '2026-12-31')).toBe(2020);
    expect(await retention()).toMatchObject({ messages: [5, { years: 3, from: '2027-01-01' }] });
    expect(await from(3)).toBe('years_same');
    // What is in force may stay so after all.
    expect(await from(5)).toBe('2026-11-23');
    expect(await retention()).toMatchObject({ messages: 5 });
    expect(await dueOf('messages', '2027-01-01')).toBe(2021);
  });

  it('the database lets nothing hold from before today, nor a shorter one from this year, whoever writes the row', async () => {
    await gov.trustOwnClockOnly();
    const today = seoulDay(new Date());
    const nextYear = `${Number(today.slice(0, 4)) + 1}-01-01`;
    const decide = (years: number, day: string) =>
      gov
        .rows(
          `insert into retention_change (class, years, effective_from, reason, decided_by) values ('messages', $1, $2, '사유', $3)`,
          [years, day, idOf('admin')],
        )
        .then(
          () => 'done',
          (error: Error) => error.message,
        );
    expect(await decide(10, addDays(today, -1))).toMatch('before today');
    expect(await decide(1, today)).toMatch('a shorter retention holds from');
    expect(await decide(1, addDays(nextYear, -1))).toMatch('a shorter retention holds from');
    expect(await decide(1, nextYear)).toBe('done');
    expect(await decide(3, today)).toMatch('a shorter retention holds from');
    expect(await decide(5, today)).toBe('done');
    expect(await decide(10, today)).toBe('done');
    expect(await decide(5, today)).toMatch('a shorter retention holds from');
  });
});
