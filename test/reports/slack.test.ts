import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { registerReports } from '../../src/reports/slack.ts';
import { buttonsOf, expectSound, outline } from '../points/outline.ts';
import { openTestGovernment, type PersonKey, TEAM, type TestGovernment } from '../support/government.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';
import { NOW, seedReports } from './seed-reports.ts';

const log = pino({ level: 'silent' });

let gov: TestGovernment;
let fake: SlackFake;
let route: CommandRoute;
let client: ReturnType<typeof openSlackClient>;
const actions: Array<{ id: string | RegExp; handle: (act: ActionAct) => Promise<Reply | undefined> }> = [];
const views = new Map<string, (act: ViewAct) => Promise<ViewOutcome>>();
let refused: string[] = [];

beforeAll(async () => {
  [gov, fake] = await Promise.all([openTestGovernment(), startSlackFake()]);
  await seedReports(gov);
  client = openSlackClient({ botToken: fake.botToken, apiUrl: fake.apiUrl } as never, log);
  fake.answer('views.open', () => ({ ok: true }));
  const on = {
    onAction: (id, handle) => void actions.push({ id, handle }),
    onView: (id, handle) => void views.set(String(id), handle),
  } as Listeners;
  route = registerReports(on, {
    database: gov.database,
    identity: createIdentity({ database: gov.database, client, now: () => NOW, log }),
    metrics: { countRefusal: (reason) => void refused.push(reason) },
    now: () => NOW,
    log,
    wake: () => {},
  });
  return async () => {
    await gov.close();
    await fake.stop();
  };
});
beforeEach(() => {
  refused = [];
});

const actor = (who: PersonKey, locale: 'ko' | 'en' = 'ko') => ({
  teamId: TEAM,
  userId: 'U1',
  officialId: gov.people[who].id,
  locale,
  client,
  triggerId: 'trigger',
});
type Shown = Reply & { blocks: NonNullable<Reply['blocks']> };
const sound = (reply: Reply | undefined): Shown => {
  if (!reply?.blocks) throw new Error('no answer');
  const shown = { ...reply, blocks: reply.blocks };
  expectSound(shown);
  return shown;
};
const command = async (who: PersonKey, text: string, locale: 'ko' | 'en' = 'ko') =>
  sound(await route.handle({ ...actor(who, locale), text, command: '/협업', channelId: 'D1' } as CommandAct));
/** Presses a button that is on the page, in the conversation. */
const press = (who: PersonKey, page: Shown, actionId: string) => {
  const pressed = buttonsOf(page).find((button) => button.action_id === actionId);
  if (!pressed) throw new Error(`no button ${actionId}`);
  return send(who, actionId, pressed.value);
};
const send = async (who: PersonKey, actionId: string, value: string | undefined) => {
  const found = actions.find(({ id }) => (typeof id === 'string' ? id === actionId : id.test(actionId)));
  if (!found) throw new Error(`nobody listens to ${actionId}`);
  return found.handle({ ...actor(who), value, channelId: 'D1' } as ActionAct);
};

describe('a command', () => {
  it('is answered by its words, in the language of the asker', async () => {
    expect(route.words).toEqual(['후보', 'candidates', '실적', 'performance', '부서', 'department']);
    expect((await command('operator', '후보')).text).toBe('특별승급 후보 · 중기부');
    expect((await command('operator', 'candidates award', 'en')).text).toBe('Candidates for award · 중기부');
    expect((await command('operator', '후보 기준')).text).toBe('후보 기준 · 중기부');
    expect((await command('haneul', '실적')).text).toBe('부서 협업포인트 실적 · 중기부 인력정책과');
    expect((await command('haneul', '부서')).text).toBe('중기부 인력정책과 · 2026년 11월 부서 점수');
    expect((await command('auditor', '부서 행안부 협업정책과 2026-10')).text).toBe(
      '행안부 협업정책과 · 2026년 10월 부서 점수',
    );
    expect(refused).toEqual([]);
  });

  it('that is refused says why, and is counted', async () => {
    expect(outline(await command('haneul', '후보'))).toContain('후보 목록은 그 기관의 운영자와');
    expect(outline(await command('operator', '후보 행안부'))).toContain('다른 기관의 자료는');
    expect(outline(await command('haneul', '실적 창업정책과'))).toContain('우리 부서의 실적만');
    expect(outline(await command('haneul', '부서 2026 상반기'))).toContain('기간으로 읽지 못했습니다');
    expect(refused).toEqual(['not_entitled', 'other_agency', 'other_department', 'period_unreadable']);
  });
});

describe('buttons', () => {
  it('lead from a list to the gifts of a line and back, of the same books', async () => {
    const list = await command('operator', '후보');
    const evidence = sound(await press('operator', list, 'candidate_evidence:0'));
    expect(evidence.text).toBe('김하늘 · 특별승급 후보의 근거');
    expect(evidence.replaceOriginal).toBe(true);
    const back = sound(await press('operator', evidence, 'candidates:back'));
    expect(outline(back)).toBe(outline(list));
    expect(sound(await press('operator', list, 'candidates:award')).text).toBe('포상 후보 · 중기부');
    expect(outline(sound(await press('operator', list, 'candidates:before')))).toContain('2025년');
    expect(sound(await press('operator', list, 'report_criteria')).text).toBe('후보 기준 · 중기부');
    const criteria = await command('operator', '후보 기준');
    expect(sound(await press('operator', criteria, 'open_candidates:award')).text).toBe('포상 후보 · 중기부');
  });

  it('lead from a sheet to its months, and from a month’s day to its gifts', async () => {
    const sheet = await command('operator', '실적 인력정책과');
    const month = sound(await press('operator', sheet, 'department_month:2026-11'));
    expect(month.text).toBe('중기부 인력정책과 · 2026년 11월 부서 점수');
    const menu = month.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))[0];
    expect(menu).toMatchObject({
      type: 'static_select',
      action_id: 'department_day',
      options: { length: 6 },
    });
    const day = sound(await send('operator', 'department_day', `${gov.departments.hr}:2026-11-19:0`));
    expect(day.text).toBe('중기부 인력정책과 · 2026년 11월 19일의 근거');
    expect(sound(await press('operator', day, 'department_month:back')).text).toBe(month.text);
    expect(outline(sound(await press('operator', month, 'department_month:before')))).toContain(
      '2026년 10월',
    );
    expect(sound(await press('operator', month, 'performance:sheet')).text).toBe(sheet.text);
  });

  it('members see no menu of days, and no gifts by a forged one', async () => {
    expect(JSON.stringify((await command('haneul', '부서')).blocks)).not.toContain('static_select');
    const answer = sound(await send('haneul', 'department_day', `${gov.departments.hr}:2026-11-19:0`));
    expect(outline(answer)).toContain('한 건씩의 근거는');
    // What is refused leaves the page where it is.
    expect(answer.replaceOriginal).toBe(false);
  });

  it('that hold nonsense say so', async () => {
    for (const [action, value] of [
      ['candidates:page1', '1:pay:x:y:z'],
      ['candidate_evidence:0', ''],
      ['performance:before', '1'],
      ['department_month:before', '1:x'],
      ['department_day:page1', '1:2026-02-30:0'],
      ['open_candidates:award', '1:x'],
    ] as const)
      expect(outline(sound(await send('operator', action, value)))).toContain(
        '단추의 내용을 읽지 못했습니다',
      );
  });
});

describe('the dialog of criteria', () => {
  const submit = async (who: PersonKey, more: Record<string, unknown>) => {
    const option = (value: string) => ({ type: 'static_select', selected_option: { value } });
    const values = {
      effective_from: { value: option('2026-12-01') },
      by: { value: option('top') },
      number: { value: { type: 'number_input', value: '7' } },
      counted: { value: { type: 'checkboxes', selected_options: [{ value: 'sent' }] } },
      span: { value: option('half') },
      months: { value: { type: 'plain_text_input', value: null } },
      ...more,
    };
    const view = { private_metadata: 'award' };
    const outcome = await views.get('report_criteria')?.({
      ...actor(who),
      view,
      values,
    } as unknown as ViewAct);
    if (!outcome?.answer || !('view' in outcome.answer)) throw new Error('no dialog');
    return { outcome, shown: outline(outcome.answer.view as never) };
  };

  it('opens for the operator with what holds now, and changes it', async () => {
    const page = await command('operator', '후보 기준');
    expect(await press('operator', page, 'edit_criteria:award')).toBeUndefined();
    expect(fake.callsOf('views.open')[0]?.args.view).toMatchObject({
      callback_id: 'report_criteria',
      private_metadata: 'award',
    });
    const { shown } = await submit('operator', {});
    expect(shown).toContain('포상 후보 기준을 2026년 12월 1일부터 바꿉니다.');
    expect(shown).toContain('반기 동안 보낸 포인트가 많은 순서로 7위까지');
    expect(await gov.rows('select purpose, effective_from, criteria from report_criteria')).toEqual([
      {
        purpose: 'award',
        effective_from: '2026-12-01',
        criteria: { cut: { by: 'top', count: 7 }, counted: ['sent'], span: 'half' },
      },
    ]);
    expect(outline(await command('operator', '후보 기준'))).toContain('(박운영 정함)');
  });

  it('comes back with all that is wrong; to others it says no', async () => {
    const before = await gov.value('select count(*) from report_criteria');
    const bad = { number: { value: { value: '0' } }, counted: { value: { selected_options: [] } } };
    const { shown, outcome } = await submit('operator', bad);
    expect(shown).toContain('몇 위까지인지를 1부터 500까지');
    expect(shown).toContain('세는 포인트를 하나 이상');
    expect(shown).toContain('<by: radio_buttons value> | = top');
    expect(JSON.stringify(outcome.late.blocks)).toContain('세는 포인트를 하나 이상');
    expect((await submit('auditor', {})).shown).toContain('운영자만 바꿀 수 있습니다');
    expect(outline(sound(await send('auditor', 'edit_criteria:award', 'award')))).toContain('운영자만');
    expect(refused).toEqual(['criteria_number', 'criteria_counted', 'not_operator', 'not_operator']);
    expect(await gov.value('select count(*) from report_criteria')).toBe(before);
  });
});
