import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeToTask, objectToTask } from '../../src/tasks/answer-consent.ts';
import { declineParty, handOver } from '../../src/tasks/hand-over.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import { reviseTask } from '../../src/tasks/revise-task.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { cameTo, eventsOf, formOf, seedTask, toldOf } from './seed-task.ts';

/** Acts on one task at the same time, each over a connection of its own. */
const NOW = seoul('2026-11-23 10:00:00.000');

const CONNECTIONS = 24;

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: CONNECTIONS });
  // All connections stand before the first race.
  await Promise.all(
    Array.from({ length: CONNECTIONS }, () => gov.database.selectFrom('task').select('id').execute()),
  );
  return () => gov.close();
});
beforeEach(() => gov.reset());

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `race-test-${keys}` };
};
const seed = async (partners: PersonKey[] = ['jiu'], asked = false) => {
  const task = await seedTask(
    gov,
    { lead: gov.people.haneul, partners: partners.map((who) => gov.people[who]) },
    { state: asked ? 'proposed' : 'active' },
  );
  if (asked) await gov.rows(`update task_party set consent = 'asked' where side = 'partner'`);
  return task;
};
/** As tasks are seeded. */
const askedAt = Date.parse('2026-11-01T00:00:00Z');
const agree = (who: PersonKey, partyId: number) =>
  agreeToTask(gov.database, { ...act(who), partyId, askedAt }, NOW);
const stateOf = (taskId: number) => gov.value<string>('select state from task where id = $1', [taskId]);
/** The order of a history is without a gap, and says the same as the task. */
async function expectOneOrder(taskId: number): Promise<void> {
  const rows = await gov.rows<{
    sequence: number;
    from_state: string | null;
    to_state: string | null;
    seeded: boolean;
  }>(
    `select sequence, from_state, to_state, sequence = 1 and kind = 'registered' as seeded
     from task_event where task_id = $1 order by id`,
    [taskId],
  );
  expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
  const changes = rows.filter(({ to_state, seeded }) => to_state !== null && !seeded);
  for (const [index, change] of changes.entries()) {
    if (index > 0) expect(change.from_state).toBe(changes[index - 1]?.to_state);
  }
  if (changes.length > 0) expect(await stateOf(taskId)).toBe(changes.at(-1)?.to_state);
}

describe('a consent given twice at once', () => {
  it('under one key is one consent, and both hear the same', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, parties } = await seed(['jiu', 'minjun'], true);
      const one = { ...act('jiu'), partyId: parties[1] ?? 0, askedAt };
      const outcomes = await Promise.all([1, 2, 3].map(() => agreeToTask(gov.database, one, NOW)));
      expect(outcomes.map(cameTo)).toEqual(['agreed', 'agreed', 'agreed']);
      expect(outcomes.filter((outcome) => 'repeat' in outcome && !outcome.repeat)).toHaveLength(1);
      expect(await eventsOf(gov, id)).toEqual(['agreed']);
    }
    expect(await toldOf(gov)).toHaveLength(10);
  });

  it('under two keys is one consent, and the other hears that it was given', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, parties } = await seed(['jiu'], true);
      const outcomes = await Promise.all([agree('jiu', parties[1] ?? 0), agree('jiu', parties[1] ?? 0)]);
      expect(outcomes.map(cameTo).sort()).toEqual(['already_answered', 'registered']);
      expect(await eventsOf(gov, id)).toEqual(['agreed', 'registered']);
      expect(
        await gov.value(`select count(*)::int from task_event where task_id = $1 and kind = 'registered'`, [
          id,
        ]),
      ).toBe(1);
    }
    expect(await toldOf(gov)).toHaveLength(10);
  });

  it('by all partners registers the task once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, parties } = await seed(['jiu', 'minjun', 'otherOperator'], true);
      const outcomes = await Promise.all([
        agree('jiu', parties[1] ?? 0),
        agree('minjun', parties[2] ?? 0),
        agree('otherOperator', parties[3] ?? 0),
      ]);
      expect(outcomes.map(cameTo).sort()).toEqual(['agreed', 'agreed', 'registered']);
      expect(await stateOf(id)).toBe('registered');
      expect(
        await gov.value(`select count(*)::int from task_event where task_id = $1 and kind = 'registered'`, [
          id,
        ]),
      ).toBe(1);
      await expectOneOrder(id);
    }
  });

  it('agreeing and objecting: one of the two stands, and the history says which', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, parties } = await seed(['jiu'], true);
      const partyId = parties[1] ?? 0;
      const [agreed, objected] = await Promise.all([
        agree('jiu', partyId),
        objectToTask(gov.database, { ...act('jiu'), partyId, askedAt, text: '의견이 있습니다.' }, NOW),
      ]);
      // An objection may be followed by agreement, an agreement by nothing.
      expect(cameTo(agreed)).toBe('registered');
      expect(['objected', 'already_answered']).toContain(cameTo(objected));
      expect(await stateOf(id)).toBe('registered');
      await expectOneOrder(id);
    }
  });

  it('while the lead revises: nobody has agreed to what they did not see', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, parties } = await seed(['jiu'], true);
      const [agreed] = await Promise.all([
        agree('jiu', parties[1] ?? 0),
        reviseTask(
          gov.database,
          { ...act('haneul'), taskId: id, form: formOf([gov.people.jiu], { purpose: '달라진 목적' }) },
          NOW,
        ),
      ]);
      const purpose = await gov.value<string>('select purpose from task where id = $1', [id]);
      const kinds = await eventsOf(gov, id);
      // Agreed first: registered as it was, and the revision came too late. Revised first: it was the old text's consent.
      const isRevised = purpose === '달라진 목적';
      expect(kinds).toEqual(isRevised ? ['revised'] : ['agreed', 'registered']);
      expect(cameTo(agreed)).toBe(isRevised ? 'terms_changed' : 'registered');
      await expectOneOrder(id);
    }
  });
});

describe('two owners updating at once', () => {
  it('fifty times: one order, no note lost, and the task stands as its last event says', async () => {
    const { id } = await seed();
    const update = (who: PersonKey, round: number) =>
      updateTask(
        gov.database,
        { ...act(who), taskId: id, progress: String(round), note: `${who} ${round}` },
        NOW,
        async () => undefined,
      );
    const notes: string[] = [];
    for (let round = 1; round <= 50; round += 1) {
      const outcomes = await Promise.all([update('haneul', round), update('jiu', 100 - round)]);
      expect(outcomes.map(cameTo)).toEqual(['updated', 'updated']);
      notes.push(`haneul ${round}`, `jiu ${100 - round}`);
    }
    const rows = await gov.rows<{ note: string; progress: number }>(
      `select note, progress from task_event where task_id = $1 and kind = 'status' order by sequence`,
      [id],
    );
    expect(rows.map(({ note }) => note).sort()).toEqual(notes.sort());
    expect(await gov.value('select progress from task where id = $1', [id])).toBe(rows.at(-1)?.progress);
    await expectOneOrder(id);
  });

  it('as many as there are connections at the same moment', async () => {
    const { id } = await seed();
    const outcomes = await Promise.all(
      Array.from({ length: CONNECTIONS }, (_, index) =>
        updateTask(
          gov.database,
          {
            ...act(index % 2 ? 'haneul' : 'jiu'),
            taskId: id,
            progress: String(index),
            note: `경과 ${index}`,
          },
          NOW,
          async () => undefined,
        ),
      ),
    );
    expect(outcomes.every(({ kind }) => kind === 'updated')).toBe(true);
    expect(await gov.value(`select count(distinct note)::int from task_event where kind = 'status'`)).toBe(
      CONNECTIONS,
    );
    await expectOneOrder(id);
  });

  it('to states that exclude each other: the second is judged by what the first made', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await seed();
      const update = (who: PersonKey, to: 'completed' | 'cancelled') =>
        updateTask(gov.database, { ...act(who), taskId: id, to, note: '끝' }, NOW, async () => undefined);
      const outcomes = (await Promise.all([update('haneul', 'completed'), update('jiu', 'cancelled')])).map(
        cameTo,
      );
      expect(outcomes).toContain('state_not_from');
      expect(outcomes.filter((one) => one === 'state_not_from')).toHaveLength(1);
      expect(await eventsOf(gov, id)).toEqual(['status']);
      await expectOneOrder(id);
    }
  });
});

describe('completing while a dispute opens', () => {
  it('comes out in one order or the other, never with both', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 30; round += 1) {
      const { id } = await seed();
      const complete = () =>
        updateTask(
          gov.database,
          { ...act('haneul'), taskId: id, to: 'completed', note: '마침' },
          NOW,
          async () => undefined,
        );
      const dispute = () =>
        raiseDispute(
          gov.database,
          { ...act('jiu'), taskId: id, problem: '범위가 다르다', wish: '넓혀 주기 바란다' },
          NOW,
        );
      const [first, second] = round % 2 ? [complete, dispute] : [dispute, complete];
      // At first one after the other, so that each order is seen whoever wins the races.
      const both = round < 2 ? [await first(), await second()] : await Promise.all([first(), second()]);
      const outcomes = both.map(cameTo).sort();
      const open = await gov.value<number>('select count(*)::int from dispute where task_id = $1', [id]);
      if (await gov.value(`select state = 'completed' from task where id = $1`, [id])) {
        expect(outcomes).toEqual(['completed', 'state_not_from']);
        expect(open).toBe(0);
        expect(await eventsOf(gov, id)).toEqual(['status']);
      } else {
        expect(outcomes).toEqual(['dispute_open', 'dispute_raised']);
        expect(open).toBe(1);
        expect(await eventsOf(gov, id)).toEqual(['dispute']);
      }
      seen.add(outcomes[0] ?? '');
    }
    expect([...seen].sort()).toEqual(['completed', 'dispute_open']);
  });
});

describe('one key used for two tasks at once', () => {
  it('is one act, and the other is refused', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = await Promise.all([seed(), seed()]);
      const { requestKey, ...rest } = act('haneul');
      const outcomes = await Promise.all(
        [one, other].map(({ id }) =>
          updateTask(
            gov.database,
            { ...rest, requestKey, taskId: id, note: '경과' },
            NOW,
            async () => undefined,
          ),
        ),
      );
      expect(outcomes.map(cameTo).sort()).toEqual(['key_reused', 'updated']);
    }
  });
});

describe('handing over while the owner says 담당 아님', () => {
  it('has one order, and whoever was named last answers', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, parties } = await seed();
      const partyId = parties[1] ?? 0;
      const outcomes = await Promise.all([
        declineParty(gov.database, { ...act('jiu'), partyId, reason: '아닙니다.' }, NOW),
        handOver(
          gov.database,
          { ...act('otherOperator'), partyId, ownerId: gov.people.yuna.id, reason: '분장' },
          NOW,
        ),
      ]);
      expect(cameTo(outcomes[1])).toBe('handed_over');
      expect(['declined', 'not_yours']).toContain(cameTo(outcomes[0]));
      const answers = await gov.value<number>(
        `select answers_id from task_parties('2026-11-23') where party_id = $1`,
        [partyId],
      );
      expect(answers).toBe(gov.people.yuna.id);
      await expectOneOrder(id);
    }
  });
});
