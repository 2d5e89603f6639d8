import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { givePoints } from '../../src/points/give-points.ts';
import { grantSpecial, type SpecialOutcome, type SpecialRequest } from '../../src/points/grant-special.ts';
import { appendSpecialGrant, findPoolLeft } from '../../src/points/operator-store.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { findSummary } from '../../src/points/store.ts';
import {
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
const REASON = '국정과제 공동 대응';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

let keys = 0;
const grant = (
  recipient: Person | { departmentId: number },
  more: Partial<SpecialRequest> & { actor?: Person } = {},
  now = NOW,
): Promise<SpecialOutcome> => {
  keys += 1;
  const { actor = gov.people.operator, ...request } = more;
  return grantSpecial(
    gov.database,
    {
      requestKey: `grant-${keys}`,
      teamId: TEAM,
      actorId: actor.id,
      recipient: 'departmentId' in recipient ? recipient : { officialId: recipient.id },
      pointsEach: 50,
      reason: REASON,
      ...request,
    },
    now,
  );
};
const reasonsOf = (outcome: SpecialOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map((r) => r.reason).join(' ') : outcome.kind;
const poolLeft = (day = '2026-11-23') => findPoolLeft(gov.database, gov.agencies.smes, day);
/** Lets every grant pass without a second person. */
const trustOne = () => gov.setPolicy('smes', '2026-01-01', { secondPersonAbove: 2_000 });

describe('a special grant (제9조, rule 8)', () => {
  it('takes its points from the agency’s yearly pool of 2,000 and keeps them apart from gifts', async () => {
    const { haneul, operator } = gov.people;
    expect(await grant(haneul)).toEqual({
      kind: 'granted',
      numbers: [expect.any(Number)],
      label: '김하늘',
      persons: 1,
      pointsEach: 50,
      total: 50,
      poolLeft: 1_950,
    });
    expect(
      await gov.rows(
        `select t.kind::text, d.kind as debit, d.owner_id as debit_owner, c.kind as credit, c.owner_id as credit_owner,
                c.period, t.amount, t.actor_id, t.reason
         from transfer t join account d on d.id = t.debit_account_id join account c on c.id = t.credit_account_id order by t.id`,
      ),
    ).toEqual([
      {
        kind: 'special_issue',
        debit: 'issuance',
        debit_owner: operator.agency,
        credit: 'special_pool',
        credit_owner: operator.agency,
        period: '2026-01-01',
        amount: 2_000,
        actor_id: null,
        reason: null,
      },
      {
        kind: 'special_grant',
        debit: 'special_pool',
        debit_owner: operator.agency,
        credit: 'special',
        credit_owner: haneul.id,
        period: '2026-01-01',
        amount: 50,
        actor_id: operator.id,
        reason: REASON,
      },
    ]);
    expect(await gov.rows('select lane, kind from outbox')).toEqual([
      { lane: `official:${haneul.id}`, kind: 'special-received' },
    ]);
    expect(await findSummary(gov.database, haneul.id, haneul.agency, '2026-11-23')).toMatchObject({
      allowanceLeft: 200,
      receivedThisMonth: 0,
      receivedThisYear: 0,
      specialThisYear: 50,
    });
    const view = { subject: 'person', side: 'received', span: 'year', scope: 'government' } as const;
    const year = { from: '2026-01-01', until: '2027-01-01' };
    expect(await rankingNow(gov.database, view, year, undefined, 10)).toEqual([]);
  });

  it('is at most 100 to one person a grant, and more the year’s pool does not have, whatever the policy says', async () => {
    const { haneul } = gov.people;
    expect(reasonsOf(await grant(haneul, { pointsEach: 101 }))).toBe('special_points');
    expect(await grant(haneul, { pointsEach: 100 })).toMatchObject({ poolLeft: 1_900 });
    await gov.setPolicy('smes', '2026-01-01', { specialPerPerson: 1_000, specialPoolPerYear: 100_000 });
    await expect(grant(haneul, { pointsEach: 101 })).rejects.toThrow('points_each');
    await gov.setPolicy('interior', '2026-01-01', { specialPoolPerYear: 100_000 });
    expect(await grant(gov.people.jiu, { actor: gov.people.otherOperator })).toMatchObject({
      poolLeft: 1_950,
    });
  });

  it('of a new year has a new pool; what was left of the old one is gone', async () => {
    const { haneul } = gov.people;
    expect(await grant(haneul, {}, seoul('2026-12-31 23:59:59.999'))).toMatchObject({ poolLeft: 1_950 });
    expect(await grant(haneul, {}, seoul('2027-01-01 00:00:00.000'))).toMatchObject({ poolLeft: 1_950 });
    expect([await poolLeft('2026-12-31'), await poolLeft('2027-01-01')]).toEqual([1_950, 1_950]);
  });

  it('to a department goes to every member of the day, without those who left and the operator', async () => {
    const { secondOperator, cco, auditor, operator } = gov.people;
    const moved = await gov.transfer(gov.people.seojun, 'startup', '2026-11-23');
    await gov.setStatus(auditor, 'leave');
    const [former] = await gov.addPeople('startup', 1);
    if (!former) throw new Error('nobody was added');
    await gov.setStatus(former, 'left');
    expect(await grant({ departmentId: operator.department })).toMatchObject({
      kind: 'granted',
      label: '창업정책과',
      persons: 4,
      total: 200,
      poolLeft: 1_800,
    });
    const receivers = await gov.rows<{ official_id: number }>(
      'select official_id from special_award order by official_id',
    );
    expect(receivers.map((r) => r.official_id)).toEqual(
      [secondOperator.id, cco.id, auditor.id, moved.id].sort((a, b) => a - b),
    );
  });

  it('is all or nothing: a department for which the pool is short gets nothing, the operator’s own one too', async () => {
    await trustOne();
    const { operator } = gov.people;
    await gov.addPeople('startup', 16);
    expect(await grant({ departmentId: operator.department }, { pointsEach: 100 })).toMatchObject({
      persons: 19,
      poolLeft: 100,
    });
    expect(await grant({ departmentId: operator.department }, { pointsEach: 10 })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'special_pool', left: 100, total: 190 }],
    });
    expect(await gov.value('select count(*) from special_award')).toBe(19);
    expect(await poolLeft()).toBe(100);
  });

  it('is all or nothing in the database as well: one receiver who is not one any more, or is oneself, or twice, and nobody gets any', async () => {
    const { haneul, seojun, operator, jiu } = gov.people;
    const post = (postingIds: number[], approverId?: number) => {
      keys += 1;
      return appendSpecialGrant(gov.database, {
        requestKey: `grant-${keys}`,
        agencyId: gov.agencies.smes,
        actorId: operator.id,
        approverId,
        postingIds,
        pointsEach: 50,
        reason: REASON,
        at: NOW,
        day: '2026-11-23',
        poolPerYear: 2_000,
        teamId: TEAM,
      });
    };
    for (const postings of [
      [haneul.posting, operator.posting],
      [haneul.posting, jiu.posting],
      [haneul.posting, haneul.posting],
      [haneul.posting, 999_999],
    ]) {
      expect(await post(postings)).toMatchObject({ code: 'stale_recipient' });
    }
    await expect(post([])).rejects.toThrow('names its receivers');
    await expect(post([haneul.posting], seojun.id)).rejects.toThrow('consented');
    await gov.transfer(seojun, 'startup', '2026-11-20');
    expect(await post([haneul.posting, seojun.posting])).toMatchObject({ code: 'stale_recipient' });
    await gov.setStatus(haneul, 'left');
    expect(await post([haneul.posting])).toMatchObject({ code: 'stale_recipient' });
    expect(await gov.value('select count(*) from special_award')).toBe(0);
    expect(await poolLeft()).toBe(2_000);
  });

  it('is never to oneself, and by nobody but the agency’s operator or an admin', async () => {
    const { haneul, operator, otherOperator, admin, cco, auditor, seojun, gone, minjun } = gov.people;
    expect(reasonsOf(await grant(operator))).toBe('own_case');
    expect(await grant(haneul, { actor: otherOperator })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'other_agency', agency: '중기부' }],
    });
    for (const actor of [cco, auditor, seojun, haneul]) {
      expect(reasonsOf(await grant(haneul, { actor }))).toBe('not_operator');
    }
    expect(reasonsOf(await grant(minjun))).toBe('other_agency');
    expect(reasonsOf(await grant(gone, { actor: admin }))).toBe('nobody');
    expect(reasonsOf(await grant({ ...haneul, id: 999_999 }))).toBe('nobody');
    expect(reasonsOf(await grant(haneul, { reason: '\u200b ' }))).toBe('reason_missing');
    expect(await gov.value('select count(*) from account')).toBe(0);
    expect(reasonsOf(await grant(haneul, { actor: admin }))).toBe('granted');
  });

  it('can be taken back by an operator, and the points return to the pool of the same year', async () => {
    const { haneul, operator } = gov.people;
    await grant(haneul);
    const number = await gov.value<number>('select id from special_award');
    const reverse = (now: Date, actor = operator) =>
      reverseGift(
        gov.database,
        { requestKey: 'r', teamId: TEAM, number, actorId: actor.id, reason: '착오' },
        now,
      );
    expect(await reverse(NOW, haneul)).toMatchObject({ refusals: [{ reason: 'not_yours' }] });
    expect(await reverse(NOW)).toMatchObject({ kind: 'reversed', points: 50, byGiver: false });
    expect(await poolLeft()).toBe(2_000);
    expect(await findSummary(gov.database, haneul.id, haneul.agency, '2026-11-23')).toMatchObject({
      specialThisYear: 0,
    });
  });

  it('rule 16: comes from an operator only; gifts, however many, bring no special points', async () => {
    const { haneul, jiu, yuna } = gov.people;
    for (const to of [jiu, yuna, jiu]) await givePoints(gov.database, giftOf(haneul, to), NOW);
    expect(await gov.value(`select count(*) from account where kind in ('special', 'special_pool')`)).toBe(0);
  });
});

describe('the same grant', () => {
  it('delivered again is granted once and answered like the first time, also when it emptied the pool', async () => {
    await trustOne();
    await gov.addPeople('startup', 17);
    const all = { departmentId: gov.departments.startup };
    const first = await grant(all, { pointsEach: 100, requestKey: 'same' });
    expect(first).toMatchObject({ kind: 'granted', persons: 20, poolLeft: 0 });
    expect(await grant(all, { pointsEach: 100, requestKey: 'same' })).toEqual(first);
    expect(await gov.value('select count(*) from special_award')).toBe(20);
  });

  it('under its key, but with other content, is an error', async () => {
    const { haneul, seojun } = gov.people;
    await grant(haneul, { requestKey: 'same' });
    expect(reasonsOf(await grant(seojun, { requestKey: 'same' }))).toBe('key_reused');
    expect(reasonsOf(await grant(haneul, { requestKey: 'same', pointsEach: 51 }))).toBe('key_reused');
    expect(reasonsOf(await grant(haneul, { requestKey: 'same', reason: '다른 사유' }))).toBe('key_reused');
    expect(reasonsOf(await grant(haneul, { requestKey: 'same', actor: gov.people.admin }))).toBe(
      'key_reused',
    );
    expect(await gov.value('select count(*) from special_award')).toBe(1);
  });

  it('50 times at once is granted once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => grant(gov.people.haneul, { requestKey: 'same' })),
    );
    expect(new Set(outcomes.map((o) => JSON.stringify(o))).size).toBe(1);
    expect(await gov.value('select count(*) from special_award')).toBe(1);
    expect(await gov.value('select count(*) from outbox')).toBe(1);
  });
});

describe('at once', () => {
  it('50 grants of 100 by two operators: 20 are granted, 30 are told that the pool is empty', async () => {
    const people = await gov.addPeople('hr', 50);
    const { operator, secondOperator } = gov.people;
    const outcomes = await Promise.all(
      people.map((to, i) => grant(to, { pointsEach: 100, actor: i % 2 ? operator : secondOperator })),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ granted: 20, special_pool: 30 });
    expect(await poolLeft()).toBe(0);
    expect(await gov.value(`select sum(amount) from transfer where kind = 'special_grant'`)).toBe(2_000);
    expect(await gov.value(`select count(*) from transfer where kind = 'special_issue'`)).toBe(1);
  });

  it('10 whole departments of 7 for 90 each: three are granted, seven get nothing at all', async () => {
    await trustOne();
    await gov.addPeople('hr', 5);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => grant({ departmentId: gov.departments.hr }, { pointsEach: 90 })),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ granted: 3, special_pool: 7 });
    expect(await gov.value('select count(*) from special_award')).toBe(21);
    expect(await poolLeft()).toBe(2_000 - 3 * 630);
  });
});
