import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/messenger/identity.ts';
import type { ActionAct, Listeners, Reply, ViewAct, ViewOutcome } from '../../src/messenger/listeners.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import type { PointsDeps } from '../../src/points/points-deps.ts';
import { answerPolicy, registerPolicy } from '../../src/points/policy-slack.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';
import { outline } from './outline.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const log = pino({ level: 'silent' });

let gov: TestGovernment;
let fake: SlackFake;
let deps: PointsDeps;
let client: ReturnType<typeof openSlackClient>;
const actions = new Map<string, (act: ActionAct) => Promise<Reply | undefined>>();
const views = new Map<string, (act: ViewAct) => Promise<ViewOutcome>>();
let refused: string[] = [];

beforeAll(async () => {
  [gov, fake] = await Promise.all([openTestGovernment(), startSlackFake()]);
  client = openSlackClient({ botToken: fake.botToken, apiUrl: fake.apiUrl } as never, log);
  deps = {
    database: gov.database,
    identity: createIdentity({ database: gov.database, client, now: () => NOW, log }),
    metrics: { countRefusal: (reason: string) => void refused.push(reason) },
    now: () => NOW,
    log,
    wake: () => {},
  } as unknown as PointsDeps;
  registerPolicy(
    {
      onAction: (id, handle) => void actions.set(String(id), handle),
      onView: (id, handle) => void views.set(String(id), handle),
    } as Listeners,
    deps,
  );
  return async () => {
    await gov.close();
    await fake.stop();
  };
});
beforeEach(async () => {
  await gov.reset();
  fake.clear();
  refused = [];
});

const actor = (who: PersonKey) => ({
  teamId: TEAM,
  userId: 'U1',
  officialId: gov.people[who].id,
  locale: 'ko' as const,
  client,
  triggerId: 'trigger',
});
const press = (who: PersonKey, id: string, value: string, where: Partial<ActionAct> = { channelId: 'D1' }) =>
  actions.get(id)?.({ ...actor(who), value, ...where } as ActionAct);
const submit = async (who: PersonKey, group: string, typed: Record<string, string>) => {
  const values = Object.fromEntries(
    Object.entries(typed).map(([key, text]) => [
      key,
      {
        value: ['effective_from', 'completionPoints'].includes(key)
          ? { selected_option: { value: text } }
          : { value: text },
      },
    ]),
  );
  const view = { private_metadata: group };
  const outcome = await views.get('policy')?.({ ...actor(who), view, values } as unknown as ViewAct);
  if (!outcome) throw new Error('nobody listens');
  return outcome;
};
const shown = ({ answer }: ViewOutcome) => {
  if (!answer || !('view' in answer)) return undefined;
  return outline(answer.view as never);
};
const stored = () => gov.rows('select effective_from, changes from policy_change order by id');

describe('the pages of the rules (운영규정 제7조)', () => {
  it('are one a group, and a button leads from each to the other in its place', async () => {
    const page = await answerPolicy(deps, actor('operator'), 'points');
    expect(page.text).toBe('중기부 협업포인트 기준');
    const other = await press('operator', 'show_policy', 'tasks');
    expect(other).toMatchObject({ text: '중기부 과제·교류·평가 기준', replaceOriginal: true });
  });

  it('are shown to operators alone', async () => {
    for (const who of ['haneul', 'cco', 'auditor'] as const) {
      expect(JSON.stringify(await answerPolicy(deps, actor(who), 'tasks'))).toContain('운영자');
      expect((await press(who, 'open_policy', 'tasks'))?.text).not.toContain('기준');
    }
    expect(fake.callsOf('views.open')).toEqual([]);
  });
});

describe('the form', () => {
  it('opens for the group asked for; from a dialog it takes that dialog’s place', async () => {
    fake.answer('views.open', () => ({ ok: true }));
    fake.answer('views.update', () => ({ ok: true }));
    await press('operator', 'open_policy', 'tasks');
    expect(fake.callsOf('views.open')[0]?.args.view).toMatchObject({ private_metadata: 'tasks' });
    await press('operator', 'open_policy', 'x', { view: { id: 'V1', type: 'modal' } } as Partial<ActionAct>);
    expect(fake.callsOf('views.update')[0]?.args).toMatchObject({
      view_id: 'V1',
      view: { private_metadata: 'points' },
    });
  });

  it('changes what differs, from the day chosen, and says so', async () => {
    const typed = {
      effective_from: '2027-01-01',
      remindBeforeDays: '0, 5',
      gradeScale: 'A, B',
      completionPoints: 'true',
      escalateAfterDays: '3',
      sendUntilHour: '',
    };
    expect(shown(await submit('operator', 'tasks', typed))).toBeUndefined();
    expect(await stored()).toEqual([
      {
        effective_from: '2027-01-01',
        changes: { remindBeforeDays: [5, 0], gradeScale: ['A', 'B'], completionPoints: true },
      },
    ]);
    const [message] = fake.callsOf('chat.postMessage');
    expect(message?.args.text).toBe('2027년 1월 1일부터 기준이 바뀝니다.');
  });

  it('without a day changes from the first of the coming month', async () => {
    await submit('operator', 'points', { monthlyAllowance: '300' });
    expect(await stored()).toEqual([{ effective_from: '2026-12-01', changes: { monthlyAllowance: 300 } }]);
  });

  it('comes back with what was typed and everything that is wrong with it', async () => {
    const back = shown(
      await submit('operator', 'tasks', {
        effective_from: '2026-11-01',
        remindBeforeDays: '-1',
        gradeScale: '우수',
        sendFromHour: '13',
      }),
    );
    for (const said of [
      '• 이미 시작한 달의 기준은 바꿀 수 없습니다.',
      '• 마감 전에 알리는 때(근무일): 0부터 60까지의 숫자를',
      '• 평가 등급(높은 것부터): 서로 다른 말을',
      '• 알림을 보내기 시작하는 시각: 0부터 24까지만 쓸 수 있습니다. 점심이 시작되기 전이어야 합니다.',
      '<remindBeforeDays: plain_text_input value> | = -1 |',
      '<gradeScale: plain_text_input value> | = 우수 |',
      '<sendFromHour: number_input value> | = 13 |',
    ])
      expect(back).toContain(said);
    expect(refused).toEqual(['policy_past', 'policy_values']);
    expect(await stored()).toEqual([]);
  });

  it('says what a later change that is decided already would make impossible', async () => {
    await gov.setPolicy('smes', '2027-03-01', { exchangeTermMonths: 48 });
    const back = shown(
      await submit('operator', 'tasks', { effective_from: '2027-01-01', exchangeCapMonths: '36' }),
    );
    expect(back).toContain(
      '• 인사교류 기본 기간: 1부터 60까지만 쓸 수 있습니다. 최대 기간을 넘을 수 없습니다.',
    );
  });

  it('of somebody who is no operator changes nothing', async () => {
    for (const who of ['haneul', 'cco', 'auditor', 'gone'] as const)
      expect(JSON.stringify((await submit(who, 'tasks', { escalateAfterDays: '5' })).late)).toContain(
        '운영자',
      );
    expect(await stored()).toEqual([]);
  });
});
