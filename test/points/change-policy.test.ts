import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePolicy, chooseBoardChannel, type PolicyOutcome } from '../../src/points/change-policy.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { DEFAULT_POLICY, type PolicyChanges } from '../../src/policy/policy.ts';
import { findPolicy } from '../../src/policy/store.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';

const NOW = seoul('2026-11-30 23:59:59.999');
let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(() => gov.reset());

const change = (
  changes: PolicyChanges,
  more: { actor?: Person; effectiveFrom?: string; now?: Date } = {},
): Promise<PolicyOutcome> =>
  changePolicy(
    gov.database,
    {
      actorId: (more.actor ?? gov.people.operator).id,
      changes,
      effectiveFrom: more.effectiveFrom ?? '2026-12-01',
      teamId: TEAM,
    },
    more.now ?? NOW,
  );
const reasonsOf = (outcome: PolicyOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map((r) => r.reason).join(' ') : outcome.kind;

describe('제7조 (rule 4): the operator adjusts the agency’s numbers', () => {
  it('from a coming first of the month on, for the own agency only; the past keeps its policy; and it is logged', async () => {
    const { operator, haneul, jiu } = gov.people;
    await givePoints(gov.database, giftOf(haneul, jiu), NOW);
    expect(await change({ monthlyAllowance: 300 })).toEqual({
      kind: 'changed',
      effectiveFrom: '2026-12-01',
      changes: { monthlyAllowance: 300 },
    });
    expect(await findPolicy(gov.database, gov.agencies.smes, '2026-11')).toEqual(DEFAULT_POLICY);
    expect(await findPolicy(gov.database, gov.agencies.smes, '2026-12')).toMatchObject({
      monthlyAllowance: 300,
    });
    expect(await findPolicy(gov.database, gov.agencies.interior, '2026-12')).toEqual(DEFAULT_POLICY);
    const next = new Date(NOW.getTime() + 1);
    expect(await givePoints(gov.database, giftOf(haneul, jiu), NOW)).toMatchObject({ allowanceLeft: 180 });
    expect(await givePoints(gov.database, giftOf(haneul, jiu), next)).toMatchObject({ allowanceLeft: 290 });
    expect(await givePoints(gov.database, giftOf(jiu, haneul), next)).toMatchObject({ allowanceLeft: 190 });
    expect(await gov.rows('select actor_id, action, subject from access_log')).toEqual([
      {
        actor_id: operator.id,
        action: 'change_policy',
        subject: `agency:${operator.agency} {"monthlyAllowance":300} from 2026-12-01`,
      },
    ]);
  });

  it.each([
    ['2026-11-01', 'policy_past'],
    ['2026-10-01', 'policy_past'],
    ['2026-12-02', 'policy_past'],
    ['2026-12', 'policy_past'],
    ['', 'policy_past'],
    ['2026-99-01', 'policy_past'],
    ['다음달-01', 'policy_past'],
    ['2026-12-01', 'changed'],
    ['2027-06-01', 'changed'],
  ])('from %j: %s', async (effectiveFrom, expected) => {
    expect(reasonsOf(await change({ monthlyAllowance: 300 }, { effectiveFrom }))).toBe(expected);
    expect(await gov.value('select count(*) from policy_change')).toBe(expected === 'changed' ? 1 : 0);
  });

  it('never backwards by a millisecond: at the turn of the month the earliest day moves on', async () => {
    expect(await change({ monthlyAllowance: 300 }, { now: new Date(NOW.getTime() + 1) })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'policy_past', earliest: '2027-01-01' }],
    });
  });

  it('within the ceilings of 제9조 and reason, all faults named at once', async () => {
    expect(
      await change(
        { specialPoolPerYear: 2_001, specialPerPerson: 101, monthlyAllowance: -1 },
        { effectiveFrom: '2026-11-01' },
      ),
    ).toEqual({
      kind: 'refused',
      refusals: [
        { reason: 'policy_past', earliest: '2026-12-01' },
        { reason: 'policy_values', keys: ['monthlyAllowance', 'specialPoolPerYear', 'specialPerPerson'] },
      ],
    });
    expect(reasonsOf(await change({ nonsense: 1 } as PolicyChanges))).toBe('policy_values');
  });

  it('not so that together with what is decided for later no message would be right', async () => {
    expect(reasonsOf(await change({ messageMinLength: 250 }, { effectiveFrom: '2027-03-01' }))).toBe(
      'changed',
    );
    expect(await change({ messageMaxLength: 200 }, { effectiveFrom: '2027-01-01' })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'policy_values', keys: ['messageMinLength'] }],
    });
    expect(reasonsOf(await change({ messageMaxLength: 200 }, { effectiveFrom: '2027-03-01' }))).toBe(
      'policy_values',
    );
    expect(reasonsOf(await change({ messageMaxLength: 260 }, { effectiveFrom: '2027-01-01' }))).toBe(
      'changed',
    );
  });

  it('and again for the same month: the last word counts, and each one is kept', async () => {
    await change({ monthlyAllowance: 300 });
    await change({ monthlyAllowance: 250, pointsPerGift: 5 });
    expect(await findPolicy(gov.database, gov.agencies.smes, '2026-12')).toMatchObject({
      monthlyAllowance: 250,
      pointsPerGift: 5,
    });
    expect(await gov.value('select count(*) from policy_change')).toBe(2);
  });

  it('nobody else does: not a member, the CCO, the auditor, nor who was operator until now or has left', async () => {
    const { haneul, cco, auditor, operator, secondOperator } = gov.people;
    await gov.setRole(operator, 'member');
    await gov.setStatus(secondOperator, 'left');
    for (const actor of [haneul, cco, auditor, operator, secondOperator]) {
      expect(reasonsOf(await change({ monthlyAllowance: 300 }, { actor }))).toBe('not_operator');
      expect(
        await chooseBoardChannel(gov.database, { actorId: actor.id, teamId: TEAM, channelId: 'CEVIL' }, NOW),
      ).toEqual({ kind: 'refused', refusals: [{ reason: 'not_operator' }] });
    }
    expect(await gov.value('select count(*) from policy_change')).toBe(0);
    expect(await gov.value('select board_channel_id from workspace')).toBe('CBOARD');
  });
});

describe('제10조② (rule 9): the board', () => {
  it('is the channel that an operator names; later gifts are announced there', async () => {
    const { operator, haneul, jiu } = gov.people;
    await chooseBoardChannel(gov.database, { actorId: operator.id, teamId: TEAM, channelId: 'CNEW' }, NOW);
    await givePoints(gov.database, giftOf(haneul, jiu), NOW);
    expect(await gov.value(`select lane from outbox where kind = 'gift-board'`)).toBe('channel:CNEW');
    expect(await gov.value('select action from access_log')).toBe('choose_board');
  });
});
