import { beforeAll, describe, expect, it } from 'vitest';
import { agreeToTask, objectToTask } from '../../src/tasks/answer-consent.ts';
import { answerDispute } from '../../src/tasks/answer-dispute.ts';
import { declineParty, handOver } from '../../src/tasks/hand-over.ts';
import { lookUpCard, lookUpDispute, lookUpHistory, lookUpParty } from '../../src/tasks/look-up.ts';
import { proposeTask } from '../../src/tasks/propose-task.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import { recordResult } from '../../src/tasks/record-result.ts';
import { reviseTask } from '../../src/tasks/revise-task.ts';
import type { Act, Refusal, TaskOutcome, TaskState } from '../../src/tasks/task.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { cameTo, everythingOf, formOf, seedMeasure, seedTask } from './seed-task.ts';

/** Each act of each role on one task: as the row says, and a refused one writes nothing. */
const NOW = seoul('2026-11-23 10:00:00.000');
/** As tasks are seeded. */
const ASKED = Date.parse('2026-11-01T00:00:00Z');

let gov: TestGovernment;
let people: Record<Who, Person>;
let task: { id: number; parties: number[] };
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 4 });
  return () => gov.close();
});

const WHO = [
  'leadOwner',
  'partnerOwner',
  'leadColleague',
  'partnerColleague',
  'leadCco',
  'leadOperator',
  'partnerOperator',
  'otherCco',
  'otherOperator',
  'otherAuditor',
  'outsider',
  'admin',
  'gone',
] as const;
type Who = (typeof WHO)[number];
/** Whose post a person of the test government holds; the third agency takes no part. */
const PEOPLE: Record<Exclude<Who, 'otherOperator' | 'otherAuditor'>, PersonKey> = {
  leadOwner: 'haneul',
  partnerOwner: 'jiu',
  leadColleague: 'seojun',
  partnerColleague: 'yuna',
  leadCco: 'cco',
  leadOperator: 'operator',
  partnerOperator: 'otherOperator',
  otherCco: 'minjun',
  outsider: 'onLeave',
  admin: 'admin',
  gone: 'gone',
};

async function prepare({
  state = 'active',
  consent = 'agreed',
  disputed = false,
}: Partial<Pick<Action, 'state' | 'consent' | 'disputed'>> = {}): Promise<void> {
  await gov.reset();
  await gov.setRole(gov.people.minjun, 'cco');
  const [operator, auditor] = await gov.addPeople('traffic', 2);
  if (!operator || !auditor) throw new Error('nobody came');
  await gov.setRole(operator, 'operator');
  await gov.setRole(auditor, 'auditor');
  people = { otherOperator: operator, otherAuditor: auditor } as Record<Who, Person>;
  for (const [who, key] of Object.entries(PEOPLE)) people[who as Who] = gov.people[key];
  task = await seedTask(gov, { lead: people.leadOwner, partners: [people.partnerOwner] }, { state });
  await gov.rows(`update task_party set consent = $1 where side = 'partner'`, [consent]);
  await seedMeasure(gov, task.id);
  if (disputed) {
    await gov.rows(
      `insert into dispute (task_id, party_id, raised_by, problem, wish, due_on, raised_at)
       values ($1, $2, $3, '문제', '바람', '2026-12-01', now())`,
      [task.id, partner(), people.partnerOwner.id],
    );
  }
}

const lead = () => task.parties[0] ?? 0;
const partner = () => task.parties[1] ?? 0;
let keys = 0;
const act = (who: Who): Act => {
  keys += 1;
  return { actorId: people[who].id, teamId: TEAM, requestKey: `roles-test-${keys}` };
};
const done = async () => undefined;
const result = { name: '', before: undefined, after: '4', units: [], measuredOn: undefined, evidence: '' };
const shown = (found: object): TaskOutcome =>
  'refusals' in found
    ? { kind: 'refused', refusals: found.refusals as Refusal[] }
    : ({ kind: 'shown' } as TaskOutcome);

interface Action {
  state: TaskState;
  consent?: 'asked' | 'agreed';
  disputed?: boolean;
  perform: (who: Who) => Promise<TaskOutcome>;
  /** What it is for those who may do it. */
  done: string;
  /** Who may; those of the others who may view the task hear that it is not theirs to do. */
  may: readonly Who[];
  /** What those hear who may not view it. */
  hidden: string;
}

const VIEWERS: readonly Who[] = [
  'leadOwner',
  'partnerOwner',
  'leadColleague',
  'partnerColleague',
  'leadCco',
  'leadOperator',
  'partnerOperator',
  'otherAuditor',
];
const OWNERS: readonly Who[] = ['leadOwner', 'partnerOwner'];

const ACTIONS: Record<string, Action> = {
  'see the card': {
    state: 'active',
    perform: async (who) => shown(await lookUpCard(gov.database, people[who].id, task.id, NOW)),
    done: 'shown',
    may: VIEWERS,
    hidden: 'not_found',
  },
  'see the card of a proposal': {
    state: 'proposed',
    consent: 'asked',
    perform: async (who) => shown(await lookUpCard(gov.database, people[who].id, task.id, NOW)),
    done: 'shown',
    may: VIEWERS,
    hidden: 'not_found',
  },
  'see the history': {
    state: 'active',
    perform: async (who) =>
      shown(await lookUpHistory(gov.database, people[who].id, { taskId: task.id, page: 0 }, NOW)),
    done: 'shown',
    may: VIEWERS,
    hidden: 'not_found',
  },
  'see a party': {
    state: 'active',
    perform: async (who) => shown(await lookUpParty(gov.database, people[who].id, partner(), NOW)),
    done: 'shown',
    may: VIEWERS,
    hidden: 'party_gone',
  },
  'see a dispute': {
    state: 'active',
    disputed: true,
    perform: async (who) => shown(await lookUpDispute(gov.database, people[who].id, 1, NOW)),
    done: 'shown',
    may: VIEWERS,
    hidden: 'no_dispute',
  },
  'revise a proposal': {
    state: 'proposed',
    consent: 'asked',
    perform: (who) =>
      reviseTask(gov.database, { ...act(who), taskId: task.id, form: formOf([people.partnerOwner]) }, NOW),
    done: 'revised',
    may: ['leadOwner'],
    hidden: 'not_found',
  },
  'withdraw a proposal': {
    state: 'proposed',
    consent: 'asked',
    perform: (who) =>
      updateTask(gov.database, { ...act(who), taskId: task.id, to: 'cancelled', note: '철회' }, NOW, done),
    done: 'cancelled',
    may: ['leadOwner'],
    hidden: 'not_found',
  },
  'agree for the partner': {
    state: 'proposed',
    consent: 'asked',
    perform: (who) => agreeToTask(gov.database, { ...act(who), partyId: partner(), askedAt: ASKED }, NOW),
    done: 'registered',
    may: ['partnerOwner'],
    hidden: 'party_gone',
  },
  'object for the partner': {
    state: 'proposed',
    consent: 'asked',
    perform: (who) =>
      objectToTask(gov.database, { ...act(who), partyId: partner(), askedAt: ASKED, text: '의견' }, NOW),
    done: 'objected',
    may: ['partnerOwner'],
    hidden: 'party_gone',
  },
  'agree for the lead': {
    state: 'proposed',
    consent: 'asked',
    perform: (who) => agreeToTask(gov.database, { ...act(who), partyId: lead(), askedAt: ASKED }, NOW),
    done: '',
    may: [],
    hidden: 'party_gone',
  },
  'update the status': {
    state: 'active',
    perform: (who) =>
      updateTask(gov.database, { ...act(who), taskId: task.id, progress: '50', note: '경과' }, NOW, done),
    done: 'updated',
    may: OWNERS,
    hidden: 'not_found',
  },
  'complete it': {
    state: 'active',
    perform: (who) =>
      updateTask(
        gov.database,
        { ...act(who), taskId: task.id, to: 'completed', note: '완료', results: [result] },
        NOW,
        done,
      ),
    done: 'completed',
    may: OWNERS,
    hidden: 'not_found',
  },
  'cancel it': {
    state: 'active',
    perform: (who) =>
      updateTask(gov.database, { ...act(who), taskId: task.id, to: 'cancelled', note: '중단' }, NOW, done),
    done: 'cancelled',
    may: OWNERS,
    hidden: 'not_found',
  },
  'record a result': {
    state: 'completed',
    perform: (who) => recordResult(gov.database, { ...act(who), taskId: task.id, result }, NOW),
    done: 'recorded',
    may: OWNERS,
    hidden: 'not_found',
  },
  'name an owner of the lead': {
    state: 'active',
    perform: (who) =>
      handOver(
        gov.database,
        { ...act(who), partyId: lead(), ownerId: people.leadColleague.id, reason: '인사이동' },
        NOW,
      ),
    done: 'handed_over',
    may: ['leadOwner', 'leadCco', 'leadOperator'],
    hidden: 'party_gone',
  },
  'name an owner of the partner': {
    state: 'active',
    perform: (who) =>
      handOver(
        gov.database,
        { ...act(who), partyId: partner(), ownerId: people.partnerColleague.id, reason: '인사이동' },
        NOW,
      ),
    done: 'handed_over',
    may: ['partnerOwner', 'partnerOperator'],
    hidden: 'party_gone',
  },
  'say 담당 아님 of the lead': {
    state: 'active',
    perform: (who) => declineParty(gov.database, { ...act(who), partyId: lead(), reason: '아님' }, NOW),
    done: 'declined',
    may: ['leadOwner'],
    hidden: 'party_gone',
  },
  'say 담당 아님 of the partner': {
    state: 'active',
    perform: (who) => declineParty(gov.database, { ...act(who), partyId: partner(), reason: '아님' }, NOW),
    done: 'declined',
    may: ['partnerOwner'],
    hidden: 'party_gone',
  },
  'raise a dispute': {
    state: 'active',
    perform: (who) =>
      raiseDispute(
        gov.database,
        { ...act(who), taskId: task.id, problem: '문제가 있다', wish: '바란다' },
        NOW,
      ),
    done: 'dispute_raised',
    may: OWNERS,
    hidden: 'not_found',
  },
  'settle a dispute': {
    state: 'active',
    disputed: true,
    perform: (who) =>
      answerDispute(gov.database, { ...act(who), disputeId: 1, kind: 'settle', note: '해결' }, NOW),
    done: 'dispute_answered',
    // The partner's agency has no CCO in post: its operator stands in.
    may: ['leadCco', 'partnerOperator'],
    hidden: 'no_dispute',
  },
};

/** What somebody hears of an act. */
function expectedOf({ may, done: whenDone, hidden }: Action, who: Who): string {
  if (may.includes(who)) return whenDone;
  return VIEWERS.includes(who) ? 'not_yours' : hidden;
}

describe('each act of each role on a task', () => {
  it.each(Object.entries(ACTIONS))(
    '%s: whoever may not is told so, and nothing is written',
    async (_, action) => {
      await prepare(action);
      const before = await everythingOf(gov);
      for (const who of WHO.filter((one) => !action.may.includes(one))) {
        expect([who, cameTo(await action.perform(who))]).toEqual([who, expectedOf(action, who)]);
        expect(await everythingOf(gov)).toEqual(before);
      }
    },
  );

  const allowed = Object.entries(ACTIONS).flatMap(([what, action]) =>
    action.may.map((who) => [who, what, action] as const),
  );
  it.each(allowed.filter(([, what]) => !what.startsWith('see')))('%s may %s', async (who, _, action) => {
    await prepare(action);
    const before = await everythingOf(gov);
    expect(cameTo(await action.perform(who))).toBe(action.done);
    expect(await everythingOf(gov)).not.toEqual(before);
  });

  it('looking shows, and writes nothing but that an auditor looked', async () => {
    for (const action of Object.values(ACTIONS).filter((one) => one.done === 'shown')) {
      await prepare(action);
      const before = await everythingOf(gov);
      for (const who of action.may.filter((one) => one !== 'otherAuditor'))
        expect([who, cameTo(await action.perform(who))]).toEqual([who, 'shown']);
      expect(await everythingOf(gov)).toEqual(before);
      expect(cameTo(await action.perform('otherAuditor'))).toBe('shown');
      const { access_log: looks, ...after } = await everythingOf(gov);
      const { access_log: looksBefore, ...rest } = before;
      expect(after).toEqual(rest);
      expect(looks?.length).toBe((looksBefore?.length ?? 0) + 1);
    }
  });

  it('is the same for a role that was taken away a moment ago', async () => {
    await prepare();
    await gov.setRole(people.leadOperator, 'member');
    await gov.setStatus(people.leadCco, 'left');
    const name = (who: Who) =>
      handOver(
        gov.database,
        { ...act(who), partyId: lead(), ownerId: people.leadColleague.id, reason: '인사' },
        NOW,
      );
    expect(cameTo(await name('leadOperator'))).toBe('party_gone');
    expect(cameTo(await name('leadCco'))).toBe('party_gone');
  });

  it('proposing is for whoever has a posting, whatever their role', async () => {
    await prepare();
    const propose = async (who: Who, partner: Who) =>
      cameTo(await proposeTask(gov.database, { ...act(who), form: formOf([people[partner]]) }, NOW));
    for (const who of ['leadColleague', 'leadCco', 'leadOperator', 'otherAuditor', 'outsider'] as const) {
      expect(await propose(who, 'partnerOwner')).toBe('proposed');
    }
    expect(await propose('admin', 'leadOwner')).toBe('proposed');
    expect(await propose('gone', 'partnerOwner')).toBe('no_posting');
  });
});
