import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_ROLE, openDatabase, openPool } from '../../src/database/database.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { hideMessage } from '../../src/points/hide-message.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { lookUpRanking } from '../../src/points/look-up.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { sealLedger } from '../../src/points/seal-ledger.ts';
import { findBoard, findStatement } from '../../src/points/store.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { renderVerification } from '../../src/points/verify-messages.ts';
import { decideDisposal } from '../../src/records/decide-disposal.ts';
import { appendProposal, disposeBatch, findDue, lockProposals } from '../../src/records/disposal-store.ts';
import { disposeRecords } from '../../src/records/dispose-records.ts';
import { listDisposal } from '../../src/records/look-up-disposal.ts';
import { proposeDisposal } from '../../src/records/propose-disposal.ts';
import type { RecordClass } from '../../src/records/record.ts';
import { seedAnswer, seedRequest } from '../evaluations/seed-evaluation.ts';
import { unmarked } from '../points/ranking-now.ts';
import { seen } from '../support/bot.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { beThereSince, giveOn, logOn } from './seed-records.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const MARK = '(보존기간이 지나 폐기됨)';
const log = { info: () => {} };
const BY = { actorLabel: 'cli:root', origin: 'server' };

let gov: TestGovernment;
let app: ReturnType<typeof openPool>;
beforeAll(async () => {
  gov = await openTestGovernment();
  app = openPool(gov.test.url, { role: APP_ROLE, max: 1 });
  return async () => {
    await app.end();
    await gov.close();
  };
});
beforeEach(async () => {
  await gov.reset();
  await beThereSince(gov, '2015-01-01');
  await gov.setRole(gov.people.yuna, 'admin');
});

const propose = (of: RecordClass, year: number) =>
  proposeDisposal(
    gov.database,
    { actorId: gov.people.admin.id, teamId: TEAM, class: of, year, reason: '보존기간 만료' },
    NOW,
  );
const proposed = async (of: RecordClass, year: number): Promise<number> => {
  const outcome = await propose(of, year);
  if (outcome.kind !== 'proposed') throw new Error(JSON.stringify(outcome));
  return outcome.proposal.id;
};
const decide = (id: number, approve = true) =>
  decideDisposal(gov.database, { actorId: gov.people.yuna.id, teamId: TEAM, proposalId: id, approve }, NOW);
const approved = async (of: RecordClass, year: number): Promise<number> => {
  const id = await proposed(of, year);
  expect(await decide(id)).toMatchObject({ kind: 'approved' });
  return id;
};
const dispose = (id: number, batch?: number) =>
  disposeRecords(gov.database, id, BY, batch === undefined ? {} : { batch });
const messages = () =>
  gov
    .rows<{ message: string }>('select message from gift order by id')
    .then((rows) => rows.map((r) => r.message));
const findings = async () => (await verifyLedger(gov.database)).findings.map(({ kind }) => kind);

/** Everything that is counted: balances, transfers, seals, department days, archives, rankings and rollups. */
async function totals() {
  const all: Record<string, unknown> = {};
  for (const table of [
    'account',
    'balance',
    'transfer',
    'seal',
    'department_day',
    'closed_day',
    'closed_month',
    'year_archive',
    'standing',
    'agency_week',
  ])
    all[table] = await gov.value(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') || ' ' || count(*) from ${table} t`,
    );
  all.gift = await gov.value(
    `select md5(string_agg((to_jsonb(g) - 'message')::text, '|' order by id)) from gift g`,
  );
  for (const span of ['2019', 'month'] as const) {
    const view = { subject: 'person', side: 'received', span, scope: 'government' } as const;
    const page = await lookUpRanking(unmarked(gov.database), gov.people.haneul.id, view, NOW, log);
    if ('refusals' in page) throw new Error(JSON.stringify(page));
    all[`ranking ${span}`] = page.lines;
  }
  return all;
}

describe('시행령 제43조: a disposal of messages', () => {
  /** Two gifts of 2019, one of them taken back and one hidden, one of 2020; sealed, closed and archived. */
  async function bookYears() {
    const { haneul, jiu, minjun, operator } = gov.people;
    const first = await giveOn(gov, haneul, jiu, '2019-12-30');
    const second = await giveOn(gov, jiu, minjun, '2019-12-31');
    const third = await giveOn(gov, haneul, minjun, '2020-01-01');
    const fresh = await giveOn(gov, haneul, minjun, '2026-11-20');
    const back = { requestKey: 'back', teamId: TEAM, number: second, reason: '잘못 보냄' };
    const at = seoul('2019-12-31 12:05:00.000');
    expect(await reverseGift(gov.database, { ...back, actorId: jiu.id }, at)).toMatchObject({
      kind: 'reversed',
    });
    const hide = { teamId: TEAM, number: first, actorId: operator.id, hide: true, reason: '개인정보' };
    expect(await hideMessage(gov.database, hide, NOW)).toMatchObject({ kind: 'hidden' });
    await gov.rows(
      `insert into gift_visibility (gift_id, hidden, reason, actor_id, recorded_at) values ($1, true, '연락처가 있음', $2, '2019-12-31T01:00:00Z')`,
      [first, operator.id],
    );
    await sealLedger(unmarked(gov.database), { now: NOW, log });
    const then = seoul('2020-01-02 09:00:00.000');
    await closeDays(unmarked(gov.database), { now: then, log });
    await lapseAllowances(unmarked(gov.database), { now: then, log });
    expect((await archiveYears(unmarked(gov.database), { log })).archived).toEqual([2019]);
    await rollUp(unmarked(gov.database), { now: NOW, log, wait: true });
    return { first, second, third, fresh };
  }

  it('leaves every total, seal, day, archive and ranking as it was, and the ledger verifies', async () => {
    await bookYears();
    expect(await findings()).toEqual([]);
    const before = await totals();
    const head = (await verifyLedger(gov.database)).head;
    const id = await approved('messages', 2019);
    expect(await dispose(id, 1)).toMatchObject({ kind: 'disposed', records: 3 });
    expect(await totals()).toEqual(before);
    expect((await verifyLedger(gov.database, { head })).findings).toEqual([]);
    expect(await messages()).toEqual([
      MARK,
      MARK,
      '2020-01-01의 도움에 감사드립니다.',
      '2026-11-20의 도움에 감사드립니다.',
    ]);
    expect(await gov.rows('select reason from gift_visibility order by id')).toEqual([
      { reason: '개인정보' },
      { reason: MARK },
    ]);
  });

  it('shows in their place that they were disposed of', async () => {
    const { second } = await bookYears();
    await dispose(await approved('messages', 2019));
    const { jiu } = gov.people;
    const page = { offset: 0, limit: 10 };
    const { gifts } = await findStatement(gov.database, jiu.id, '2019-12', page);
    expect(gifts.map(({ message }) => message)).toEqual([MARK, MARK]);
    expect((await findBoard(gov.database, { limit: 10 })).gifts.map(({ id }) => id)).not.toContain(second);
  });

  it('a forged message is still found, of other years and of the year disposed of', async () => {
    const { first, third } = await bookYears();
    await dispose(await approved('messages', 2019));
    const forge = async (number: number, message: string) => {
      await gov.rows('alter table gift disable trigger append_only');
      await gov.rows('update gift set message = $2 where id = $1', [number, message]);
      await gov.rows('alter table gift enable trigger append_only');
    };
    await forge(first, '지어낸 감사의 말입니다.');
    expect(await findings()).toEqual(['message_differs']);
    await forge(first, MARK);
    expect(await findings()).toEqual([]);
    // The words alone prove nothing: of 2020 no disposal is on record.
    await forge(third, MARK);
    const result = await verifyLedger(gov.database);
    expect(result.findings).toMatchObject([{ kind: 'message_differs', transferId: third }]);
    expect(renderVerification(result).join('\n')).toContain(String(third));
  });

  it('of any history and any year, masks that year’s messages alone and leaves books that verify', async () => {
    const people = ['haneul', 'jiu', 'minjun'] as const;
    const gift = fc.record({
      from: fc.nat(2),
      to: fc.nat(1),
      year: fc.integer({ min: 2017, max: 2020 }),
      month: fc.integer({ min: 1, max: 12 }),
      last: fc.boolean(),
    });
    const history = fc.record({
      gifts: fc.array(gift, { minLength: 1, maxLength: 8 }),
      year: fc.integer({ min: 2017, max: 2020 }),
      batch: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ gifts, year, batch }) => {
        await gov.reset();
        await beThereSince(gov, '2015-01-01');
        await gov.setRole(gov.people.yuna, 'admin');
        for (const { from, to, year: of, month, last } of gifts) {
          const giver = people[from] ?? 'haneul';
          const receiver = people.filter((one) => one !== giver)[to] ?? 'jiu';
          const edge = last ? (month === 12 ? '31' : '28') : '01';
          const day = `${of}-${String(month).padStart(2, '0')}-${edge}`;
          // The pair's limit may refuse one: then there is one gift less.
          await giveOn(gov, gov.people[giver], gov.people[receiver], day).catch(() => 0);
        }
        await rollUp(unmarked(gov.database), { now: NOW, log, wait: true });
        const before = await totals();
        const due = await propose('messages', year);
        if (due.kind === 'proposed') {
          await decide(due.proposal.id);
          expect(await dispose(due.proposal.id, batch)).toMatchObject({ kind: 'disposed' });
        }
        expect(await totals()).toEqual(before);
        expect(await findings()).toEqual([]);
        expect(
          await gov.value(
            'select count(*) from gift where (message = $1) <> (extract(year from given_on) = $2)',
            [MARK, year],
          ),
        ).toBe(0);
      }),
      { numRuns: 6 },
    );
  });

  it('is not undone by a break: what was begun goes on, and counts as disposed of meanwhile', async () => {
    await bookYears();
    const id = await approved('messages', 2019);
    expect(await gov.rows(`select code, records from dispose($1, 1, 'cli:root', null)`, [id])).toEqual([
      { code: 'more', records: 1 },
    ]);
    expect(await findings()).toEqual([]);
    expect(await dispose(id)).toMatchObject({ kind: 'disposed', records: 2 });
    expect(await findings()).toEqual([]);
  });
});

describe('what is never disposed of', () => {
  it('without a second person’s approval, refused, or of no such number', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await proposed('messages', 2019);
    expect(await dispose(id)).toEqual({ kind: 'refused', reason: 'not_approved' });
    expect(await decide(id, false)).toMatchObject({ kind: 'rejected' });
    expect(await dispose(id)).toEqual({ kind: 'refused', reason: 'not_approved' });
    expect(await dispose(id + 1)).toEqual({ kind: 'refused', reason: 'not_found' });
    expect(await messages()).not.toContain(MARK);
  });

  it('twice', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await approved('messages', 2019);
    expect(await dispose(id)).toMatchObject({ kind: 'disposed' });
    expect(await dispose(id)).toEqual({ kind: 'refused', reason: 'already' });
  });

  it('when the records changed after the approval', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await approved('messages', 2019);
    await giveOn(gov, gov.people.haneul, gov.people.minjun, '2019-12-30');
    expect(await dispose(id)).toEqual({ kind: 'refused', reason: 'changed' });
    expect(await messages()).not.toContain(MARK);
    // And it may be asked for anew.
    expect(await dispose(await approved('messages', 2019))).toMatchObject({ kind: 'disposed', records: 2 });
  });

  it('when the records changed before the approval, or are kept longer: it is refused in words, and asked for anew', async () => {
    const { admin, haneul, jiu, minjun } = gov.people;
    await giveOn(gov, haneul, jiu, '2019-12-30');
    const id = await proposed('messages', 2019);
    await giveOn(gov, haneul, minjun, '2019-12-30');
    const outdated = { kind: 'refused', refusals: [{ reason: 'proposal_outdated', number: id }] };
    expect(await decide(id)).toEqual(outdated);
    expect(await gov.rows('select from disposal_decision')).toEqual([]);
    const next = await proposed('messages', 2019);
    await gov.rows(
      `insert into retention_change (class, years, effective_from, reason, decided_by) values ('messages', 10, '2026-01-01', '감사', $1)`,
      [admin.id],
    );
    const kept = { reason: 'not_due', class: 'messages', year: 2019, lastDue: 2015 };
    expect(await decide(next)).toEqual({ kind: 'refused', refusals: [kept] });
    // Refused it can be, whatever has changed.
    expect(await decide(next, false)).toMatchObject({ kind: 'rejected' });
  });

  it('by a proposal that a newer one has replaced: of one class and year one alone can be decided and carried out', async () => {
    const { haneul, jiu, minjun } = gov.people;
    await giveOn(gov, haneul, jiu, '2019-12-30');
    const first = await proposed('messages', 2019);
    await giveOn(gov, haneul, minjun, '2019-12-30');
    const second = await approved('messages', 2019);
    await giveOn(gov, jiu, minjun, '2019-12-30');
    const third = await proposed('messages', 2019);
    expect(await decide(first)).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'proposal_replaced', number: first, by: third }],
    });
    const states = (await listDisposal(gov.database, '2026-11-23')).proposals.map(({ id, state }) => [
      id,
      state,
    ]);
    expect(states).toEqual([
      [third, 'open'],
      [second, 'replaced'],
      [first, 'replaced'],
    ]);
    expect(await dispose(second)).toEqual({ kind: 'refused', reason: 'replaced' });
    expect(await dispose(first)).toEqual({ kind: 'refused', reason: 'not_approved' });
    await decide(third, false);
    // What was replaced stays so: the records are asked for anew.
    expect(await dispose(second)).toEqual({ kind: 'refused', reason: 'replaced' });
    expect(await dispose(await approved('messages', 2019))).toMatchObject({ kind: 'disposed', records: 3 });
    expect(await messages()).toEqual([MARK, MARK, MARK]);
  });

  it('approved while it is being replaced: the approver is told', async () => {
    const { haneul, jiu, minjun } = gov.people;
    await giveOn(gov, haneul, jiu, '2019-12-30');
    const first = await proposed('messages', 2019);
    await giveOn(gov, haneul, minjun, '2019-12-30');
    let approving: ReturnType<typeof decide> | undefined;
    const admin = gov.people.admin.id;
    await gov.database.transaction().execute(async (tx) => {
      await lockProposals(tx);
      await appendProposal(tx, { class: 'messages', year: 2019, reason: '다시 셈', proposedBy: admin });
      approving = decide(first);
      await setTimeout(300);
    });
    expect(await approving).toMatchObject({
      kind: 'refused',
      refusals: [{ reason: 'proposal_replaced', number: first }],
    });
  });

  it('twice at once: while one is under way no other is proposed', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    await giveOn(gov, gov.people.haneul, gov.people.minjun, '2019-12-30');
    const id = await approved('messages', 2019);
    await gov.rows(`select dispose($1, 1, 'cli:root', null)`, [id]);
    expect(await propose('messages', 2019)).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'proposal_open', number: id }],
    });
    expect(await dispose(id)).toMatchObject({ kind: 'disposed' });
  });

  it('when it is to be kept longer meanwhile', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await approved('messages', 2019);
    await gov.rows(
      `insert into retention_change (class, years, effective_from, reason, decided_by) values ('messages', 10, '2026-01-01', '감사', $1)`,
      [gov.people.admin.id],
    );
    expect(await dispose(id)).toEqual({ kind: 'refused', reason: 'not_due' });
  });
});

describe('guards of the database', () => {
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Error) => error.message,
    );
  const asOwner = (text: string, values: unknown[] = []) => refusalOf(gov.owner.query(text, values));
  const asApp = (text: string, values: unknown[] = []) => refusalOf(app.query(text, values));
  const KEPT = /never changed or removed/;

  const CHANGES = [
    `update gift set message = '${MARK}'`,
    `update gift set message = '지어낸 말'`,
    `update gift set points = 20, message = '${MARK}'`,
    'delete from gift',
    `update gift_visibility set reason = '${MARK}'`,
    `update task_event set note = '${MARK}'`,
    `update evaluation_answer set progress = '${MARK}'`,
    'delete from digest',
    'delete from access_log',
    `update access_log set reason = ''`,
    'delete from disposal_proposal',
    'update disposal_proposal set year = 2020',
    'delete from retention_change',
  ];

  async function seedOneOfEach() {
    const { haneul, jiu, operator, admin } = gov.people;
    const gift = await giveOn(gov, haneul, jiu, '2019-12-30');
    await gov.rows(
      `insert into gift_visibility (gift_id, hidden, reason, actor_id, recorded_at) values ($1, true, '사유', $2, '2019-12-31T01:00:00Z')`,
      [gift, operator.id],
    );
    const task = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'completed' });
    await seedAnswer(gov, await seedRequest(gov, task.parties[0] ?? 0, { dueOn: '2019-11-30' }), haneul.id);
    await gov.rows(
      `insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
       values ($1, '2019-12-23', 0, repeat('0', 64), '2019-12-30T00:00:00Z', false, '{}', '2019-12-30T00:00:00Z')`,
      [haneul.agency],
    );
    await logOn(gov, '2019-12-30');
    await gov.rows(
      `insert into retention_change (class, years, effective_from, reason, decided_by) values ('tasks', 10, '2026-01-01', '감사', $1)`,
      [admin.id],
    );
    await proposed('messages', 2019);
  }

  it('nobody changes or removes history, neither the application nor the owner, without an approved disposal', async () => {
    await seedOneOfEach();
    for (const change of CHANGES) {
      expect(await asOwner(change), change).toMatch(KEPT);
      expect(await asApp(change), change).toMatch(/permission denied/);
    }
    for (const table of [
      'disposal',
      'disposal_proposal',
      'disposal_decision',
      'retention_change',
      'gift',
      'access_log',
    ])
      expect(await asOwner(`truncate ${table} cascade`), table).toMatch(KEPT);
  });

  it('제43조: the proposer cannot approve, whoever writes the row', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await proposed('messages', 2019);
    const { admin, yuna } = gov.people;
    const decision =
      'insert into disposal_decision (proposal_id, proposed_by, decided_by, approved) values ($1, $2, $3, true)';
    expect(await asApp(decision, [id, admin.id, admin.id])).toMatch(/decided_by_a_second_person/);
    // Another proposer cannot be pretended either.
    expect(await asOwner(decision, [id, yuna.id, admin.id])).toMatch(/foreign key/);
    expect(await asOwner(`insert into disposal (proposal_id, executed_by) values ($1, 'me')`, [id])).toMatch(
      /may not begin: not_approved/,
    );
    expect(await asApp(`insert into disposal (proposal_id, executed_by) values ($1, 'me')`, [id])).toMatch(
      /permission denied/,
    );
  });

  it('what is proposed is counted by the database, whatever the caller says', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    expect(
      await asApp(
        `insert into disposal_proposal (class, year, counts, reason, proposed_by) values ('messages', 2019, '{}', '사유', $1)`,
        [gov.people.admin.id],
      ),
    ).toMatch(/permission denied/);
    await gov.rows(
      `insert into disposal_proposal (class, year, counts, reason, proposed_by) values ('messages', 2019, '{"message": 99}', '사유', $1)`,
      [gov.people.admin.id],
    );
    expect(await gov.value('select counts from disposal_proposal')).toEqual({ message: 1 });
  });

  it('while a disposal runs, only the mark, only in that column, and only of its class and year', async () => {
    await seedOneOfEach();
    const of2020 = await giveOn(gov, gov.people.haneul, gov.people.minjun, '2020-01-01');
    const more = await giveOn(gov, gov.people.haneul, gov.people.minjun, '2019-12-29');
    // Counted anew: the proposal of the seed was of fewer.
    const id = await approved('messages', 2019);
    expect(await gov.rows(`select code from dispose($1, 1, 'cli:root', null)`, [id])).toEqual([
      { code: 'more' },
    ]);
    for (const [change, values] of [
      [`update gift set message = '${MARK}' where id = $1`, [of2020]],
      [`update gift set message = '지어낸 말' where id = $1`, [more]],
      [`update gift set message = '${MARK}', points = 20 where id = $1`, [more]],
      [`update gift set message_hash = '' where id = $1`, [more]],
      ['delete from gift where id = $1', [more]],
      [`update transfer set amount = 20 where id = $1`, [more]],
    ] as const)
      expect(await asOwner(change, [...values]), change).toMatch(KEPT);
    for (const change of CHANGES.filter((one) => !/update gift/.test(one)))
      expect(await asOwner(change), change).toMatch(KEPT);
    expect(await asOwner('update disposal set started_at = now()')).toMatch(KEPT);
    expect(await asOwner('delete from disposal')).toMatch(KEPT);
    expect(await dispose(id)).toMatchObject({ kind: 'disposed' });
    // And when it is over, nothing any more.
    expect(await asOwner(`update gift set message = '${MARK}' where id = $1`, [of2020])).toMatch(KEPT);
    expect(await asOwner(`update gift set message = '되살린 말' where id = $1`, [more])).toMatch(KEPT);
    expect(await asOwner(`update disposal set finished_at = now()`)).toMatch(KEPT);
  });

  it('안전성 확보조치 기준 제8조①: an access log is kept two years at least, whoever decides otherwise', async () => {
    const change =
      'insert into retention_change (class, years, effective_from, reason, decided_by) values ($1, $2, $3, $4, $5)';
    const values = (of: string, years: number) => [of, years, '2026-01-01', '사유', gov.people.admin.id];
    expect(await asOwner(change, values('access_log', 1))).toMatch(/access_log_two_years/);
    expect(await asOwner(change, values('messages', 7))).toMatch(/check/);
    expect(await asApp(change, values('messages', 1))).toBe('done');
  });
});

describe('a disposal of the other classes', () => {
  it('of tasks masks every text of what was over that year; numbers, states and names stay', async () => {
    const { haneul, jiu } = gov.people;
    const old = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'completed' });
    const open = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'active' });
    const later = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'completed' });
    await gov.rows(`update task set updated_at = '2019-06-01T00:00:00Z'`);
    await gov.rows('alter table task_event disable trigger append_only');
    await gov.rows(`update task_event set occurred_at = '2019-06-01T00:00:00Z'`);
    await gov.rows('alter table task_event enable trigger append_only');
    await gov.rows(
      `insert into task_event (task_id, sequence, kind, note, detail, actor_id, occurred_at) values
         ($1, 2, 'revised', '메모', '{"purpose": "목적", "title": "제목", "dueOn": "2019-12-31"}', $3, '2019-12-31T14:59:59Z'),
         ($2, 2, 'points', '메모', '{}', $3, '2019-12-31T15:00:00Z')`,
      [old.id, later.id, haneul.id],
    );
    const id = await approved('tasks', 2019);
    expect(await gov.value('select counts from disposal_proposal where id = $1', [id])).toEqual({ task: 1 });
    expect(await dispose(id)).toMatchObject({ kind: 'disposed', records: 1 });
    const rows = await gov.rows(
      'select id, title, purpose, content, history, state from task where id = any ($1) order by id',
      [[old.id, open.id, later.id]],
    );
    expect(rows.map((row) => [row.title, row.purpose, row.content, row.history, row.state])).toEqual([
      ['청년 일자리 연계', MARK, MARK, '', 'completed'],
      ['청년 일자리 연계', '목적', '내용', '', 'active'],
      ['청년 일자리 연계', '목적', '내용', '', 'completed'],
    ]);
    expect(
      await gov.rows('select note, detail, kind from task_event where task_id = $1 order by sequence', [
        old.id,
      ]),
    ).toEqual([
      { note: MARK, detail: {}, kind: 'registered' },
      { note: MARK, detail: { title: '제목', dueOn: '2019-12-31' }, kind: 'revised' },
    ]);
    expect(await gov.value('select count(*) from task_event where note = $1', [MARK])).toBe(2);
  });

  it('of evaluations masks answers and comments; grades stay', async () => {
    const { haneul, jiu, cco } = gov.people;
    const task = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'completed' });
    const request = await seedRequest(gov, task.parties[0] ?? 0, { dueOn: '2019-11-30' });
    const answer = await gov.value<number>(
      `insert into evaluation_answer (request_id, version, draft, progress, next_plan, actor_id, request_key, occurred_at)
       values ($1, 1, false, '협의 완료', '', $2, 'old', '2019-11-20T01:00:00Z') returning id`,
      [request, haneul.id],
    );
    await gov.rows(
      `insert into evaluation_grade (request_id, answer_id, grade, comment, recommended, actor_id, request_key, occurred_at)
       values ($1, $2, '우수', '잘함', true, $3, 'grade', '2019-12-01T01:00:00Z')`,
      [request, answer, cco.id],
    );
    expect(await dispose(await approved('evaluations', 2019))).toMatchObject({
      kind: 'disposed',
      records: 1,
    });
    expect(await gov.rows('select progress, next_plan, version from evaluation_answer')).toEqual([
      { progress: MARK, next_plan: '', version: 1 },
    ]);
    expect(await gov.rows('select grade, comment, recommended from evaluation_grade')).toEqual([
      { grade: '우수', comment: MARK, recommended: true },
    ]);
  });

  it('of the access log, digests and deliveries removes the year’s rows and no others', async () => {
    await logOn(gov, '2019-12-31');
    const kept = await logOn(gov, '2020-01-01');
    for (const [week, at] of [
      ['2019-12-23', '2019-12-31T14:59:59Z'],
      ['2019-12-30', '2019-12-31T15:00:00Z'],
    ])
      await gov.rows(
        `insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
         values ($1, $2, 0, repeat('0', 64), $3, false, '{}', $3)`,
        [gov.agencies.smes, week, at],
      );
    const outbox = `insert into outbox (team_id, lane, kind, state, due_at, settled_at) values ('T1', 'official:1', $1, $2, $3, $3)`;
    for (const state of ['sent', 'skipped', 'parked', 'due'])
      await gov.rows(outbox, ['gift-received', state, '2019-12-31T00:00:00Z']);
    await gov.rows(outbox, ['reminder', 'sent', '2019-12-31T00:00:00Z']);
    await gov.rows(outbox, ['task-thread', 'sent', '2019-12-31T00:00:00Z']);
    const gift = await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    await gov.rows(
      `update outbox set state = 'sent', settled_at = '2019-12-30T03:01:00Z' where subject_id = $1`,
      [gift],
    );
    await gov.rows(outbox, ['gift-received', 'sent', '2020-01-01T00:00:00Z']);
    expect(await dispose(await approved('access_log', 2019))).toMatchObject({ kind: 'disposed', records: 1 });
    expect(await dispose(await approved('digests', 2019))).toMatchObject({ kind: 'disposed', records: 1 });
    expect(await dispose(await approved('deliveries', 2019), 2)).toMatchObject({ records: 4 });
    expect(await gov.value('select min(id) from access_log')).toBe(kept);
    // What comes to that year afterwards was approved by nobody.
    await logOn(gov, '2019-12-31');
    await expect(gov.owner.query(`delete from access_log where occurred_at < '2020-01-01'`)).rejects.toThrow(
      'never changed or removed',
    );
    expect(await gov.rows('select week::text from digest')).toEqual([{ week: '2019-12-30' }]);
    expect(
      await gov.rows(`select kind, state::text from outbox where kind not like 'disposal-%' order by id`),
    ).toEqual([
      { kind: 'gift-received', state: 'due' },
      { kind: 'reminder', state: 'sent' },
      { kind: 'task-thread', state: 'sent' },
      // While its message is kept, somebody may still have it hidden.
      { kind: 'gift-board', state: 'sent' },
      { kind: 'gift-received', state: 'sent' },
    ]);
    await dispose(await approved('messages', 2019));
    expect(await dispose(await approved('deliveries', 2019))).toMatchObject({ records: 1 });
  });

  it('goes on from where the last call ended, and is done only when nothing is left from the beginning on', async () => {
    for (const second of [1, 2, 3])
      await gov.rows(
        `insert into outbox (team_id, lane, kind, state, due_at, settled_at) values ('T1', 'a', 'gift-received', 'sent', now(), $1)`,
        [`2019-05-01T00:00:0${second}.000001Z`],
      );
    for (const day of ['2019-05-01', '2019-06-03', '2019-07-01']) {
      await logOn(gov, day);
      await giveOn(gov, gov.people.haneul, gov.people.jiu, day);
    }
    await gov.rows(`delete from outbox where kind like 'gift%' and subject_id is not null`);
    for (const of of ['access_log', 'messages', 'deliveries'] as const) {
      const id = await approved(of, 2019);
      const call = async (after: string | null) => {
        const [row] = await gov.rows<{ code: string; records: number; next_after: string | null }>(
          `select code, records, next_after from dispose($1, 1, 'cli:root', $2)`,
          [id, after],
        );
        return row ?? { code: '', records: 0, next_after: null };
      };
      const first = await call(null);
      const second = await call(first.next_after);
      expect([first, second].map(({ records, next_after }) => [records, typeof next_after])).toEqual([
        [1, 'string'],
        [1, 'string'],
      ]);
      // A place behind everything passes nothing over.
      const behind = of === 'messages' ? '999999999' : '2019-12-31T00:00:00Z';
      expect(await call(behind)).toEqual({ code: 'more', records: 0, next_after: null });
      expect(await call(null)).toMatchObject({ code: 'more', records: 1 });
      expect(await call(null)).toEqual({ code: 'done', records: 0, next_after: null });
    }
  });

  it('of deliveries finds what is due by an index, in the order in which it goes', async () => {
    await gov.rows(
      `insert into outbox (team_id, lane, kind, state, due_at, settled_at)
       select 'T1', 'a', 'gift-received', 'sent', now(), '2019-01-01'::timestamptz + n * interval '1 hour' from generate_series(1, 20000) n`,
    );
    await gov.rows('analyze outbox');
    const plan = await gov.rows<{ 'QUERY PLAN': string }>(
      `explain select x.id from disposable_deliveries('2019-06-01', '2020-01-01') x order by x.settled_at limit 50`,
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Scan using outbox_settled/);
  });

  it('counts and works for longer than a request may', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await approved('messages', 2019);
    const pool = openPool(gov.test.url, { role: APP_ROLE, max: 4 });
    pool.options.statement_timeout = 1_000;
    const hurried = openDatabase(pool);
    const LONG_WAIT = `select exists (select from pg_locks where not granted and waitstart < clock_timestamp() - interval '1.3 seconds'
      and database = (select oid from pg_database where datname = current_database()))`;
    /** Something takes longer than a request may wait. */
    const held = async <T>(lock: string, work: () => Promise<T>): Promise<T> => {
      const holder = await gov.owner.connect();
      try {
        await holder.query(`begin; ${lock}`);
        const working = work();
        let isOver = false;
        const over = () => {
          isOver = true;
        };
        working.then(over, over);
        await seen('a wait that is longer', async () => isOver || (await gov.value<boolean>(LONG_WAIT)));
        await holder.query('commit');
        return await working;
      } finally {
        holder.release(true);
      }
    };
    try {
      const gifts = 'lock table gift in access exclusive mode';
      await expect(held(gifts, () => findDue(hurried, '2026-11-23'))).rejects.toThrow('statement timeout');
      expect((await held(gifts, () => listDisposal(hurried, '2026-11-23'))).due).toHaveLength(1);
      expect(
        await held(`select pg_advisory_xact_lock(hashtext('ieum disposal'))`, () =>
          disposeBatch(hurried, id, { limit: 10, after: undefined, executedBy: 'cli:root' }),
        ),
      ).toMatchObject({ code: 'more', records: 1 });
      expect(await held(gifts, () => disposeRecords(hurried, id, BY))).toMatchObject({ kind: 'disposed' });
    } finally {
      await hurried.destroy();
    }
  });

  it('stays on record for good: class, year, counts, who asked, who approved, when, and in the access log', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    const id = await approved('messages', 2019);
    await dispose(id);
    const { admin, yuna } = gov.people;
    const [row] = await gov.rows(
      `select p.class, p.year, p.counts, p.reason, p.proposed_by, d.decided_by, x.executed_by, x.finished_at is not null as finished
       from disposal x join disposal_decision d using (proposal_id) join disposal_proposal p on p.id = x.proposal_id`,
    );
    expect(row).toEqual({
      class: 'messages',
      year: 2019,
      counts: { message: 1 },
      reason: '보존기간 만료',
      proposed_by: admin.id,
      decided_by: yuna.id,
      executed_by: 'cli:root',
      finished: true,
    });
    const entries = await gov.rows('select action, subject from access_log order by id');
    expect(entries).toEqual([
      { action: 'propose_disposal', subject: `disposal:${id} messages 2019` },
      { action: 'approve_disposal', subject: `disposal:${id} messages 2019` },
      { action: 'dispose', subject: `disposal:${id} messages 2019` },
    ]);
  });
});
