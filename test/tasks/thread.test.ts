import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/database/database.ts';
import { createDelivery } from '../../src/messenger/delivery.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { chooseTaskChannel } from '../../src/tasks/choose-task-channel.ts';
import { appendEvent } from '../../src/tasks/event-store.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import type { TaskEvent, TaskEventKind, TaskState } from '../../src/tasks/task.ts';
import { enqueueThread } from '../../src/tasks/thread.ts';
import { createThreadRenderers } from '../../src/tasks/thread-deliveries.ts';
import { renderThreadEvent } from '../../src/tasks/thread-messages.ts';
import { lockTask, updateTaskState } from '../../src/tasks/write-store.ts';
import { openTestGovernment, type PersonKey, seoul, type TestGovernment } from '../support/government.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';
import { breaksBlockLimits } from '../support/slack-limits.ts';
import { sampleEvent } from './samples.ts';
import { seedTask, toldOf } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const log = pino({ level: 'silent' });

let gov: TestGovernment;
let fake: SlackFake;
let team: string;
let now: Date;
beforeAll(async () => {
  [gov, fake] = await Promise.all([openTestGovernment({ connections: 8 }), startSlackFake()]);
  team = fake.teamId;
  return async () => {
    await gov.close();
    await fake.stop();
  };
});
beforeEach(async () => {
  await gov.reset();
  fake.clear();
  now = NOW;
});

const choose = (who: PersonKey, channelId: string | null) =>
  chooseTaskChannel(gov.database, { actorId: gov.people[who].id, teamId: team, channelId }, now);

/** Something happens to a task, as the use-cases write it. */
async function happen(
  taskId: number,
  kind: TaskEventKind,
  more: { from?: TaskState; to?: TaskState; progress?: number; note?: string; who?: PersonKey } = {},
): Promise<void> {
  await inTransaction(gov.database, async (tx) => {
    await lockTask(tx, taskId);
    const eventId = await appendEvent(tx, {
      taskId,
      kind,
      fromState: more.from,
      toState: more.to,
      progress: more.progress,
      note: more.note ?? '비고',
      actorId: gov.people[more.who ?? 'haneul'].id,
      at: now,
    });
    await updateTaskState(
      tx,
      taskId,
      {
        ...(more.to === undefined ? {} : { state: more.to }),
        ...(more.progress === undefined ? {} : { progress: more.progress }),
      },
      now,
    );
    await enqueueThread(tx, { taskId, eventId, now });
  });
}

async function deliver(): Promise<void> {
  const { botToken, apiUrl } = fake;
  const delivery = createDelivery({
    database: gov.database,
    client: openSlackClient({ botToken, apiUrl, mode: { kind: 'http', signingSecret: 's' } }, log),
    renderers: createThreadRenderers({ database: gov.database, now: () => now }),
    now: () => now,
    pause: async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      now = new Date(now.getTime() + ms);
    },
    log,
    botUserId: fake.botUserId,
    limits: { runMs: 600_000 },
  });
  await delivery.deliverDue(team);
}
const firsts = (channel: string) => fake.messages(channel).filter(({ thread_ts }) => !thread_ts);
const repliesTo = (channel: string, index: number) =>
  fake.messages(channel).filter(({ thread_ts }) => thread_ts && thread_ts === firsts(channel)[index]?.ts);
const shown = (message: unknown) => JSON.stringify(message);
const pair = () => ({ lead: gov.people.haneul, partners: [gov.people.jiu] });

describe('the thread of a task', () => {
  it('begins when the task is registered, with one message in each channel of its agencies', async () => {
    await choose('operator', 'C1');
    await choose('otherOperator', 'C2');
    const task = await seedTask(gov, pair(), { state: 'proposed', title: '청년 일자리 연계' });
    await happen(task.id, 'agreed', { who: 'jiu' });
    await happen(task.id, 'owner');
    expect(await toldOf(gov)).toEqual([]);
    await happen(task.id, 'registered', { from: 'proposed', to: 'registered', who: 'jiu' });
    await deliver();
    for (const channel of ['C1', 'C2']) {
      expect(firsts(channel)).toHaveLength(1);
      expect(repliesTo(channel, 0)).toHaveLength(1);
      expect(shown(firsts(channel)[0])).toContain('청년 일자리 연계');
      expect(shown(firsts(channel)[0])).toContain('등록 · 0%');
      expect(shown(repliesTo(channel, 0)[0])).toContain('과제 등록');
    }
  });

  it('takes every event as a reply, and its first message shows how the task stands now', async () => {
    await choose('operator', 'C1');
    const task = await seedTask(gov, pair());
    await happen(task.id, 'status', { from: 'active', to: 'active', progress: 60, note: '협의 완료' });
    await deliver();
    await happen(task.id, 'status', { from: 'active', to: 'delayed', progress: 60, note: '회신 대기' });
    await happen(task.id, 'result', { note: '12개월 → 4개월' });
    await deliver();
    expect(firsts('C1')).toHaveLength(1);
    expect(shown(firsts('C1')[0])).toContain('지연 · 60%');
    expect(shown(firsts('C1')[0])).toContain('주관 · 중기부 인력정책과 김하늘');
    expect(repliesTo('C1', 0).map(({ text }) => text)).toEqual([
      '진행 상황 · 추진중 · 60% · 김하늘',
      '진행 상황 · 추진중 → 지연 · 60% · 김하늘',
      '성과 기록 · 김하늘',
    ]);
    expect(shown(repliesTo('C1', 0)[1])).toContain('> 회신 대기');
    // A result changes nothing of what the first message shows.
    expect(fake.callsOf('chat.update')).toHaveLength(1);
  });

  it('of several tasks stay apart, and two agencies that share a channel have one', async () => {
    await choose('operator', 'C1');
    await choose('otherOperator', 'C1');
    const one = await seedTask(gov, pair(), { title: '하나' });
    const two = await seedTask(gov, pair(), { title: '둘' });
    await happen(one.id, 'status', { from: 'active', to: 'active', progress: 10 });
    await happen(two.id, 'status', { from: 'active', to: 'active', progress: 20 });
    await happen(one.id, 'status', { from: 'active', to: 'active', progress: 30 });
    await deliver();
    expect(firsts('C1')).toHaveLength(2);
    expect(repliesTo('C1', 0).map(({ text }) => text)).toEqual([
      '진행 상황 · 추진중 · 10% · 김하늘',
      '진행 상황 · 추진중 · 30% · 김하늘',
    ]);
    expect(repliesTo('C1', 1)).toHaveLength(1);
  });

  it('begins once with two events at once', async () => {
    await choose('operator', 'C1');
    const task = await seedTask(gov, pair());
    await Promise.all([1, 2, 3, 4].map((n) => happen(task.id, 'result', { note: `${n}` })));
    await deliver();
    expect(firsts('C1')).toHaveLength(1);
    expect(repliesTo('C1', 0)).toHaveLength(4);
  });

  it('begins anew where it did not get through before', async () => {
    await choose('operator', 'C1');
    const task = await seedTask(gov, pair());
    fake.misbehave('chat.postMessage', { kind: 'error', error: 'not_in_channel' });
    await happen(task.id, 'result');
    await deliver();
    expect(fake.messages('C1')).toEqual([]);
    await happen(task.id, 'result', { note: '둘째' });
    await deliver();
    expect([firsts('C1').length, repliesTo('C1', 0).length]).toEqual([1, 1]);
  });

  it('goes on in the channel chosen later, and stops where it is switched off', async () => {
    await choose('operator', 'C1');
    const task = await seedTask(gov, pair());
    await happen(task.id, 'result');
    await choose('operator', 'C9');
    await happen(task.id, 'result');
    await choose('operator', null);
    await happen(task.id, 'result');
    await deliver();
    expect([fake.messages('C1').length, fake.messages('C9').length]).toEqual([2, 2]);
  });

  it('takes a dispute, in an act of its own', async () => {
    await choose('otherOperator', 'C2');
    const task = await seedTask(gov, pair());
    await raiseDispute(
      gov.database,
      {
        actorId: gov.people.haneul.id,
        teamId: team,
        requestKey: 'thread-dispute',
        taskId: task.id,
        problem: '자료 범위가 *다릅니다* <!channel>',
        wish: '월별 통계',
      },
      now,
    );
    await gov.rows(`delete from outbox where kind = 'task-dispute-asked'`);
    await deliver();
    const [reply] = repliesTo('C2', 0);
    expect(shown(reply)).toContain('이견 제기 · ');
    // The words of a dispute are not for everybody in the channel.
    expect(shown(reply)).not.toContain('자료 범위');
  });

  it.each<[TaskEvent['kind'], boolean]>([
    ['status', true],
    ['not_mine', false],
    ['dispute', false],
    ['dispute_answer', false],
    ['dispute_referred', false],
    ['dispute_settled', false],
  ])('of %s repeats the words: %s', (kind, repeats) => {
    const event = sampleEvent({ kind, note: '두 기관만 아는 이야기' });
    expect(JSON.stringify(renderThreadEvent(event)).includes('두 기관만 아는 이야기')).toBe(repeats);
  });

  it('of another owner says who came after whom, not why', () => {
    const shownOf = JSON.stringify(
      renderThreadEvent(sampleEvent({ kind: 'owner', note: '정지우 → 한유나\n건강 문제로' })),
    );
    expect(shownOf).toContain('정지우 → 한유나');
    expect(shownOf).not.toContain('건강 문제');
  });

  it('keeps within what Slack takes, however long the texts and many the sides', async () => {
    const long = '가나다라마바사아자차 *_~`<@U1>&'.repeat(200);
    const event: TaskEvent = {
      id: 1,
      sequence: 1,
      kind: 'dispute_answer',
      fromState: undefined,
      toState: undefined,
      progress: undefined,
      note: long,
      actor: undefined,
      partyId: undefined,
      occurredAt: NOW,
    };
    expect(breaksBlockLimits(renderThreadEvent(event).blocks, 50)).toBe(false);
    expect(renderThreadEvent(event).text).toBe('이견에 대한 답 · 이음');
  });
});

describe('choosing the channel', () => {
  it.each<[PersonKey, string]>([
    ['operator', 'channel_chosen'],
    ['secondOperator', 'channel_chosen'],
    ['admin', 'channel_chosen'],
    ['cco', 'refused'],
    ['auditor', 'refused'],
    ['haneul', 'refused'],
    ['gone', 'refused'],
  ])('%s: %s', async (who, expected) => {
    expect((await choose(who, 'C1')).kind).toBe(expected);
    const rows = await gov.rows<{ agency_id: number; channel_id: string }>('select * from task_channel');
    expect(rows.map((row) => [row.agency_id, row.channel_id])).toEqual(
      expected === 'refused' ? [] : [[gov.people[who].agency, 'C1']],
    );
    expect(await gov.value('select count(*)::int from access_log')).toBe(expected === 'refused' ? 0 : 1);
  });

  it('is changed and switched off, each time with a line in the access log', async () => {
    await choose('operator', 'C1');
    await choose('operator', 'C2');
    await choose('otherOperator', 'C3');
    expect(await choose('operator', null)).toEqual({ kind: 'channel_chosen', channelId: undefined });
    expect(await gov.rows('select agency_id, team_id, channel_id from task_channel')).toEqual([
      { agency_id: gov.agencies.interior, team_id: team, channel_id: 'C3' },
    ]);
    const subjects = await gov.rows<{ subject: string }>(
      `select subject from access_log where action = 'choose_task_channel' order by id`,
    );
    expect(subjects.map(({ subject }) => subject.replace(/^agency:\d+ /, ''))).toEqual([
      'channel:C1',
      'channel:C2',
      'channel:C3',
      'off',
    ]);
  });
});
