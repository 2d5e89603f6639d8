import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideDisposal } from '../../src/records/decide-disposal.ts';
import { createRecordsRenderers } from '../../src/records/deliveries.ts';
import { proposeDisposal } from '../../src/records/propose-disposal.ts';
import { type BotProcess, seen } from '../support/bot.ts';
import { TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { beThereSince, giveOn } from './seed-records.ts';

let stage: Stage;
let gov: TestGovernment;
let bot: BotProcess;
beforeAll(async () => {
  stage = await openStage();
  gov = stage.government;
  bot = await stage.start('all');
});
afterAll(() => stage?.close());

/** What a person was sent by direct message. */
const sentTo = (person: Person) =>
  stage.fake.messages(stage.userOf(person)).map((message) => JSON.stringify(message));

describe('시행령 제43조: the two people of a disposal', () => {
  it('are told by direct message, once each: who may decide that it is asked for, who proposed what came of it', async () => {
    const { admin, jiu, minjun, haneul, cco } = gov.people;
    await beThereSince(gov, '2015-01-01');
    await giveOn(gov, haneul, jiu, '2019-12-30');
    await gov.rows('delete from outbox');
    await gov.setRole(jiu, 'cco'); // of the administrator's agency
    await gov.setRole(minjun, 'admin');
    const say = (text: string) => bot.send(stage.command(admin, text));
    expect(await (await say('폐기 제안 감사말 2019 보존기간 만료')).text()).toContain(
      '2명에게 개인 메시지로',
    );
    expect(await (await say('폐기 제안 감사말 2019 보존기간 만료')).text()).toContain('이미 제안되어');
    for (const decider of [jiu, minjun]) {
      await seen('the request', () => sentTo(decider).length > 0);
      const [asked = ''] = sentTo(decider);
      expect(asked).toContain('기록 폐기를 결정해 주십시오(제안 1).');
      expect(asked).toContain('approve_disposal:1');
      expect(asked).toContain('보존기간 만료');
    }
    await bot.send(stage.press(jiu, { action_id: 'approve_disposal:1', value: '1' }));
    await bot.send(stage.press(jiu, { action_id: 'approve_disposal:1', value: '1' }));
    await seen('the decision', () => sentTo(admin).length > 0);
    await seen('an empty outbox', async () => (await stage.countWaiting()) === 0);
    expect(sentTo(admin)).toEqual([expect.stringContaining('제안 1이 승인되었습니다.')]);
    expect([sentTo(jiu), sentTo(minjun), sentTo(cco)].map(({ length }) => length)).toEqual([1, 1, 0]);
  });
});

describe('messages about a disposal', () => {
  const NOW = new Date();
  const propose = async (by: Person, year = 2019) => {
    const request = {
      actorId: by.id,
      teamId: TEAM,
      class: 'messages',
      year,
      reason: '보존기간 만료',
    } as const;
    const outcome = await proposeDisposal(gov.database, request, NOW);
    if (outcome.kind !== 'proposed') throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const decide = (by: Person, proposalId: number, approve = true) =>
    decideDisposal(gov.database, { actorId: by.id, teamId: TEAM, proposalId, approve }, NOW);
  const queued = () =>
    gov.rows<{ lane: string; kind: string; subject: number }>(
      `select lane, kind, subject_id::int as subject from outbox where kind like 'disposal-%' order by id`,
    );
  const render = async (kind: string, to: Person, subjectId: number) => {
    const renderer = createRecordsRenderers({ database: gov.database, now: () => NOW })[kind];
    if (typeof renderer !== 'function') throw new Error(`nobody renders ${kind}`);
    const item = { id: 1, teamId: TEAM, lane: `official:${to.id}` as const, kind, subjectId, payload: {} };
    const rendered = await renderer([{ ...item, dueAt: NOW, recordedAt: NOW }], { locale: 'ko' });
    return rendered && 'text' in rendered ? rendered.text : undefined;
  };

  beforeAll(() => bot.kill());
  beforeEach(async () => {
    await gov.reset();
    await beThereSince(gov, '2015-01-01');
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    await gov.rows('delete from outbox');
    await gov.setRole(gov.people.jiu, 'cco');
    await gov.setRole(gov.people.minjun, 'admin');
  });

  it('go to nobody who may not decide: on leave, of another agency, or the proposer; and it is said when there is nobody', async () => {
    const { admin, jiu, minjun, onLeave } = gov.people;
    await gov.setRole(onLeave, 'admin');
    expect(await propose(admin)).toMatchObject({ told: 2, replaces: undefined });
    expect((await queued()).map(({ lane }) => lane).sort()).toEqual(
      [jiu, minjun].map(({ id }) => `official:${id}`).sort(),
    );
    await decide(minjun, 1, false);
    await gov.setRole(jiu, 'member');
    await gov.setRole(minjun, 'member');
    expect(await propose(admin)).toMatchObject({ told: 0 });
  });

  it('ask nobody for what is decided, replaced, or not theirs to decide any more', async () => {
    const { admin, jiu, minjun } = gov.people;
    const { proposal } = await propose(admin);
    expect(await render('disposal-asked', jiu, proposal.id)).toContain('결정해 주십시오');
    await gov.setRole(jiu, 'member');
    expect(await render('disposal-asked', jiu, proposal.id)).toBeUndefined();
    await decide(minjun, proposal.id);
    expect(await render('disposal-asked', minjun, proposal.id)).toBeUndefined();
    expect(await render('disposal-settled', admin, proposal.id)).toContain('승인되었습니다');
  });

  it('of a proposal whose records changed: the new one takes its place, and who made it is told', async () => {
    const { admin, jiu, minjun, haneul } = gov.people;
    const { proposal } = await propose(admin);
    await giveOn(gov, haneul, minjun, '2019-12-30');
    await gov.rows('delete from outbox');
    const next = await propose(minjun);
    expect(next).toMatchObject({ replaces: proposal.id, proposal: { state: 'open' } });
    expect(await queued()).toEqual([
      { lane: `official:${admin.id}`, kind: 'disposal-asked', subject: next.proposal.id },
      { lane: `official:${admin.id}`, kind: 'disposal-settled', subject: proposal.id },
    ]);
    expect(await render('disposal-asked', jiu, proposal.id)).toBeUndefined();
    expect(await render('disposal-settled', admin, proposal.id)).toContain(
      `제안 ${proposal.id}번은 기록이 달라져 제안 ${next.proposal.id}번으로 바뀌었습니다.`,
    );
  });
});
