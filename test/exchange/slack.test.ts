import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerExchange } from '../../src/exchange/slack.ts';
import { createIdentity } from '../../src/messenger/identity.ts';
import type {
  ActionAct,
  CommandAct,
  Listeners,
  Reply,
  ViewAct,
  ViewOutcome,
} from '../../src/messenger/listeners.ts';
import type { CommandRoute } from '../../src/messenger/routes.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { outline } from '../points/outline.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';
import { daysOfTerm, type SeededPair, seedPair, seedTerm } from './seed-exchange.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const log = pino({ level: 'silent' });

let gov: TestGovernment;
let fake: SlackFake;
let pair: SeededPair;
let lead: number;
let route: CommandRoute;
let client: ReturnType<typeof openSlackClient>;
const actions: Array<{ id: string | RegExp; handle: (act: ActionAct) => Promise<Reply | undefined> }> = [];
const views = new Map<string, (act: ViewAct) => Promise<ViewOutcome>>();
let refused: string[] = [];
let woken: string[] = [];

beforeAll(async () => {
  [gov, fake] = await Promise.all([openTestGovernment(), startSlackFake()]);
  client = openSlackClient({ botToken: fake.botToken, apiUrl: fake.apiUrl } as never, log);
  const on = {
    onAction: (id, handle) => void actions.push({ id, handle }),
    onView: (id, handle) => void views.set(String(id), handle),
  } as Listeners;
  route = registerExchange(on, {
    database: gov.database,
    identity: createIdentity({ database: gov.database, client, now: () => NOW, log }),
    metrics: { countRefusal: (reason) => void refused.push(reason) },
    now: () => NOW,
    log,
    wake: (teamId) => void woken.push(teamId),
  });
  return async () => {
    await gov.close();
    await fake.stop();
  };
});
beforeEach(async () => {
  await gov.reset();
  fake.clear();
  [refused, woken] = [[], []];
  pair = await seedPair(gov);
  lead = await seedTerm(gov, pair.a, gov.people.haneul, ['2024-12-30', '2026-12-29']);
});

const actor = (who: PersonKey, locale: 'ko' | 'en' = 'ko') => ({
  teamId: TEAM,
  userId: 'U1',
  officialId: gov.people[who].id,
  locale,
  client,
  triggerId: 'trigger',
});
const command = async (who: PersonKey, text: string, locale: 'ko' | 'en' = 'ko') => {
  const reply = await route.handle({
    ...actor(who, locale),
    text,
    command: '/협업',
    channelId: 'D1',
  } as CommandAct);
  if (!reply?.blocks) throw new Error('no answer');
  return outline({ ...reply, blocks: reply.blocks });
};
const press = async (who: PersonKey, actionId: string, where: Partial<ActionAct> = { channelId: 'D1' }) => {
  const value = actionId.split(':')[1];
  const found = actions.find(({ id }) => (typeof id === 'string' ? id === actionId : id.test(actionId)));
  if (!found) throw new Error(`nobody listens to ${actionId}`);
  return found.handle({ ...actor(who), value, ...where } as ActionAct);
};
const submit = async (who: PersonKey, newEnd: string, reason = '마무리') => {
  const values = {
    new_end: { value: { type: 'datepicker', selected_date: newEnd } },
    reason: { value: { type: 'plain_text_input', value: reason } },
  };
  const view = { private_metadata: String(lead) };
  const outcome = await views.get('extend_term')?.({ ...actor(who), view, values } as unknown as ViewAct);
  if (!outcome?.answer || !('view' in outcome.answer)) throw new Error('no dialog');
  return { ...outcome, outline: outline(outcome.answer.view as never) };
};

describe('a command', () => {
  it('is answered by its words, in the language of the asker', async () => {
    expect(route.words).toEqual(['교류', 'exchange']);
    expect(await command('minjun', '교류')).toContain('2차 인사교류');
    expect(await command('minjun', 'exchange 2', 'en')).toContain('Round 2');
    expect(await command('minjun', '교류 2-1')).toContain('교류 당사자');
    expect(await command('minjun', '교류 둘')).toContain('/협업 교류 2-1');
    expect(refused).toEqual([]);
  });

  it('that is refused is counted', async () => {
    expect(await command('minjun', '교류 9')).toContain('9차 인사교류는 등록되어 있지 않습니다.');
    expect(await command('minjun', '교류 2-9')).toContain('그런 교류 직위가 없습니다.');
    expect(refused).toEqual(['round_not_found', 'pair_not_found']);
  });
});

describe('a button', () => {
  it('shows the list, a round and a pair in the conversation', async () => {
    expect((await press('minjun', 'show_exchange'))?.text).toBe('전략적 인사교류');
    expect((await press('minjun', 'show_round:2'))?.text).toBe('전략적 인사교류');
    expect((await press('minjun', `show_pair:${pair.id}`))?.text).toBe('2-1 중소기업 인력난 해소');
  });

  it('in a dialog takes the dialog’s place', async () => {
    fake.answer('views.update', () => ({ ok: true }));
    const where = { view: { id: 'V1', type: 'modal' } } as Partial<ActionAct>;
    expect(await press('minjun', `show_pair:${pair.id}`, where)).toBeUndefined();
    expect(fake.callsOf('views.update')[0]?.args).toMatchObject({ view_id: 'V1', view: { type: 'modal' } });
  });

  it('for extending opens the dialog to an operator, on top of a dialog if it is in one; to others says no', async () => {
    fake.answer('views.open', () => ({ ok: true }));
    fake.answer('views.push', () => ({ ok: true }));
    await press('operator', `extend_term:${lead}`);
    expect(fake.callsOf('views.open')[0]?.args.view).toMatchObject({ callback_id: 'extend_term' });
    await press('operator', `extend_term:${lead}`, {
      view: { id: 'V1', type: 'modal' },
    } as Partial<ActionAct>);
    expect(fake.callsOf('views.push')).toHaveLength(1);
    expect((await press('haneul', `extend_term:${lead}`))?.blocks).toMatchObject([
      { text: { text: expect.stringContaining('운영자만') } },
    ]);
    expect(refused).toEqual(['not_operator']);
  });
});

describe('the dialog', () => {
  it('extends once, and wakes the workers once', async () => {
    expect((await submit('operator', '2027-06-30')).outline).toContain('2027년 6월 30일까지 연장했습니다.');
    expect((await submit('operator', '2027-06-30')).outline).toContain('2027년 6월 30일까지 연장했습니다.');
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2027-06-30');
    expect(woken).toEqual([TEAM]);
  });

  it('comes back with what was typed when it is refused, and says why; each reason is counted', async () => {
    const { outline: shown, late } = await submit('operator', '2030-01-01', ' ');
    expect(shown).toContain('60개월을 넘을 수 없습니다');
    expect(shown).toContain('사유를 적어 주십시오');
    expect(shown).toContain('<new_end: datepicker value>');
    // Said in words when the answer comes too late for the dialog.
    expect(JSON.stringify(late.blocks)).toContain('60개월을 넘을 수 없습니다');
    expect(refused).toEqual(['beyond_cap', 'reason_missing']);
    expect(woken).toEqual([]);
  });

  it('of somebody who may not is closed by the reason alone', async () => {
    const { outline: shown } = await submit('cco', '2027-06-30');
    expect(shown).toContain('운영자만');
    expect(shown).not.toContain('datepicker');
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2026-12-29');
  });
});
