import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findOpenApprovals } from '../../src/points/approval-store.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { grantSpecial, type SpecialRequest } from '../../src/points/grant-special.ts';
import { findPoolLeft } from '../../src/points/operator-store.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { type ApprovalOutcome, settleApproval } from '../../src/points/settle-approval.ts';
import {
  countBy,
  giftOf,
  openTestGovernment,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const LATER = seoul('2026-11-24 10:00:00.000');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

let keys = 0;
/** Special points for the five people of 인력정책과, 300 in all: more than one person may grant alone. */
async function askGrant(more: Partial<SpecialRequest> & { actor?: Person } = {}): Promise<number> {
  keys += 1;
  await gov.addPeople('hr', 3);
  const { actor = gov.people.operator, ...request } = more;
  const outcome = await grantSpecial(
    gov.database,
    {
      requestKey: `ask-${keys}`,
      teamId: TEAM,
      actorId: actor.id,
      recipient: { departmentId: gov.departments.hr },
      pointsEach: 60,
      reason: '국정과제 공동 대응',
      ...request,
    },
    NOW,
  );
  if (outcome.kind !== 'approval_asked') throw new Error(`not asked: ${JSON.stringify(outcome)}`);
  return outcome.approvalId;
}
/** A gift of 300 points that an operator wants reversed. */
async function askReversal(
  actor: Person = gov.people.operator,
): Promise<{ approvalId: number; number: number }> {
  await gov.setPolicy('smes', '2026-11-01', { monthlyAllowance: 1_000, pointsPerGift: 300 });
  const gift = await givePoints(gov.database, giftOf(gov.people.haneul, gov.people.jiu), NOW);
  const number = gift.kind === 'given' ? gift.giftId : 0;
  keys += 1;
  const outcome = await reverseGift(
    gov.database,
    { requestKey: `ask-${keys}`, teamId: TEAM, number, actorId: actor.id, reason: '잘못 보냄' },
    NOW,
  );
  if (outcome.kind !== 'approval_asked') throw new Error(`not asked: ${JSON.stringify(outcome)}`);
  return { approvalId: outcome.approvalId, number };
}
const settle = (approvalId: number, actor: Person, approve = true) =>
  settleApproval(gov.database, { approvalId, actorId: actor.id, approve, reason: '', teamId: TEAM }, LATER);
const reasonsOf = (outcome: ApprovalOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map((r) => r.reason).join(' ') : outcome.kind;
const countAwards = () => gov.value<number>('select count(*) from special_award');
const countDecisions = () => gov.value<number>('select count(*) from approval_decision');
const poolLeft = () => findPoolLeft(gov.database, gov.agencies.smes, '2026-11-24');

describe('a grant above the threshold', () => {
  it('is not granted but put before every other operator of the agency who gains nothing by it', async () => {
    const { operator, secondOperator, seojun } = gov.people;
    await gov.setRole(seojun, 'operator');
    const approvalId = await askGrant();
    expect(await countAwards()).toBe(0);
    expect(await gov.rows('select lane, kind, subject_id from outbox')).toEqual([
      { lane: `official:${secondOperator.id}`, kind: 'approval-asked', subject_id: approvalId },
    ]);
    const open = (person: Person) => findOpenApprovals(gov.database, gov.agencies.smes, person.id);
    expect([await open(secondOperator), await open(operator)]).toEqual([[approvalId], []]);
  });

  it('asked for twice under one key is asked once', async () => {
    const approvalId = await askGrant({ requestKey: 'same' });
    expect(await askGrant({ requestKey: 'same' })).toBe(approvalId);
    expect(await gov.value('select count(*) from outbox')).toBe(1);
  });

  it('is granted with a second operator’s consent, in both their names, and the asker is told', async () => {
    const { operator, secondOperator } = gov.people;
    const approvalId = await askGrant();
    expect(await settle(approvalId, secondOperator)).toMatchObject({
      kind: 'approved',
      approval: { id: approvalId },
    });
    expect(await gov.rows('select actor_id, approver_id, points_each from special_grant')).toEqual([
      { actor_id: operator.id, approver_id: secondOperator.id, points_each: 60 },
    ]);
    expect([await countAwards(), await poolLeft()]).toEqual([5, 1_700]);
    expect(await gov.rows(`select lane from outbox where kind = 'approval-settled'`)).toEqual([
      { lane: `official:${operator.id}` },
    ]);
  });

  it('is not granted when rejected, and cannot be any more', async () => {
    const approvalId = await askGrant();
    expect(reasonsOf(await settle(approvalId, gov.people.secondOperator, false))).toBe('rejected');
    expect(reasonsOf(await settle(approvalId, gov.people.admin))).toBe('approval_settled');
    expect(await countAwards()).toBe(0);
  });

  it('is not settled by its asker, a beneficiary, another agency’s operator, or others; nor when there is none', async () => {
    const { operator, secondOperator, otherOperator, seojun, cco, auditor } = gov.people;
    const approvalId = await askGrant();
    await gov.setRole(seojun, 'operator');
    expect(reasonsOf(await settle(approvalId, operator))).toBe('approval_own');
    expect(reasonsOf(await settle(approvalId, seojun))).toBe('own_case');
    for (const actor of [otherOperator, cco, auditor, gov.people.haneul]) {
      expect(reasonsOf(await settle(approvalId, actor))).toBe('not_operator');
    }
    expect(reasonsOf(await settle(approvalId + 1, secondOperator))).toBe('not_found');
    expect([await countAwards(), await countDecisions()]).toEqual([0, 0]);
  });

  it('asks both for their roles at the moment of consent', async () => {
    const { operator, secondOperator, admin } = gov.people;
    const approvalId = await askGrant();
    await gov.setRole(secondOperator, 'member');
    expect(reasonsOf(await settle(approvalId, secondOperator))).toBe('not_operator');
    await gov.setRole(operator, 'member');
    expect(reasonsOf(await settle(approvalId, admin))).toBe('not_operator');
    expect([await countAwards(), await countDecisions()]).toEqual([0, 0]);
    await gov.setRole(operator, 'operator');
    expect(reasonsOf(await settle(approvalId, admin))).toBe('approved');
  });

  it('is refused, the consent with it, when the pool went short meanwhile; and still open', async () => {
    const approvalId = await askGrant();
    const people = await gov.addPeople('collab', 0);
    expect(people).toEqual([]);
    for (let i = 0; i < 18; i++) {
      await grantSpecial(
        gov.database,
        {
          requestKey: `drain-${i}`,
          teamId: TEAM,
          actorId: gov.people.secondOperator.id,
          recipient: { officialId: gov.people.cco.id },
          pointsEach: 100,
          reason: '사유',
        },
        NOW,
      );
    }
    expect(await settle(approvalId, gov.people.secondOperator)).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'special_pool', left: 200, total: 300 }],
    });
    expect([await countAwards(), await countDecisions(), await poolLeft()]).toEqual([18, 0, 200]);
  });

  it('goes out of the pool of the agency that was asked, to those named who still belong to it', async () => {
    const { haneul, seojun, admin } = gov.people;
    await gov.setRole(gov.people.otherOperator, 'admin');
    const approvalId = await askGrant({ actor: admin });
    await gov.transfer(haneul, 'collab', '2026-11-24');
    await gov.setStatus(seojun, 'left');
    expect(reasonsOf(await settle(approvalId, gov.people.secondOperator))).toBe('approved');
    expect(await gov.rows('select agency_id from special_grant')).toEqual([{ agency_id: gov.agencies.smes }]);
    expect([await countAwards(), await poolLeft()]).toEqual([3, 1_820]);
  });

  it('is settled once by ten clicks of two operators at once', async () => {
    const approvalId = await askGrant();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        settle(approvalId, i % 2 ? gov.people.secondOperator : gov.people.admin),
      ),
    );
    // The further clicks of the one who was first are answered like the first.
    expect(countBy(outcomes, reasonsOf)).toEqual({ approved: 5, approval_settled: 5 });
    expect([await countAwards(), await countDecisions(), await poolLeft()]).toEqual([5, 1, 1_700]);
    expect(await gov.value(`select count(*) from outbox where kind = 'approval-settled'`)).toBe(1);
  });

  it('consented to and rejected at once is one of both, wholly', async () => {
    const approvalId = await askGrant();
    const outcomes = await Promise.all([
      settle(approvalId, gov.people.secondOperator, true),
      settle(approvalId, gov.people.admin, false),
    ]);
    const approved = outcomes.some((o) => o.kind === 'approved');
    expect(outcomes.filter((o) => o.kind === 'refused')).toHaveLength(1);
    expect(await countAwards()).toBe(approved ? 5 : 0);
    expect(await gov.value('select approved from approval_decision')).toBe(approved);
  });

  it('is not slipped past the second person by a pool that is short at first', async () => {
    const { cco, secondOperator } = gov.people;
    await gov.addPeople('hr', 4);
    for (let i = 0; i < 19; i++) {
      await grantSpecial(
        gov.database,
        {
          requestKey: `drain-${i}`,
          teamId: TEAM,
          actorId: secondOperator.id,
          recipient: { officialId: cco.id },
          pointsEach: 100,
          reason: '사유',
        },
        NOW,
      );
    }
    const numbers = (await gov.rows<{ id: number }>('select id from special_award order by id')).map(
      (r) => r.id,
    );
    const attempts: Promise<{ kind: string }>[] = [];
    for (const [index, number] of numbers.entries()) {
      keys += 1;
      attempts.push(
        reverseGift(
          gov.database,
          { requestKey: `back-${number}`, teamId: TEAM, number, actorId: secondOperator.id, reason: '착오' },
          NOW,
        ),
        grantSpecial(
          gov.database,
          {
            requestKey: `big-${keys}-${index}`,
            teamId: TEAM,
            actorId: gov.people.operator.id,
            recipient: { departmentId: gov.departments.hr },
            pointsEach: 50,
            reason: '사유',
          },
          NOW,
        ),
      );
    }
    const kinds = countBy(await Promise.all(attempts), (o) => o.kind);
    expect(kinds.granted).toBeUndefined();
    expect(kinds.reversed).toBe(19);
    expect(await gov.value('select count(*) from special_grant where points_each = 50')).toBe(0);
  });
});

describe('a reversal above the threshold (rule 13)', () => {
  const reversals = () =>
    gov.rows(`select reverses_id, actor_id, reason from transfer where kind = 'reversal'`);

  it('waits for a second operator, and is done in the asker’s name with the consent kept', async () => {
    const { operator, secondOperator } = gov.people;
    const { approvalId, number } = await askReversal();
    expect(await reversals()).toEqual([]);
    expect(reasonsOf(await settle(approvalId, operator))).toBe('approval_own');
    expect(reasonsOf(await settle(approvalId, secondOperator))).toBe('approved');
    expect(await reversals()).toEqual([{ reverses_id: number, actor_id: operator.id, reason: '잘못 보냄' }]);
    expect(await gov.rows('select decided_by, approved from approval_decision')).toEqual([
      { decided_by: secondOperator.id, approved: true },
    ]);
  });

  it('is not consented to by the giver or the receiver, be they operators', async () => {
    const { haneul, jiu, otherOperator } = gov.people;
    await gov.setRole(haneul, 'operator');
    await gov.setRole(jiu, 'admin');
    const { approvalId } = await askReversal();
    for (const actor of [haneul, jiu]) expect(reasonsOf(await settle(approvalId, actor))).toBe('own_case');
    expect(reasonsOf(await settle(approvalId, otherOperator))).toBe('not_operator');
    expect(await reversals()).toEqual([]);
  });

  it('asked for by the receiver’s operator is the receiver’s agency’s to consent to', async () => {
    const { otherOperator, secondOperator, admin } = gov.people;
    const { approvalId } = await askReversal(otherOperator);
    expect(reasonsOf(await settle(approvalId, secondOperator))).toBe('not_operator');
    expect(reasonsOf(await settle(approvalId, admin))).toBe('approved');
  });

  it('is refused when the giver took it back first, and the consent is not recorded', async () => {
    const { approvalId, number } = await askReversal();
    const { haneul, secondOperator } = gov.people;
    const undo = { requestKey: 'u', teamId: TEAM, number, actorId: haneul.id, reason: '' };
    expect(await reverseGift(gov.database, undo, NOW)).toMatchObject({ kind: 'reversed', byGiver: true });
    expect(reasonsOf(await settle(approvalId, secondOperator))).toBe('already_reversed');
    expect(await countDecisions()).toBe(0);
  });

  it('is refused when the asker is no operator any more', async () => {
    const { approvalId } = await askReversal();
    await gov.setRole(gov.people.operator, 'member');
    expect(reasonsOf(await settle(approvalId, gov.people.secondOperator))).toBe('not_yours');
    expect(await countDecisions()).toBe(0);
  });
});
