import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerHome } from '../../src/home/slack.ts';
import { createIdentity } from '../../src/messenger/identity.ts';
import type { Listeners } from '../../src/messenger/listeners.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { seedRequest } from '../evaluations/seed-evaluation.ts';
import { outline } from '../points/outline.ts';
import { openTestGovernment, type PersonKey, seoul, type TestGovernment } from '../support/government.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';
import { seedTask } from '../tasks/seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const log = pino({ level: 'silent' });

let gov: TestGovernment;
let fake: SlackFake;
let opened: (event: never, at: never) => Promise<void>;
let client: ReturnType<typeof openSlackClient>;
beforeAll(async () => {
  [gov, fake] = await Promise.all([openTestGovernment(), startSlackFake()]);
  client = openSlackClient({ botToken: fake.botToken, apiUrl: fake.apiUrl } as never, log);
  const on = {
    onEvent: (_type: string, handle: typeof opened) => {
      opened = handle;
    },
  } as unknown as Listeners;
  registerHome(on, {
    database: gov.database,
    identity: createIdentity({ database: gov.database, client, now: () => NOW, log }),
    now: () => NOW,
  });
  return async () => {
    await gov.close();
    await fake.stop();
  };
});
beforeEach(() => gov.reset());

/** What somebody sees who opens App Home; undefined when nothing is drawn. */
async function homeOf(who: PersonKey, tab = 'home'): Promise<string | undefined> {
  fake.clear();
  const user = `U${gov.people[who].id}`;
  fake.addUser({
    id: user,
    email: await gov.value('select email from official where id = $1', [gov.people[who].id]),
  });
  await opened({ type: 'app_home_opened', user, tab } as never, { teamId: fake.teamId, client } as never);
  const view = fake.home(user);
  return view && outline(view as { blocks: unknown[] });
}

describe('App Home', () => {
  it('has the open tasks of whoever answers for them, those that wait for their consent first', async () => {
    const { haneul, jiu } = gov.people;
    const running = await seedTask(gov, { lead: jiu, partners: [haneul] }, { title: '이미 하는 일' });
    const asked = await seedTask(
      gov,
      { lead: jiu, partners: [haneul] },
      { title: '새로 할 일', state: 'proposed' },
    );
    await gov.rows(`update task_party set consent = 'asked' where id = $1`, [asked.parties[1]]);
    await seedTask(gov, { lead: jiu, partners: [haneul] }, { title: '끝난 일', state: 'completed' });
    await seedTask(gov, { lead: jiu, partners: [gov.people.minjun] }, { title: '남의 일' });
    const home = await homeOf('haneul');
    expect(home).toContain('*내 과제 2건*');
    expect(home?.match(/show_task:\d+/g)).toEqual([`show_task:${asked.id}`, `show_task:${running.id}`]);
    expect(home).not.toContain('끝난 일');
    expect(home).not.toContain('남의 일');
    expect(await homeOf('seojun')).toContain('맡고 있는 과제가 없습니다.');
  });

  it('has the evaluations that somebody has to answer, and nobody else’s', async () => {
    const { haneul, jiu } = gov.people;
    const { parties } = await seedTask(gov, { lead: haneul, partners: [jiu] });
    const request = await seedRequest(gov, parties[0] ?? 0);
    const home = await homeOf('haneul');
    expect(home).toContain(`answer_evaluation:${request}`);
    expect(home).toContain('[알림 설정 → reminder_settings]');
    expect(await homeOf('jiu')).not.toContain('answer_evaluation');
    expect(await homeOf('jiu')).toContain('지금 답하거나 평가할 것이 없습니다.');
  });

  it('is drawn on its own tab only', async () => {
    expect(await homeOf('haneul', 'messages')).toBeUndefined();
  });

  it('has the operators’ buttons for operators alone', async () => {
    expect(await homeOf('operator')).toContain('show_policy = tasks');
    expect(await homeOf('haneul')).not.toContain('show_policy');
  });
});
