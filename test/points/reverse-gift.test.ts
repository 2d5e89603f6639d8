import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { givePoints } from '../../src/points/give-points.ts';
import { type ReversalOutcome, reverseGift } from '../../src/points/reverse-gift.ts';
import { findSummary } from '../../src/points/store.ts';
import {
  BOARD,
  countBy,
  giftOf,
  openTestGovernment,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { rankingNow } from './ranking-now.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const minutesLater = (minutes: number, ms = 0) => new Date(NOW.getTime() + minutes * 60_000 + ms);

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

async function give(
  giver: Person = gov.people.haneul,
  recipient: Person | { departmentId: number } = gov.people.jiu,
  now = NOW,
  teamId = TEAM,
): Promise<number> {
  const outcome = await givePoints(gov.database, giftOf(giver, recipient, { teamId }), now);
  if (outcome.kind !== 'given') throw new Error(`not given: ${JSON.stringify(outcome)}`);
  return outcome.giftId;
}

let clicks = 0;
function reverse(
  number: number,
  actor: Person,
  options: { reason?: string; now?: Date; teamId?: string } = {},
): Promise<ReversalOutcome> {
  clicks += 1;
  return reverseGift(
    gov.database,
    {
      requestKey: `click-${clicks}`,
      teamId: options.teamId ?? TEAM,
      number,
      actorId: actor.id,
      reason: options.reason ?? '',
    },
    options.now ?? minutesLater(1),
  );
}

const reasonsOf = (outcome: ReversalOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map((r) => r.reason).join(' ') : outcome.kind;
const leftOf = (person: Person, month = '2026-11') =>
  gov.value<number>(
    `select points from account a join balance b on b.account_id = a.id
     where kind = 'allowance' and official_id = $1 and period = $2`,
    [person.id, `${month}-01`],
  );
const reversals = () =>
  gov.rows(
    `select t.reverses_id, t.actor_id, t.reason, t.amount, d.kind as debit, d.owner_id as debit_owner, c.kind as credit,
            c.owner_id as credit_owner, c.period as credit_period, t.occurred_at
     from transfer t join account d on d.id = t.debit_account_id join account c on c.id = t.credit_account_id
     where t.kind = 'reversal' order by t.id`,
  );

describe('a giver (rule 13)', () => {
  it('takes a gift back within ten minutes: a mirror transfer names it, nothing is deleted, the points return', async () => {
    const { haneul, jiu } = gov.people;
    const number = await give();
    await gov.owner.query('delete from outbox');
    const now = minutesLater(10);
    expect(await reverse(number, haneul, { now })).toEqual({
      kind: 'reversed',
      number,
      points: 10,
      allowanceLeft: 200,
      byGiver: true,
    });
    expect(await reversals()).toEqual([
      {
        reverses_id: number,
        actor_id: haneul.id,
        reason: '보낸 사람이 되돌림',
        amount: 10,
        debit: 'received',
        debit_owner: jiu.id,
        credit: 'allowance',
        credit_owner: haneul.id,
        credit_period: '2026-11-01',
        occurred_at: now,
      },
    ]);
    expect(await gov.value('select count(*) from gift')).toBe(1);
    expect(await leftOf(haneul)).toBe(200);
    expect(await gov.rows('select team_id, lane, kind, subject_id from outbox order by id')).toEqual([
      { team_id: TEAM, lane: `channel:${BOARD}`, kind: 'gift-board-update', subject_id: number },
      { team_id: TEAM, lane: `official:${jiu.id}`, kind: 'gift-reversed', subject_id: number },
    ]);
  });

  it('cannot a millisecond later, and nothing is written then', async () => {
    const number = await give();
    expect(await reverse(number, gov.people.haneul, { now: minutesLater(10, 1) })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'too_late', minutes: 10 }],
    });
    expect(await reversals()).toEqual([]);
  });

  it('has as long as the agency says (제7조)', async () => {
    await gov.setPolicy('smes', '2026-11-01', { undoMinutes: 1 });
    const number = await give();
    expect(reasonsOf(await reverse(number, gov.people.haneul, { now: minutesLater(1, 1) }))).toBe('too_late');
    expect(reasonsOf(await reverse(number, gov.people.haneul, { now: minutesLater(1) }))).toBe('reversed');
  });

  it('may give the same person again after it: a gift taken back does not count towards the two (제6조②)', async () => {
    const { haneul, jiu } = gov.people;
    await give();
    const second = await give();
    await expect(give()).rejects.toThrow('pair_limit');
    await reverse(second, haneul);
    await give(haneul, jiu, minutesLater(2));
    await expect(give(haneul, jiu, minutesLater(3))).rejects.toThrow('pair_limit');
    expect(await leftOf(haneul)).toBe(180);
  });

  it('gets the points back only in their month: at its turn they go back to issuance (rule 1, 제5조)', async () => {
    const { haneul, jiu } = gov.people;
    const last = seoul('2026-11-30 23:59:59.999');
    const number = await give(haneul, jiu, last);
    await give(haneul, gov.people.yuna, seoul('2026-12-01 00:00:00.000'));
    expect(await reverse(number, haneul, { now: seoul('2026-12-01 00:05:00.000') })).toEqual({
      kind: 'reversed',
      number,
      points: 10,
      allowanceLeft: undefined,
      byGiver: true,
    });
    expect(await reversals()).toMatchObject([
      { credit: 'issuance', credit_owner: haneul.agency, credit_period: '2026-01-01', debit: 'received' },
    ]);
    expect([await leftOf(haneul, '2026-11'), await leftOf(haneul, '2026-12')]).toEqual([190, 190]);
  });

  it('rule 7: after New Year the points leave the account of the year they were received in', async () => {
    const { haneul, jiu } = gov.people;
    const number = await give(haneul, jiu, seoul('2026-12-31 23:59:00.000'));
    await reverse(number, haneul, { now: seoul('2027-01-01 00:01:00.000') });
    expect(
      await gov.rows(
        `select d.kind, d.period from transfer t join account d on d.id = t.debit_account_id where t.kind = 'reversal'`,
      ),
    ).toEqual([{ kind: 'received', period: '2026-01-01' }]);
  });

  it('takes back what a department received out of the department’s account (rule 14)', async () => {
    const number = await give(gov.people.haneul, { departmentId: gov.departments.collab });
    expect(reasonsOf(await reverse(number, gov.people.haneul))).toBe('reversed');
    expect(await reversals()).toMatchObject([{ debit: 'department', debit_owner: gov.departments.collab }]);
  });

  it('clicks twice, or a second time minutes later: once done, and answered like the first time', async () => {
    const number = await give();
    const first = await reverse(number, gov.people.haneul);
    expect(await reverse(number, gov.people.haneul)).toEqual(first);
    expect(await reverse(number, gov.people.haneul, { now: minutesLater(9) })).toEqual(first);
    expect(reasonsOf(await reverse(number, gov.people.haneul, { now: minutesLater(60) }))).toBe(
      'already_reversed',
    );
    expect(await reversals()).toHaveLength(1);
  });
});

describe('others (rule 13)', () => {
  const reason = '받는 사람을 잘못 골랐다고 함';

  it('are answered like the first time when the same reversal comes twice, but another reason is not taken for recorded', async () => {
    const { operator } = gov.people;
    const number = await give();
    const first = await reverse(number, operator, { reason });
    expect(await reverse(number, operator, { reason })).toEqual(first);
    expect(reasonsOf(await reverse(number, operator, { reason: '다른 사유를 적음' }))).toBe(
      'already_reversed',
    );
    expect(await reversals()).toMatchObject([{ reverses_id: number, reason }]);
  });

  it('who operate the giver’s or the receiver’s agency take it back at any time, with a reason, and the giver is told', async () => {
    const { haneul, jiu, operator, otherOperator } = gov.people;
    const [first, second] = [await give(), await give()];
    await gov.owner.query('delete from outbox');
    const now = minutesLater(60 * 24 * 5);
    expect(reasonsOf(await reverse(first, operator, { reason: ' \u200b ', now }))).toBe('reason_missing');
    expect(await reverse(first, operator, { reason: `${reason}\u200b`, now })).toMatchObject({
      kind: 'reversed',
      allowanceLeft: 190,
      byGiver: false,
    });
    expect(reasonsOf(await reverse(second, otherOperator, { reason, now }))).toBe('reversed');
    expect(await reversals()).toMatchObject([
      { reverses_id: first, actor_id: operator.id, reason },
      { reverses_id: second, actor_id: otherOperator.id, reason },
    ]);
    expect(
      await gov.rows('select lane, kind from outbox where subject_id = $1 order by id', [first]),
    ).toEqual([
      { lane: `channel:${BOARD}`, kind: 'gift-board-update' },
      { lane: `official:${jiu.id}`, kind: 'gift-reversed' },
      { lane: `official:${haneul.id}`, kind: 'gift-reversed' },
    ]);
  });

  it('cannot: another agency’s operator, the receiver, a member, the CCO, the auditor, and who left', async () => {
    const { jiu, seojun, cco, auditor, operator } = gov.people;
    const [traffic] = await gov.addPeople('traffic', 1);
    if (!traffic) throw new Error('nobody was added');
    await gov.setRole(traffic, 'operator');
    const number = await give();
    for (const actor of [traffic, jiu, seojun, cco, auditor]) {
      expect(reasonsOf(await reverse(number, actor, { reason }))).toBe('not_yours');
    }
    await gov.setStatus(operator, 'left');
    expect(reasonsOf(await reverse(number, operator, { reason }))).toBe('not_yours');
    expect(await reversals()).toEqual([]);
  });

  it('who are admin may, in any agency', async () => {
    const number = await give(gov.people.minjun, gov.people.haneul);
    expect(reasonsOf(await reverse(number, gov.people.admin, { reason }))).toBe('reversed');
  });

  it('who operate may not in their own case, neither as giver after the undo time nor as receiver', async () => {
    const { operator, jiu, secondOperator } = gov.people;
    const given = await give(operator, jiu);
    const received = await give(jiu, operator);
    expect(reasonsOf(await reverse(given, operator, { reason, now: minutesLater(11) }))).toBe('own_case');
    expect(reasonsOf(await reverse(received, operator, { reason }))).toBe('own_case');
    expect(reasonsOf(await reverse(received, secondOperator, { reason }))).toBe('reversed');
    expect(reasonsOf(await reverse(given, operator, { now: minutesLater(10) }))).toBe('reversed');
  });

  it('are asked about their role as it is at that moment', async () => {
    const number = await give();
    await gov.setRole(gov.people.operator, 'member');
    expect(reasonsOf(await reverse(number, gov.people.operator, { reason }))).toBe('not_yours');
    await gov.transfer(gov.people.secondOperator, 'traffic', '2026-11-23');
    expect(reasonsOf(await reverse(number, gov.people.secondOperator, { reason }))).toBe('not_yours');
  });

  it('find nothing under a number that is no gift: an issue, a reversal, none at all', async () => {
    const number = await give();
    await reverse(number, gov.people.haneul);
    const others = await gov.rows<{ id: number }>(
      `select id from transfer where kind in ('issue', 'reversal')`,
    );
    expect(others).toHaveLength(2);
    for (const id of [...others.map((row) => row.id), 0, 999_999_999_999_999]) {
      expect(reasonsOf(await reverse(id, gov.people.operator, { reason })), String(id)).toBe('not_found');
    }
  });

  it('change the post where it stands: in the workspace in which the gift was given', async () => {
    await gov.owner.query(`insert into workspace (team_id, board_channel_id) values ('T2', 'CTWO')`);
    const number = await give();
    await gov.owner.query('delete from outbox');
    await reverse(number, gov.people.otherOperator, { reason, teamId: 'T2' });
    expect(await gov.rows('select distinct team_id from outbox')).toEqual([{ team_id: TEAM }]);
    expect(await gov.value(`select lane from outbox where kind = 'gift-board-update'`)).toBe(
      `channel:${BOARD}`,
    );
  });
});

describe('a gift taken back', () => {
  it('counts nowhere any more: not as received, not as sent, in no ranking (rules 6, 11)', async () => {
    const { haneul, jiu } = gov.people;
    const number = await give();
    await give();
    await reverse(number, haneul);
    const today = '2026-11-23';
    expect(await findSummary(gov.database, jiu.id, jiu.agency, today)).toMatchObject({
      receivedThisMonth: 10,
      receivedThisYear: 10,
    });
    expect(await findSummary(gov.database, haneul.id, haneul.agency, today)).toMatchObject({
      sentThisMonth: 10,
    });
    for (const subject of ['person', 'department'] as const) {
      for (const side of ['received', 'sent'] as const) {
        const view = { subject, side, span: 'month', scope: 'government' } as const;
        const period = { from: '2026-11-01', until: '2026-12-01' };
        expect((await rankingNow(gov.database, view, period, undefined, 10)).map((l) => l.points)).toEqual([
          10,
        ]);
      }
    }
  });
});

describe('at once', () => {
  it('20 clicks of the giver: one reversal, all answered alike, everyone told once', async () => {
    const number = await give();
    await gov.owner.query('delete from outbox');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => reverse(number, gov.people.haneul)));
    expect(new Set(outcomes.map((o) => JSON.stringify(o))).size).toBe(1);
    expect(outcomes[0]).toMatchObject({ kind: 'reversed', allowanceLeft: 200 });
    expect(await reversals()).toHaveLength(1);
    expect(await leftOf(gov.people.haneul)).toBe(200);
    expect(await gov.value('select count(*) from outbox')).toBe(2);
  });

  it('the giver and three operators, five times each: one of them, and the others are told that it was done', async () => {
    const { haneul, operator, otherOperator, admin } = gov.people;
    const number = await give();
    const actors = Array.from(
      { length: 20 },
      (_, i) => [haneul, operator, otherOperator, admin][i % 4] ?? haneul,
    );
    const outcomes = await Promise.all(actors.map((actor) => reverse(number, actor, { reason: '사유' })));
    expect(countBy(outcomes, reasonsOf)).toEqual({ reversed: 5, already_reversed: 15 });
    expect(await reversals()).toHaveLength(1);
    expect(await leftOf(haneul)).toBe(200);
  });

  it('reversals and gifts of one giver with points for two: never more than two stand, and the balance agrees', async () => {
    const { haneul } = gov.people;
    await gov.setPolicy('smes', '2026-11-01', { monthlyAllowance: 20 });
    const recipients = await gov.addPeople('traffic', 60);
    const [one, two] = [recipients[0], recipients[1]];
    if (!one || !two) throw new Error('nobody was added');
    const numbers = [await give(haneul, one), await give(haneul, two)];
    await Promise.all([
      ...numbers.map((number) => reverse(number, haneul)),
      ...recipients.slice(2).map((to) => givePoints(gov.database, giftOf(haneul, to), minutesLater(1))),
    ]);
    const standing = await gov.value<number>(
      'select count(*) from gift g where not exists (select from transfer v where v.reverses_id = g.id)',
    );
    expect(await reversals()).toHaveLength(2);
    expect(standing).toBeLessThanOrEqual(2);
    expect(await leftOf(haneul)).toBe(20 - standing * 10);
  });

  it('a reversal and gifts to the same person: two stand at most', async () => {
    const { haneul } = gov.people;
    const number = await give();
    await give();
    const outcomes = await Promise.all([
      reverse(number, haneul),
      ...Array.from({ length: 30 }, () =>
        givePoints(gov.database, giftOf(haneul, gov.people.jiu), minutesLater(1)),
      ),
    ]);
    const given = outcomes.filter((o) => o.kind === 'given').length;
    expect(given).toBeLessThanOrEqual(1);
    expect(await leftOf(haneul)).toBe(200 - (1 + given) * 10);
  });
});
