import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeToTask } from '../../src/tasks/answer-consent.ts';
import { declineParty, handOver } from '../../src/tasks/hand-over.ts';
import { lookUpCard } from '../../src/tasks/look-up.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { askingOf, cameTo, eventsOf, everythingOf, seedTask, toldOf } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');

let gov: TestGovernment;
let task: { id: number; parties: number[] };
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 8 });
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
});

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `hand-over-test-${keys}` };
};
const lead = () => task.parties[0] ?? 0;
const partner = () => task.parties[1] ?? 0;
const handTo = (who: PersonKey, owner: PersonKey | number, partyId = partner(), reason = '업무 분장 변경') =>
  handOver(
    gov.database,
    { ...act(who), partyId, ownerId: typeof owner === 'number' ? owner : gov.people[owner].id, reason },
    NOW,
  );
const decline = (who: PersonKey, partyId = partner(), reason = '담당 업무가 아닙니다.') =>
  declineParty(gov.database, { ...act(who), partyId, reason }, NOW);
const update = (who: PersonKey) =>
  updateTask(gov.database, { ...act(who), taskId: task.id, note: '확인' }, NOW, async () => undefined);
const position = (who: PersonKey, title: string) =>
  gov.rows('update posting set position = $2 where official_id = $1', [gov.people[who].id, title]);
const lane = (who: PersonKey) => `official:${gov.people[who].id}`;
/** Who answers for a side, by what everybody sees. */
async function answers(partyId: number, now = NOW): Promise<string | undefined> {
  const card = await lookUpCard(gov.database, gov.people.auditor.id, task.id, now);
  if ('refusals' in card) throw new Error('the auditor sees every task');
  return card.task.parties.find(({ id }) => id === partyId)?.answers?.name;
}

describe('naming another owner', () => {
  it('by the owner: the colleague answers from then on, and the lead and the new owner are told', async () => {
    await position('yuna', '협업담당');
    expect(await handTo('jiu', 'yuna')).toMatchObject({
      kind: 'handed_over',
      card: {
        task: { parties: [{}, { owner: { name: '한유나' }, answers: { name: '한유나' } }] },
        events: [{ kind: 'owner', partyId: partner(), note: '정지우 → 한유나\n업무 분장 변경' }, {}],
      },
    });
    expect(await gov.value('select position from task_party where id = $1', [partner()])).toBe('협업담당');
    expect(await toldOf(gov)).toEqual(
      ['haneul', 'yuna'].map((who) => `task-owner ${lane(who as PersonKey)}`).sort(),
    );
    expect(cameTo(await update('jiu'))).toBe('not_yours');
    expect(cameTo(await update('yuna'))).toBe('updated');
  });

  it('by the CCO or an operator of the side’s own agency, not by another’s', async () => {
    await gov.setRole(gov.people.yuna, 'cco');
    const before = await everythingOf(gov);
    for (const who of ['cco', 'operator', 'haneul', 'seojun', 'auditor'] as const) {
      expect(cameTo(await handTo(who, 'yuna'))).toBe('not_yours');
    }
    for (const who of ['admin', 'minjun', 'onLeave', 'gone'] as const) {
      expect(cameTo(await handTo(who, 'yuna'))).toBe('party_gone');
    }
    expect(await everythingOf(gov)).toEqual(before);
    expect(cameTo(await handTo('otherOperator', 'yuna'))).toBe('handed_over');
    expect(cameTo(await handTo('yuna', 'jiu'))).toBe('handed_over');
    expect(cameTo(await handTo('operator', 'seojun', lead()))).toBe('handed_over');
    expect(cameTo(await handTo('cco', 'haneul', lead()))).toBe('handed_over');
  });

  it('needs somebody of the department who is there, and a reason', async () => {
    const before = await everythingOf(gov);
    expect(cameTo(await handTo('jiu', 'otherOperator'))).toBe('owner_elsewhere');
    expect(cameTo(await handTo('jiu', 'jiu'))).toBe('owner_same');
    expect(cameTo(await handTo('jiu', 9_999, partner(), ''))).toBe('partner_unknown text_missing');
    expect(cameTo(await handTo('jiu', 'yuna', 9_999))).toBe('party_gone');
    await gov.setStatus(gov.people.yuna, 'leave');
    expect(cameTo(await handTo('jiu', 'yuna'))).toBe('partner_inactive');
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('of a completed task too, as evaluations follow; not of a cancelled one', async () => {
    await gov.rows(`update task set state = 'completed'`);
    expect(cameTo(await handTo('jiu', 'yuna'))).toBe('handed_over');
    await gov.rows(`update task set state = 'cancelled'`);
    expect(cameTo(await handTo('yuna', 'jiu'))).toBe('state_not_from');
    expect(cameTo(await decline('yuna'))).toBe('state_not_from');
  });

  it('whose agreement is still awaited asks the new one', async () => {
    task = await seedTask(
      gov,
      { lead: gov.people.haneul, partners: [gov.people.jiu] },
      { state: 'proposed' },
    );
    await gov.rows(`update task_party set consent = 'asked' where id = $1`, [partner()]);
    await handTo('jiu', 'yuna');
    expect(await toldOf(gov)).toEqual(
      [
        `task-consent-asked ${lane('yuna')}`,
        `task-owner ${lane('haneul')}`,
        `task-owner ${lane('yuna')}`,
      ].sort(),
    );
    const askedAt = await askingOf(gov, partner());
    const agree = (who: PersonKey) =>
      agreeToTask(gov.database, { ...act(who), partyId: partner(), askedAt }, NOW);
    expect(cameTo(await agree('jiu'))).toBe('not_yours');
    expect(cameTo(await agree('yuna'))).toBe('registered');
  });

  it('is done once for one act', async () => {
    const one = { ...act('jiu'), partyId: partner(), ownerId: gov.people.yuna.id, reason: '인사이동' };
    await handOver(gov.database, one, NOW);
    const before = await everythingOf(gov);
    expect(await handOver(gov.database, one, NOW)).toMatchObject({ kind: 'handed_over', repeat: true });
    expect(cameTo(await handOver(gov.database, { ...one, reason: '다른 까닭' }, NOW))).toBe('key_reused');
    expect(cameTo(await handOver(gov.database, { ...one, partyId: lead() }, NOW))).toBe('key_reused');
    expect(await everythingOf(gov)).toEqual(before);
  });
});

describe('담당 아님', () => {
  it('goes to the lead with its reason, and whoever is next answers', async () => {
    await position('yuna', '협업정책과장');
    expect(await decline('jiu')).toMatchObject({
      kind: 'declined',
      card: { events: [{ kind: 'not_mine', note: '담당 업무가 아닙니다.', actor: { name: '정지우' } }, {}] },
    });
    expect(await toldOf(gov)).toEqual(
      ['haneul', 'yuna'].map((who) => `task-declined ${lane(who as PersonKey)}`).sort(),
    );
    expect(await answers(partner())).toBe('한유나');
    expect(cameTo(await update('jiu'))).toBe('not_yours');
    expect(cameTo(await decline('jiu'))).toBe('not_yours');
    expect(cameTo(await update('yuna'))).toBe('updated');
  });

  it('falls to who holds the same post, then the head, then the CCO, then nobody', async () => {
    const [colleague] = await gov.addPeople('collab', 1);
    if (!colleague) throw new Error('nobody came');
    await gov.rows(`update task_party set position = '협업담당' where id = $1`, [partner()]);
    await gov.rows(`update posting set position = '협업담당' where official_id = $1`, [colleague.id]);
    await position('yuna', '협업정책과장');
    await gov.setRole(gov.people.otherOperator, 'cco');
    await decline('jiu');
    expect(await answers(partner())).toBe(
      await gov.value('select name from official where id = $1', [colleague.id]),
    );
    await declineParty(
      gov.database,
      {
        actorId: colleague.id,
        teamId: TEAM,
        requestKey: 'colleague',
        partyId: partner(),
        reason: '저도 아닙니다.',
      },
      NOW,
    );
    expect(await answers(partner())).toBe('한유나');
    await decline('yuna');
    expect(await answers(partner())).toBe('오운영');
    await decline('otherOperator');
    expect(await answers(partner())).toBeUndefined();
    expect(await eventsOf(gov, task.id)).toEqual(['not_mine', 'not_mine', 'not_mine', 'not_mine']);
    // Whoever looks after the agency names somebody, and the guessing ends: even for one who had said so.
    expect(cameTo(await handTo('otherOperator', 'jiu'))).toBe('handed_over');
    expect(await answers(partner())).toBe('정지우');
  });

  it('of the lead goes to whoever answers next, and where nobody does to those who look after the agency', async () => {
    await decline('haneul', lead());
    expect(await toldOf(gov)).toEqual([`task-declined ${lane('cco')}`]);
    await gov.rows('delete from outbox');
    await decline('cco', lead());
    expect(await answers(lead())).toBeUndefined();
    expect(await toldOf(gov)).toEqual([]);
    await gov.reset();
    task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
    await gov.setRole(gov.people.cco, 'member');
    await decline('haneul', lead());
    expect(await toldOf(gov)).toEqual(
      ['operator', 'secondOperator'].map((who) => `task-declined ${lane(who as PersonKey)}`).sort(),
    );
  });

  it('of a partner that has not agreed yet: the next one is asked', async () => {
    task = await seedTask(
      gov,
      { lead: gov.people.haneul, partners: [gov.people.jiu] },
      { state: 'proposed' },
    );
    await gov.rows(`update task_party set consent = 'asked' where id = $1`, [partner()]);
    await position('yuna', '협업정책과장');
    await decline('jiu');
    expect(await toldOf(gov)).toEqual(
      [`task-consent-asked ${lane('yuna')}`, `task-declined ${lane('haneul')}`].sort(),
    );
  });

  it('is only said of one’s own side, with a reason, once for one act', async () => {
    const before = await everythingOf(gov);
    for (const who of ['haneul', 'yuna', 'otherOperator', 'cco', 'auditor'] as const) {
      expect(cameTo(await decline(who))).toBe('not_yours');
    }
    for (const who of ['minjun', 'admin', 'gone'] as const)
      expect(cameTo(await decline(who))).toBe('party_gone');
    expect(cameTo(await decline('jiu', partner(), ' '))).toBe('text_missing');
    expect(await everythingOf(gov)).toEqual(before);
    const one = { ...act('jiu'), partyId: partner(), reason: '아닙니다.' };
    await declineParty(gov.database, one, NOW);
    expect(await declineParty(gov.database, one, NOW)).toMatchObject({ kind: 'declined', repeat: true });
    expect(await gov.value('select count(*)::int from task_refusal')).toBe(1);
  });
});

describe('whoever left or moved', () => {
  const DAY_BEFORE = seoul('2026-11-22 10:00:00.000');

  it('is followed by who holds the post now, from that day on', async () => {
    await gov.rows(`update task_party set position = '협업담당' where id = $1`, [partner()]);
    await position('yuna', '협업담당');
    await gov.transfer(gov.people.jiu, 'local', '2026-11-23');
    expect(await answers(partner(), DAY_BEFORE)).toBe('정지우');
    expect(await answers(partner())).toBe('한유나');
    // In another department, the task is not theirs to see either.
    expect(cameTo(await update('jiu'))).toBe('not_found');
    expect(cameTo(await update('yuna'))).toBe('updated');
  });

  it('is followed by the head of the department where nobody holds the post, and by the CCO where there is none', async () => {
    await gov.setStatus(gov.people.jiu, 'left');
    await gov.setRole(gov.people.otherOperator, 'cco');
    expect(await answers(partner())).toBe('오운영');
    await position('yuna', '협업정책과장');
    expect(await answers(partner())).toBe('한유나');
    expect(cameTo(await update('jiu'))).toBe('not_found');
    expect(cameTo(await update('otherOperator'))).toBe('not_yours');
  });

  it.each([
    ['주무관', '강혁신'],
    ['행정사무관', '강혁신'],
    ['서기관', '강혁신'],
    ['조사관', '강혁신'],
    ['담당관', '이서준'],
    ['정책기획관', '이서준'],
    ['인사과장', '이서준'],
  ])(
    'is followed by a colleague who is %s or not, as that is a post of one or a rank of many: %s',
    async (title, name) => {
      await position('seojun', title);
      await gov.setStatus(gov.people.haneul, 'left');
      expect(await answers(lead())).toBe(name);
      await gov.rows('update task_party set position = $2 where id = $1', [lead(), title]);
      expect(await answers(lead())).toBe(name);
    },
  );

  it('is not followed by a CCO on leave (휴직), who is in the same department or in another', async () => {
    await gov.setStatus(gov.people.jiu, 'left');
    await gov.setStatus(gov.people.haneul, 'left');
    await gov.setRole(gov.people.otherOperator, 'cco');
    expect([await answers(lead()), await answers(partner())]).toEqual(['강혁신', '오운영']);
    for (const cco of [gov.people.cco, gov.people.otherOperator]) await gov.setStatus(cco, 'leave');
    expect([await answers(lead()), await answers(partner())]).toEqual([undefined, undefined]);
  });

  it('and comes back answers again', async () => {
    await gov.transfer(gov.people.haneul, 'startup', '2026-11-01');
    expect(await answers(lead())).toBe('강혁신');
    await gov.transfer(gov.people.haneul, 'hr', '2026-11-20');
    expect(await answers(lead())).toBe('김하늘');
  });
});
