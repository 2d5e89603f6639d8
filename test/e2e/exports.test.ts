import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { newTriggerId, type SlackRequest, viewSubmission } from '../support/slack-requests.ts';
import { openStage, REFERENCE, type Stage } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;
beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
  const { haneul, jiu, minjun } = stage.government.people;
  await send(stage.give(haneul, jiu, { message: '=HYPERLINK("http://x") 고맙습니다, 정말로.' }));
  await send(stage.give(minjun, jiu));
});
afterAll(() => stage?.close());

/** What is answered well: with 200, and not by a fault. */
async function send(request: SlackRequest): Promise<unknown> {
  const text = await stage.ask(bot, request);
  expect(text).not.toMatch(REFERENCE);
  return text === '' ? '' : JSON.parse(text);
}

interface View {
  callback_id: string;
  blocks: Array<{ block_id: string; type: string; element?: { options?: Array<{ value: string }> } }>;
}

/** The dialog that a command opens. */
async function openDialog(person: Person): Promise<View> {
  const triggerId = newTriggerId();
  await send(stage.command(person, '내보내기', { triggerId }));
  const call = stage.fake.callsOf('views.open').find(({ args }) => args.trigger_id === triggerId);
  return call?.args.view as View;
}

let views = 0;
function submit(person: Person, filled: Record<string, string>, viewId = `VEXPORT${++views}`): SlackRequest {
  const option = (value = '') => ({ value: { type: 'static_select', selected_option: { value } } });
  const day = (value?: string) => ({ value: { type: 'datepicker', selected_date: value ?? null } });
  const text = (value = '') => ({ value: { type: 'plain_text_input', value } });
  const { kind = 'gifts', format = 'csv', from, to, reason, agency } = filled;
  return viewSubmission({
    userId: stage.userOf(person),
    view: { id: viewId, callback_id: 'export', blocks: [{ type: 'input', block_id: 'kind' }] },
    values: {
      kind: option(kind),
      format: option(format),
      from: day(from),
      to: day(to),
      reason: text(reason),
      ...(agency === undefined ? {} : { agency: text(agency) }),
      bom: { value: { type: 'checkboxes', selected_options: [{ value: 'bom' }] } },
    } as never,
  });
}

describe('/협업 내보내기', () => {
  test('opens a dialog for an operator, and the file comes by direct message, formulas disarmed', async () => {
    const { operator } = stage.government.people;
    const view = await openDialog(operator);
    expect(view.callback_id).toBe('export');
    expect(view.blocks.map(({ block_id, type }) => (type === 'input' ? block_id : type))).toEqual([
      'section',
      'kind',
      'from',
      'to',
      'format',
      'bom',
      'reason',
    ]);
    const answer = await send(submit(operator, { reason: '하반기 부서 평가 자료' }));
    expect(JSON.stringify(answer)).toContain('내보내기를 시작합니다.');
    const file = await seen('the file', () => stage.fake.files().find(({ complete }) => complete));
    expect(file).toMatchObject({ channel: `D${stage.userOf(operator).slice(1)}` });
    const [row, ...more] = parse(file.bytes ?? '', { columns: true, bom: true }) as Record<string, string>[];
    expect(more).toEqual([]);
    expect(row?.message).toBe(`'=HYPERLINK("http://x") 고맙습니다, 정말로.`);
    await seen('the message', () =>
      stage.fake.messages(stage.userOf(operator)).some(({ text }) => text.includes('내보냈습니다.')),
    );
    const list = JSON.stringify(await send(stage.command(operator, '내보내기 목록')));
    expect(list).toContain('보냄 · 1행');
    expect(list).toContain('refresh_exports');
  });

  test('submitted twice, as Slack may do, it is one export', async () => {
    const { cco } = stage.government.people;
    for (let n = 0; n < 3; n++) await send(submit(cco, { reason: '같은 창을 여러 번 보냄' }, 'VSAME'));
    expect(
      await stage.government.value('select count(*)::int from export_request where official_id = $1', [
        cco.id,
      ]),
    ).toBe(1);
  });

  test('tells at each field what is wrong, all at once, and nothing is begun', async () => {
    const { auditor } = stage.government.people;
    const answer = await send(submit(auditor, { from: '2025-11-30', to: '2025-11-01', reason: '...' }));
    expect(answer).toMatchObject({
      response_action: 'errors',
      errors: { from: expect.stringContaining('첫날'), reason: expect.stringContaining('5자 이상') },
    });
    const toCome = { kind: 'digest', from: '2999-01-07', to: '2999-01-13', reason: '정기 감사 자료' };
    expect(await send(submit(auditor, toCome))).toMatchObject({
      errors: { from: expect.stringContaining('그 주가 끝난 뒤에') },
    });
    expect(await send(submit(auditor, { agency: '없는부', reason: '정기 감사 자료' }))).toMatchObject({
      errors: { agency: expect.stringContaining('없는부') },
    });
    expect(
      await stage.government.value('select count(*)::int from export_request where official_id = $1', [
        auditor.id,
      ]),
    ).toBe(0);
  });

  test('is refused to members, in the command and in a forged dialog', async () => {
    const { haneul } = stage.government.people;
    const said = JSON.stringify(await send(stage.command(haneul, '내보내기')));
    expect(said).toContain('운영자와 CCO(혁신책임관), 감사 담당자만');
    const forged = JSON.stringify(await send(submit(haneul, { reason: '궁금해서 보고 싶음' })));
    expect(forged).toContain('감사 담당자만 내보낼 수 있습니다.');
    expect(
      JSON.stringify(await send(submit(haneul, { kind: '../etc', reason: '궁금해서 보고 싶음' }))),
    ).toContain('그런 기록은');
  });
});
