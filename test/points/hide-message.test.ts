import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { givePoints } from '../../src/points/give-points.ts';
import { hideMessage, type VisibilityOutcome } from '../../src/points/hide-message.ts';
import { findBoard, findSummary } from '../../src/points/store.ts';
import {
  BOARD,
  giftOf,
  openTestGovernment,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
let gov: TestGovernment;
let number: number;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  const outcome = await givePoints(gov.database, giftOf(gov.people.haneul, gov.people.jiu), NOW);
  number = outcome.kind === 'given' ? outcome.giftId : 0;
  await gov.owner.query('delete from outbox');
});

const hide = (
  actor: Person,
  more: { hide?: boolean; reason?: string; number?: number; teamId?: string } = {},
) =>
  hideMessage(
    gov.database,
    { teamId: TEAM, number, actorId: actor.id, hide: true, reason: '개인정보가 들어 있음', ...more },
    NOW,
  );
const reasonsOf = (outcome: VisibilityOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map((r) => r.reason).join(' ') : outcome.kind;
const onBoard = async () => (await findBoard(gov.database, { limit: 10 })).gifts.map((gift) => gift.id);

describe('제10조 (rule 9): an unsuitable message', () => {
  it('is on the board for all, until an operator makes it private; the points stay', async () => {
    const { operator, haneul, jiu } = gov.people;
    expect(await onBoard()).toEqual([number]);
    expect(await hide(operator)).toEqual({ kind: 'hidden', number });
    expect(await onBoard()).toEqual([]);
    expect(await findSummary(gov.database, jiu.id, jiu.agency, '2026-11-23')).toMatchObject({
      receivedThisMonth: 10,
    });
    expect(await findSummary(gov.database, haneul.id, haneul.agency, '2026-11-23')).toMatchObject({
      allowanceLeft: 190,
      sentThisMonth: 10,
    });
    expect(await gov.value(`select count(*) from transfer where kind = 'reversal'`)).toBe(0);
    expect(await gov.rows('select team_id, lane, kind, subject_id from outbox')).toEqual([
      { team_id: TEAM, lane: `channel:${BOARD}`, kind: 'gift-board-update', subject_id: number },
    ]);
  });

  it('can be made public again; each decision is kept with its reason, and logged', async () => {
    const { operator, otherOperator } = gov.people;
    await hide(operator);
    expect(await hide(otherOperator, { hide: false, reason: '문제없음' })).toEqual({ kind: 'shown', number });
    expect(await onBoard()).toEqual([number]);
    expect(await gov.rows('select hidden, reason, actor_id from gift_visibility order by id')).toEqual([
      { hidden: true, reason: '개인정보가 들어 있음', actor_id: operator.id },
      { hidden: false, reason: '문제없음', actor_id: otherOperator.id },
    ]);
    expect(await gov.rows('select actor_id, action, subject, reason from access_log order by id')).toEqual([
      {
        actor_id: operator.id,
        action: 'hide_message',
        subject: `gift:${number}`,
        reason: '개인정보가 들어 있음',
      },
      { actor_id: otherOperator.id, action: 'show_message', subject: `gift:${number}`, reason: '문제없음' },
    ]);
  });

  it('is not for members, the giver or receiver, the CCO, the auditor, other agencies’ operators, nor without a reason', async () => {
    const { haneul, jiu, seojun, cco, auditor, operator, minjun } = gov.people;
    await gov.setRole(minjun, 'operator');
    for (const actor of [haneul, jiu, seojun, cco, auditor, minjun]) {
      expect(reasonsOf(await hide(actor))).toBe('not_operator');
    }
    await gov.setRole(haneul, 'operator');
    expect(reasonsOf(await hide(haneul))).toBe('own_case');
    expect(reasonsOf(await hide(operator, { reason: ' \u200b' }))).toBe('reason_missing');
    expect(reasonsOf(await hide(operator, { hide: false }))).toBe('visibility_same');
    expect(reasonsOf(await hide(operator, { number: 999_999 }))).toBe('not_found');
    await gov.setRole(operator, 'member');
    expect(reasonsOf(await hide(operator))).toBe('not_operator');
    expect(await gov.value('select count(*) from gift_visibility')).toBe(0);
    expect(await gov.value('select count(*) from outbox')).toBe(0);
  });

  it('disappears where it was posted: in the workspace in which the gift was given', async () => {
    await gov.owner.query(`insert into workspace (team_id, board_channel_id) values ('T2', 'CTWO')`);
    await hide(gov.people.otherOperator, { teamId: 'T2' });
    expect(await gov.rows('select team_id, lane from outbox')).toEqual([
      { team_id: TEAM, lane: `channel:${BOARD}` },
    ]);
  });
});
