import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  decideApproval,
  decideGift,
  decideReversal,
  decideSpecialGrant,
  decideVisibility,
  earliestPolicyDay,
  type GiftFacts,
  isOperatorOf,
  type Party,
  type ReversalFacts,
  summarisePatterns,
} from '../../src/points/rules.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/policy/policy.ts';

const TODAY = '2026-11-23';
const LENGTH = 20;

const party = (officialId: number, departmentId: number, more: Partial<Party> = {}): Party => ({
  officialId,
  status: 'active',
  postingId: officialId * 10,
  departmentId,
  departmentName: `${departmentId}과`,
  ...more,
});
const facts = (more: Partial<GiftFacts> = {}): GiftFacts => ({
  giver: party(1, 11),
  recipient: party(2, 22),
  allowanceLeft: 200,
  periodClosed: false,
  giftsToRecipient: 0,
  ...more,
});
const decide = (more: Partial<GiftFacts> = {}, policy: Partial<Policy> = {}, length = LENGTH) =>
  decideGift(facts(more), length, { ...DEFAULT_POLICY, ...policy }, TODAY);
const reasons = (decision: object): string[] =>
  'refusals' in decision ? (decision.refusals as Array<{ reason: string }>).map((r) => r.reason) : [];

describe('a gift', () => {
  it('제6조① (rule 2): is 10 points to one person', () => {
    expect(decide()).toEqual({ points: 10 });
  });

  it('제5조 (rule 1): comes out of this month’s allowance, and is refused with the day it renews when that is short', () => {
    expect(decide({ allowanceLeft: 10 })).toEqual({ points: 10 });
    expect(decide({ allowanceLeft: 9 })).toEqual({
      refusals: [{ reason: 'allowance', left: 9, points: 10, renewsOn: '2026-12-01' }],
    });
    expect(decideGift(facts({ allowanceLeft: 0 }), LENGTH, DEFAULT_POLICY, '2026-12-31')).toMatchObject({
      refusals: [{ renewsOn: '2027-01-01' }],
    });
  });

  it('제5조: for a closed month is refused as that, whatever has lapsed or been given in it', () => {
    const closed = { allowanceLeft: 0, giftsToRecipient: 2, periodClosed: true };
    expect(decide(closed)).toEqual({ refusals: [{ reason: 'period_closed', day: TODAY }] });
    expect(reasons(decide(closed, {}, 3))).toEqual(['message_short', 'period_closed']);
  });

  it('제6조② (rule 3): not within one department (과)', () => {
    expect(decide({ recipient: party(2, 11) })).toEqual({
      refusals: [{ reason: 'same_department', department: '11과' }],
    });
  });

  it('제6조② (rule 3): at most twice a month to the same person', () => {
    expect(decide({ giftsToRecipient: 1 })).toEqual({ points: 10 });
    expect(decide({ giftsToRecipient: 2 })).toEqual({
      refusals: [{ reason: 'pair_limit', limit: 2, renewsOn: '2026-12-01' }],
    });
  });

  it('제6조② (rule 3): any official may receive, one on leave too; nobody asks for the agency', () => {
    expect(decide({ recipient: party(2, 22, { status: 'leave' }) })).toEqual({ points: 10 });
  });

  it('제7조 (rule 4): follows the agency’s own numbers', () => {
    expect(decide({ allowanceLeft: 7 }, { pointsPerGift: 7 })).toEqual({ points: 7 });
    expect(decide({ giftsToRecipient: 4 }, { giftsPerRecipientPerMonth: 5 })).toEqual({ points: 10 });
    expect(decide({ recipient: party(2, 11) }, { sameDepartmentAllowed: true })).toEqual({ points: 10 });
  });

  it('rule 12: is refused to oneself, and that alone is said of the two being in one department', () => {
    expect(decide({ recipient: party(1, 11) })).toEqual({ refusals: [{ reason: 'self' }] });
  });

  it('rule 12: is refused from and to those who have left or hold no post', () => {
    const nowhere = { postingId: undefined, departmentId: undefined, departmentName: '' };
    expect(reasons(decide({ giver: party(1, 11, { status: 'left' }) }))).toEqual(['giver_inactive']);
    expect(reasons(decide({ giver: party(1, 11, nowhere) }))).toEqual(['giver_inactive']);
    expect(reasons(decide({ recipient: party(2, 22, { status: 'left' }) }))).toEqual(['recipient_inactive']);
    expect(reasons(decide({ recipient: party(2, 22, nowhere) }))).toEqual(['recipient_inactive']);
    expect(reasons(decide({ giver: party(1, 11, nowhere), recipient: party(2, 22, nowhere) }))).toEqual([
      'giver_inactive',
      'recipient_inactive',
    ]);
  });

  it('rule 14: may go to a department of another agency, unless the agency switched that off', () => {
    const department = { departmentId: 22, departmentName: '인력정책과' };
    expect(decide({ recipient: department })).toEqual({ points: 10 });
    expect(decide({ recipient: department }, { departmentsMayReceive: false })).toEqual({
      refusals: [{ reason: 'department_closed' }],
    });
  });

  it('제6조②, rule 14: may not go to one’s own department either', () => {
    expect(decide({ recipient: { departmentId: 11, departmentName: '기획과' } })).toEqual({
      refusals: [{ reason: 'same_department', department: '기획과' }],
    });
  });

  it.each([
    [0, ['message_short']],
    [9, ['message_short']],
    [10, []],
    [300, []],
    [301, ['message_long']],
    [40_000, ['message_long']],
  ])('제10조 (rule 9): needs a message of 10 to 300 characters: %i', (length, expected) => {
    expect(reasons(decide({}, {}, length))).toEqual(expected);
  });

  it('is refused for all that is wrong at once', () => {
    expect(
      reasons(
        decide({ recipient: party(2, 11, { status: 'left' }), allowanceLeft: 0, giftsToRecipient: 2 }, {}, 3),
      ),
    ).toEqual(['recipient_inactive', 'same_department', 'message_short', 'pair_limit', 'allowance']);
  });

  const anyParty = fc.record({
    officialId: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom('active' as const, 'leave' as const, 'left' as const),
    postingId: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    departmentId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    departmentName: fc.constant('과'),
  });
  const anyFacts: fc.Arbitrary<GiftFacts> = fc.record({
    giver: anyParty,
    recipient: fc.oneof(
      anyParty,
      fc.record({ departmentId: fc.integer({ min: 1, max: 3 }), departmentName: fc.constant('과') }),
    ),
    allowanceLeft: fc.integer({ min: 0, max: 40 }),
    giftsToRecipient: fc.integer({ min: 0, max: 4 }),
    periodClosed: fc.boolean(),
  });
  const anyPolicy: fc.Arbitrary<Policy> = fc
    .record({
      pointsPerGift: fc.integer({ min: 1, max: 30 }),
      giftsPerRecipientPerMonth: fc.integer({ min: 1, max: 4 }),
      sameDepartmentAllowed: fc.boolean(),
      departmentsMayReceive: fc.boolean(),
    })
    .map((changes) => ({ ...DEFAULT_POLICY, ...changes }));

  it('제5조, 제6조: whatever the facts, is allowed only where every article allows it, and then for the policy’s points', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, fc.integer({ min: 0, max: 320 }), (some, policy, length) => {
        const { giver, recipient } = some;
        const lawful =
          giver.status !== 'left' &&
          giver.postingId !== undefined &&
          (recipient.officialId === undefined
            ? policy.departmentsMayReceive
            : recipient.officialId !== giver.officialId &&
              recipient.status !== 'left' &&
              recipient.postingId !== undefined) &&
          (policy.sameDepartmentAllowed ||
            giver.departmentId === undefined ||
            recipient.departmentId !== giver.departmentId) &&
          !some.periodClosed &&
          some.allowanceLeft >= policy.pointsPerGift &&
          some.giftsToRecipient < policy.giftsPerRecipientPerMonth &&
          length >= 10 &&
          length <= 300;
        const decision = decideGift(some, length, policy, TODAY);
        expect('points' in decision).toBe(lawful);
        if ('points' in decision) expect(decision.points).toBe(policy.pointsPerGift);
        else expect(new Set(reasons(decision)).size).toBe(decision.refusals.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('제5조: is never allowed with more left than with less: more allowance and fewer gifts never turn a yes into a no', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, fc.nat(50), fc.nat(3), (some, policy, more, fewer) => {
        if (!('points' in decideGift(some, LENGTH, policy, TODAY))) return;
        const better = {
          ...some,
          allowanceLeft: some.allowanceLeft + more,
          giftsToRecipient: Math.max(0, some.giftsToRecipient - fewer),
        };
        expect(decideGift(better, LENGTH, policy, TODAY)).toEqual({ points: policy.pointsPerGift });
      }),
    );
  });
});

const actor = (more: Partial<Actor> = {}): Actor => ({
  officialId: 9,
  role: 'operator',
  status: 'active',
  agencyId: 1,
  ...more,
});

describe('who keeps the rules of an agency', () => {
  it.each([
    ['operator', 1, true],
    ['operator', 2, false],
    ['admin', 2, true],
    ['member', 1, false],
    ['cco', 1, false],
    ['auditor', 1, false],
  ] as const)('%s of agency %i, for agency 1: %s', (role, agencyId, expected) => {
    expect(isOperatorOf(actor({ role, agencyId }), 1)).toBe(expected);
  });

  it('nobody who has left, whatever the role, and no operator without an agency', () => {
    expect(isOperatorOf(actor({ status: 'left' }), 1)).toBe(false);
    expect(isOperatorOf(actor({ role: 'admin', status: 'left' }), 1)).toBe(false);
    expect(isOperatorOf(actor({ agencyId: undefined }), 1)).toBe(false);
  });
});

describe('a reversal (rule 13)', () => {
  const postedAt = new Date('2026-11-23T01:00:00.000Z');
  const later = (ms: number) => new Date(postedAt.getTime() + ms);
  const gift: ReversalFacts = {
    number: 7,
    kind: 'gift',
    points: 10,
    postedAt,
    fromId: 1,
    toId: 2,
    agencyIds: [1, 2],
    reversed: false,
  };
  const giver = actor({ officialId: 1, role: 'member' });
  const judge = (
    who: Actor,
    options: { now?: Date; reason?: string; facts?: Partial<ReversalFacts>; policy?: Partial<Policy> } = {},
  ) =>
    decideReversal(
      { ...gift, ...options.facts },
      who,
      options.reason ?? '부적절',
      { ...DEFAULT_POLICY, ...options.policy },
      options.now ?? later(86_400_000),
    );

  it('is the giver’s for ten minutes, the last instant included, and needs no reason then', () => {
    expect(judge(giver, { now: later(0), reason: '' })).toEqual({ allowed: 'by_giver' });
    expect(judge(giver, { now: later(600_000), reason: '' })).toEqual({ allowed: 'by_giver' });
    expect(judge(giver, { now: later(600_001), reason: '' })).toEqual({
      refusals: [{ reason: 'too_late', minutes: 10 }],
    });
  });

  it('is an operator’s at any time, of either side’s agency, with a reason', () => {
    expect(judge(actor())).toEqual({ allowed: 'by_operator' });
    expect(judge(actor({ agencyId: 2 }))).toEqual({ allowed: 'by_operator' });
    expect(judge(actor(), { now: later(0) })).toEqual({ allowed: 'by_operator' });
    expect(judge(actor({ role: 'admin', agencyId: 77 }))).toEqual({ allowed: 'by_operator' });
    expect(reasons(judge(actor(), { reason: '' }))).toEqual(['reason_missing']);
  });

  it('is nobody else’s: not another agency’s operator’s, a member’s, the recipient’s, a CCO’s, an auditor’s', () => {
    for (const who of [
      actor({ agencyId: 3 }),
      actor({ officialId: 2, role: 'member', agencyId: 2 }),
      actor({ role: 'member' }),
      actor({ role: 'cco' }),
      actor({ role: 'auditor' }),
      actor({ status: 'left' }),
    ]) {
      expect(judge(who)).toEqual({ refusals: [{ reason: 'not_yours' }] });
    }
  });

  it('is never an operator’s in a case of their own, whether they gave or received, be they admin', () => {
    for (const role of ['operator', 'admin'] as const) {
      expect(judge(actor({ officialId: 1, role }))).toEqual({ refusals: [{ reason: 'own_case' }] });
      expect(judge(actor({ officialId: 2, role, agencyId: 2 }))).toEqual({
        refusals: [{ reason: 'own_case' }],
      });
    }
    expect(judge(actor({ officialId: 1 }), { now: later(1_000) })).toEqual({ allowed: 'by_giver' });
  });

  it('is once only', () => {
    expect(judge(giver, { now: later(0), facts: { reversed: true } })).toEqual({
      refusals: [{ reason: 'already_reversed', number: 7 }],
    });
  });

  it('needs a second person above the threshold, and the giver’s own undo does not', () => {
    expect(judge(actor(), { facts: { points: 201 } })).toEqual({ allowed: 'after_approval' });
    expect(judge(actor(), { facts: { points: 200 } })).toEqual({ allowed: 'by_operator' });
    expect(judge(giver, { now: later(0), facts: { points: 1_000 } })).toEqual({ allowed: 'by_giver' });
  });

  it('of a special award is the operator’s, also the one’s who granted it, never as an undo', () => {
    const award = { kind: 'special_grant' as const, fromId: 9, toId: 2, agencyIds: [1] };
    expect(judge(actor(), { facts: award, now: later(0) })).toEqual({ allowed: 'by_operator' });
    expect(reasons(judge(actor(), { facts: award, now: later(0), reason: '' }))).toEqual(['reason_missing']);
    expect(reasons(judge(actor({ role: 'member' }), { facts: award, now: later(0) }))).toEqual(['not_yours']);
    expect(reasons(judge(actor({ officialId: 2 }), { facts: award }))).toEqual(['own_case']);
  });
});

describe('a special grant', () => {
  const judge = (
    options: {
      who?: Actor;
      recipients?: Party[];
      points?: number;
      poolLeft?: number;
      reason?: string;
      policy?: Partial<Policy>;
    } = {},
  ) =>
    decideSpecialGrant(
      {
        recipients: options.recipients ?? [party(2, 22)],
        agencyId: 1,
        agencyName: '중기부',
        poolLeft: options.poolLeft ?? 2_000,
      },
      options.who ?? actor(),
      options.points ?? 50,
      options.reason ?? '국정과제 지원',
      { ...DEFAULT_POLICY, ...options.policy },
    );

  it('제9조 (rule 8): is at most 100 points to one person, in whole points', () => {
    expect(judge({ points: 100 })).toMatchObject({ allowed: 'now', total: 100 });
    for (const points of [101, 0, -5, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(judge({ points })).toEqual({ refusals: [{ reason: 'special_points', max: 100 }] });
    }
  });

  it('제9조 (rule 8): is at most what the year’s pool of the agency has left', () => {
    expect(judge({ poolLeft: 50 })).toMatchObject({ allowed: 'now' });
    expect(judge({ poolLeft: 49 })).toEqual({
      refusals: [{ reason: 'special_pool', left: 49, total: 50 }],
    });
  });

  it('제9조 (rule 8): goes to every member of a department, those who left and the operator left out', () => {
    const members = [party(2, 22), party(3, 22, { status: 'left' }), party(9, 22), party(4, 22)];
    const decision = judge({ recipients: members });
    expect(decision).toMatchObject({ allowed: 'now', total: 100 });
    expect('recipients' in decision && decision.recipients.map((r) => r.officialId)).toEqual([2, 4]);
  });

  it('is never to oneself, and never to nobody', () => {
    expect(reasons(judge({ recipients: [party(9, 22)] }))).toEqual(['own_case']);
    expect(reasons(judge({ recipients: [party(2, 22, { status: 'left' })] }))).toEqual(['nobody']);
    expect(reasons(judge({ recipients: [] }))).toEqual(['nobody']);
  });

  it('is the operator’s of that agency, or an admin’s, alone, with a reason', () => {
    expect(judge({ who: actor({ role: 'admin', agencyId: 5 }) })).toMatchObject({ allowed: 'now' });
    expect(judge({ who: actor({ agencyId: 2 }) })).toEqual({
      refusals: [{ reason: 'other_agency', agency: '중기부' }],
    });
    for (const role of ['member', 'cco', 'auditor'] as const) {
      expect(reasons(judge({ who: actor({ role }) }))).toEqual(['not_operator']);
    }
    expect(reasons(judge({ who: actor({ status: 'left' }) }))).toEqual(['not_operator']);
    expect(reasons(judge({ reason: '' }))).toEqual(['reason_missing']);
  });

  it('needs a second person above the threshold, counted over all receivers', () => {
    const three = [party(2, 22), party(3, 22), party(4, 22)];
    expect(judge({ recipients: three, points: 67 })).toMatchObject({ allowed: 'after_approval', total: 201 });
    expect(judge({ recipients: three, points: 66 })).toMatchObject({ allowed: 'now', total: 198 });
    expect(judge({ policy: { secondPersonAbove: 0 } })).toMatchObject({ allowed: 'after_approval' });
  });

  it('제9조: never exceeds the pool nor the bound of one person, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }),
        fc.integer({ min: -10, max: 200 }),
        fc.integer({ min: 0, max: 2_000 }),
        (ids, points, poolLeft) => {
          const decision = judge({ recipients: ids.map((id) => party(id, 22)), points, poolLeft });
          if ('refusals' in decision) return;
          expect(decision.total).toBe(decision.recipients.length * points);
          expect(decision.total).toBeLessThanOrEqual(poolLeft);
          expect(points).toBeLessThanOrEqual(100);
          expect(decision.recipients.some((r) => r.officialId === 9)).toBe(false);
          expect(decision.allowed).toBe(decision.total > 200 ? 'after_approval' : 'now');
        },
      ),
    );
  });
});

describe('a second person’s answer', () => {
  const approval = { requestedBy: 1, agencyId: 1, concerns: [2, 3], settled: false };

  it('is another operator’s of the agency who neither asked nor gains by it', () => {
    expect(decideApproval(approval, actor())).toBeUndefined();
    expect(decideApproval(approval, actor({ role: 'admin', agencyId: 4 }))).toBeUndefined();
    expect(decideApproval(approval, actor({ officialId: 1 }))).toEqual({ reason: 'approval_own' });
    expect(decideApproval(approval, actor({ officialId: 3 }))).toEqual({ reason: 'own_case' });
    expect(decideApproval(approval, actor({ agencyId: 2 }))).toEqual({ reason: 'not_operator' });
    expect(decideApproval(approval, actor({ role: 'member' }))).toEqual({ reason: 'not_operator' });
  });

  it('is given once', () => {
    expect(decideApproval({ ...approval, settled: true }, actor())).toEqual({ reason: 'approval_settled' });
  });
});

describe('an unsuitable message (제10조, rule 9)', () => {
  const message = { agencyIds: [1, 2], partyIds: [3, 4], hidden: false };

  it('is made private, or public again, by an operator of either side, with a reason', () => {
    expect(decideVisibility(message, actor(), true, '개인정보')).toBeUndefined();
    expect(decideVisibility(message, actor({ agencyId: 2 }), true, '개인정보')).toBeUndefined();
    expect(decideVisibility({ ...message, hidden: true }, actor(), false, '오해')).toBeUndefined();
    expect(decideVisibility(message, actor(), true, '')).toEqual({ reason: 'reason_missing' });
  });

  it('is not for others, nor in a case of one’s own, nor twice', () => {
    expect(decideVisibility(message, actor({ agencyId: 3 }), true, 'x')).toEqual({ reason: 'not_operator' });
    expect(decideVisibility(message, actor({ role: 'cco' }), true, 'x')).toEqual({ reason: 'not_operator' });
    expect(decideVisibility(message, actor({ officialId: 4 }), true, 'x')).toEqual({ reason: 'own_case' });
    expect(decideVisibility(message, actor(), false, 'x')).toEqual({
      reason: 'visibility_same',
      hidden: false,
    });
  });
});

describe('a change of policy (제7조, rule 4)', () => {
  it.each([
    ['2026-11-01', '2026-12-01'],
    ['2026-11-30', '2026-12-01'],
    ['2026-12-31', '2027-01-01'],
  ])('decided on %s may hold from %s on, never backwards', (today, expected) => {
    expect(earliestPolicyDay(today)).toBe(expected);
  });
});

describe('patterns (rule 15): shown to the operator, never punished automatically', () => {
  const month = { month: '2026-11', pairs: [], givers: [], receivers: [], agencyPoints: 0 };

  it('are reciprocal pairs, A↔B in one month', () => {
    const both = { a: '가', b: '나', aToB: 20, bToA: 10 };
    const oneWay = { a: '가', b: '다', aToB: 20, bToA: 0 };
    expect(summarisePatterns({ ...month, pairs: [both, oneWay] }).reciprocal).toEqual([both]);
  });

  it('are month-end dumping: four fifths of at least five gifts’ points in the last three days', () => {
    const giver = (total: number, lastDays: number) => ({ name: '가', total, lastDays });
    const shown = (total: number, lastDays: number) =>
      summarisePatterns({ ...month, givers: [giver(total, lastDays)] }).dumping.length === 1;
    expect([shown(50, 40), shown(50, 39), shown(40, 40), shown(200, 160)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('are one receiver’s fifth of all that the agency received, once that is 100 points', () => {
    const receivers = [{ name: '가', points: 20 }];
    expect(summarisePatterns({ ...month, receivers, agencyPoints: 100 }).concentration).toEqual([
      { name: '가', points: 20, sharePercent: 20 },
    ]);
    expect(summarisePatterns({ ...month, receivers, agencyPoints: 101 }).concentration).toEqual([]);
    expect(summarisePatterns({ ...month, receivers, agencyPoints: 90 }).concentration).toEqual([]);
  });

  it('say nothing that the decision of a gift would ask for: the same gift is allowed', () => {
    expect(Object.keys(facts()).sort()).toEqual([
      'allowanceLeft',
      'giftsToRecipient',
      'giver',
      'periodClosed',
      'recipient',
    ]);
  });
});
