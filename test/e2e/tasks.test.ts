import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, seoulDay } from '../../src/calendar/seoul.ts';
import { outline } from '../points/outline.ts';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { breaksBlockLimits, breaksViewLimits } from '../support/slack-limits.ts';
import { newTriggerId, type SlackRequest, viewSubmission } from '../support/slack-requests.ts';
import { openStage, REFERENCE, type Stage } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;
/** Of two agencies, in departments of their own, so that no test sees the tasks of another. */
let lead: Person;
let partner: Person;
/** Of a third department that has nothing to do with it. */
let stranger: Person;

const DUE = addDays(seoulDay(new Date()), 60);

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
});
afterAll(() => stage?.close());
let round = 0;
beforeEach(async () => {
  round += 1;
  const { government } = stage;
  const departments = await Promise.all([
    government.addDepartment('smes', `주관과${round}`),
    government.addDepartment('interior', `협업과${round}`),
    government.addDepartment('seoul', `무관과${round}`),
  ]);
  const people: Person[] = [];
  for (const department of departments) people.push(...(await addTo(department)));
  [lead, partner, stranger] = people as [Person, Person, Person];
});
const addTo = (department: number) =>
  stage.addPeople(department as unknown as Parameters<Stage['addPeople']>[0], 1);

interface View {
  callback_id: string;
  private_metadata: string;
  blocks: Array<Record<string, unknown>>;
  [more: string]: unknown;
}
interface Answer {
  text?: string;
  blocks?: unknown[];
  response_action?: string;
  view?: View;
}

/** Sends what must be answered well: with 200, and not by a fault. */
async function send(request: SlackRequest): Promise<Answer> {
  const text = await stage.ask(bot, request);
  const about = `${decodeURIComponent(request.body.replaceAll('+', ' ')).slice(0, 1_000)} → ${text.slice(0, 300)}`;
  expect(text, about).not.toMatch(REFERENCE);
  return text === '' ? {} : JSON.parse(text);
}

/** What a command says, as somebody reads it; it must be what Slack takes. */
async function say(person: Person, text: string): Promise<string> {
  return read(await send(stage.command(person, text)));
}

function read(answer: Answer): string {
  const shown = answer.view ?? answer;
  if (answer.view) expect(breaksViewLimits({ type: 'modal', ...answer.view })).toBe(false);
  else expect(breaksBlockLimits(shown.blocks, 50)).toBe(false);
  return outline({ blocks: (shown.blocks ?? []) as unknown[] });
}

/** Presses a button; what is said through the response URL. */
async function press(person: Person, actionId: string, value?: string, messageTs?: string): Promise<Answer> {
  const triggerId = newTriggerId();
  const request = stage.press(
    person,
    { action_id: actionId, ...(value === undefined ? {} : { value }) },
    { triggerId },
  );
  await send(messageTs ? { ...request, body: request.body.replaceAll('1.2', messageTs) } : request);
  const found = await seen(`an answer to ${actionId}`, () =>
    stage.fake.responses.find(({ key }) => key === triggerId),
  );
  expect(JSON.stringify(found.body)).not.toMatch(REFERENCE);
  return found.body as Answer;
}

/** Does what opens a dialog, and returns the dialog. */
async function opened(person: Person, how: { command: string } | { button: string; value?: string }) {
  const triggerId = newTriggerId();
  await send(
    'command' in how
      ? stage.command(person, how.command, { triggerId })
      : stage.press(
          person,
          { action_id: how.button, value: how.value ?? how.button.split(':')[1] ?? '' },
          { triggerId },
        ),
  );
  const call = await seen(`the dialog of ${JSON.stringify(how)}`, () =>
    stage.fake.callsOf('views.open').find(({ args }) => args.trigger_id === triggerId),
  );
  const view = call.args.view as View;
  expect(breaksViewLimits(view)).toBe(false);
  return view;
}

type Typed = Record<string, string | undefined>;
const KINDS: Record<string, (typed: string) => Record<string, unknown>> = {
  plain_text_input: (value) => ({ value }),
  datepicker: (selected_date) => ({ selected_date }),
  static_select: (value) => ({ selected_option: { text: { type: 'plain_text', text: '.' }, value } }),
  external_select: (value) => ({ selected_option: { text: { type: 'plain_text', text: '고른 분' }, value } }),
};
const INITIAL: Record<string, string> = {
  plain_text_input: 'initial_value',
  datepicker: 'initial_date',
  static_select: 'initial_option',
  external_select: 'initial_option',
};

/** Submits a dialog as Slack does: what was not touched has the value that it began with. */
function submission(person: Person, view: View, typed: Typed): SlackRequest {
  const values: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as Record<string, unknown>;
    const type = String(element.type);
    const begun = element[INITIAL[type] ?? ''];
    const initial = typeof begun === 'object' ? (begun as { value: string } | null)?.value : begun;
    const value = typed[String(block.block_id)] ?? (initial as string | undefined);
    const given = value === undefined ? {} : KINDS[type]?.(value);
    values[String(block.block_id)] = { [String(element.action_id)]: { type, ...given } };
  }
  return viewSubmission({
    userId: stage.userOf(person),
    view,
    values: values as unknown as Parameters<typeof viewSubmission>[0]['values'],
  });
}

const submit = (person: Person, view: View, typed: Typed) => send(submission(person, view, typed));

/** The last direct message to somebody that says `part`. */
async function told(person: Person, part: string): Promise<string> {
  const message = await seen(`a message to ${person.id} with ${part}`, () =>
    stage.fake
      .messages(`D${stage.userOf(person).slice(1)}`)
      .findLast((one) => JSON.stringify(one).includes(part)),
  );
  return outline(message as { blocks: unknown[] });
}

const FILLED = {
  title: '환경영향평가 협의 기간 단축',
  purpose: '협의를 빨리 마쳐 사업을 앞당깁니다.',
  content: '두 부처가 함께 검토하고 보완 요청을 한 번에 보냅니다.',
  due_on: DUE,
  measures: '환경영향평가 기간 / 개월 / 12 / 4;크루즈 관광객 / 만명 / 27.4 / 86',
};

/** Registers a task by its dialog and returns its number. */
async function propose(more: Typed = {}): Promise<number> {
  const view = await opened(lead, { command: '과제 등록' });
  const answer = await submit(lead, view, { ...FILLED, partner1: `official:${partner.id}`, ...more });
  const number = /과제 (\d+)번을 제안했습니다/.exec(read(answer))?.[1];
  expect(number, JSON.stringify(answer)).toBeDefined();
  return Number(number);
}

const partyOf = (taskId: number, person: Person) =>
  stage.government.value<number>('select id::int from task_party where task_id = $1 and department_id = $2', [
    taskId,
    person.department,
  ]);

/** What the button in the message that asks for a consent holds now. */
const consentOf = async (party: number) => {
  const askedAt = await stage.government.value<Date>('select asked_at from task_party where id = $1', [
    party,
  ]);
  return `${party}:${askedAt.getTime()}:own`;
};

async function register(): Promise<number> {
  const id = await propose();
  const party = await partyOf(id, partner);
  expect(read(await press(partner, `agree_party:${party}`, await consentOf(party)))).toContain(
    '등록되었습니다',
  );
  return id;
}

describe('a task from its proposal to its completion', () => {
  test('a dialog proposes it, the partner agrees by a button, both are told, and lines and a dialog complete it', async () => {
    const id = await propose();
    const asked = await told(partner, `과제 ${id}번`);
    expect(asked).toContain('동의를 요청했습니다');
    const party = await partyOf(id, partner);
    const value = await consentOf(party);
    expect(asked).toContain(
      `[!동의 → agree_party:${party} = ${value}] [의견 → object_party:${party} = ${value}]`,
    );

    const agreed = await press(partner, `agree_party:${party}`, await consentOf(party));
    expect(agreed).toMatchObject({ replace_original: true });
    expect(read(agreed)).toContain(`과제 ${id}번에 동의했습니다. 모두 동의해 과제가 등록되었습니다.`);
    expect(await told(lead, '모두 동의해 협업과제가 등록되었습니다')).toContain(`과제 ${id}번`);

    expect(await say(partner, `과제 ${id} 진행 60 첫 협의를 마쳤습니다`)).toContain(
      '추진중 · ■■■■■■□□□□ 60%',
    );
    const refused = await say(lead, `과제 ${id} 완료 모든 협의를 마쳤습니다`);
    expect(refused).toContain('결과가 없는 성과지표: 환경영향평가 기간, 크루즈 관광객');
    expect(refused).toContain(`update_task:${id} = ${id}:completed:모든 협의를 마쳤습니다`);

    const view = await opened(lead, {
      button: `update_task:${id}`,
      value: `${id}:completed:모든 협의를 마쳤습니다`,
    });
    const ids = view.blocks.flatMap(({ block_id }) => /^result_(\d+)$/.exec(String(block_id))?.[1] ?? []);
    expect(ids).toHaveLength(2);
    // One of two is not enough; what was typed stays.
    const again = await submit(lead, view, { [`result_${ids[0]}`]: '4개월' });
    expect(again.response_action).toBe('update');
    expect(read(again)).toContain('결과가 없는 성과지표: 크루즈 관광객');
    expect(read(again)).toContain('= 4개월');
    const done = await submit(lead, again.view as View, {
      [`result_${ids[1]}`]: '86',
      [`evidence_${ids[1]}`]: 'https://korea.kr/1',
    });
    expect(read(done)).toContain(`과제 ${id}번을 완료했습니다`);

    const card = await say(partner, `과제 ${id}`);
    expect(card).toContain('12개월 → 4개월, 66.7% 단축');
    expect(card).toContain('27.4만명 → 86만명, 213.9% 증가');
    expect(card).toContain('완료 · ■■■■■■■■■■ 100%');
    expect(card).not.toContain('update_task');
    expect(await told(partner, '추진중 → 완료')).toContain('66.7% 단축');
  });

  test('an objection goes to the lead, whose revision asks anew; the button of the first message agrees to nothing then', async () => {
    const id = await propose();
    const party = await partyOf(id, partner);
    const old = await consentOf(party);
    const view = await opened(partner, { button: `object_party:${party}`, value: old });
    const empty = await submit(partner, view, { words: '  ' });
    expect(read(empty)).toContain('사유나 의견을 적어 주십시오');
    expect(read(await submit(partner, view, { words: '기한을 한 달 늦춰 주십시오.' }))).toContain(
      '의견을 냈습니다',
    );
    expect(await told(lead, '의견을 냈습니다')).toContain('> 기한을 한 달 늦춰 주십시오.');
    const late = await opened(partner, { button: `object_party:${party}`, value: old });

    const revision = await opened(lead, { button: `revise_task:${id}` });
    expect(read(await submit(lead, revision, { title: '가' }))).toContain('과제명이 1자로 짧습니다');
    expect(read(await submit(lead, revision, { due_on: addDays(DUE, 30) }))).toContain(
      `과제 ${id}번을 고쳤습니다`,
    );
    for (const verb of ['agree', 'object']) {
      expect(read(await press(partner, `${verb}_party:${party}`, old))).toContain(
        '과제 내용이 그 뒤에 고쳐졌습니다. 새 요청을 확인해 주십시오.',
      );
    }
    expect(read(await submit(partner, late, { words: '늦은 의견' }))).toContain('그 뒤에 고쳐졌습니다');
    const renewed = await told(partner, '다시 동의를 요청했습니다');
    expect(renewed).toContain('고친 항목: 기한');
    expect(renewed).toContain(await consentOf(party));
    const agree = async () => press(partner, `agree_party:${party}`, await consentOf(party));
    expect(read(await agree())).toContain('등록되었습니다');
    // Once more in the same message: one act.
    expect(read(await agree())).toContain('등록되었습니다');
    expect(
      await stage.government.value(
        "select count(*)::int from task_event where task_id = $1 and kind = 'agreed'",
        [id],
      ),
    ).toBe(1);
  });

  test('what was agreed in a message counts no more once the task was revised, and its button says so', async () => {
    const [second] = (await addTo(await stage.government.addDepartment('seoul', `둘째과${round}`))) as [
      Person,
    ];
    const id = await propose({ partner2: `official:${second.id}` });
    const party = await partyOf(id, partner);
    const old = await consentOf(party);
    expect(read(await press(partner, `agree_party:${party}`, old))).toContain(
      '다른 부서의 동의를 기다립니다',
    );
    const revision = await opened(lead, { command: `과제 ${id} 수정` });
    await submit(lead, revision, { title: '새로 고친 과제' });
    const late = await press(partner, `agree_party:${party}`, old);
    expect(read(late)).toContain('그 뒤에 고쳐졌습니다');
    expect(late).not.toMatchObject({ replace_original: true });
    // From a card or the message of the day: that message stays.
    const value = (await consentOf(party)).replace(':own', '');
    const agreed = await press(partner, `agree_party:${party}`, value);
    expect(read(agreed)).toContain('동의했습니다');
    expect(agreed).not.toMatchObject({ replace_original: true });
    expect(await stage.government.value('select consent from task_party where id = $1', [party])).toBe(
      'agreed',
    );
  });

  test('what is refused of a line is shown back, and ending a task by a line asks first', async () => {
    const id = await register();
    expect(await say(lead, `과제 ${id} 진행 101 협의를 마쳤습니다`)).toContain(
      `적으신 것:\n> ${id} 진행 101 협의를 마쳤습니다`,
    );
    const long = '가나다라'.repeat(130);
    expect(await say(lead, `과제 ${id} 진행 60 ${long}`)).toContain(long);
    expect(await say(lead, `과제 ${id} 결과 환경영향평가 기간 12 → 4 년`)).toContain(
      '결과 환경영향평가 기간 12 → 4 년',
    );
    expect(await say(lead, `과제 ${id} 수정`)).toContain(
      '이미 등록되어 제안을 고치거나 동의할 수 없습니다. 바뀐 내용은 진행 상황에 적어 주십시오.',
    );
    const state = () => stage.government.value('select state from task where id = $1', [id]);
    expect(await say(lead, `과제 ${id} 중단 ${long}`)).toContain(long);
    const view = await opened(lead, { command: `과제 ${id} 중단 사업을 다른 과제와 합쳤습니다` });
    expect(await state()).toBe('registered');
    const shown = outline(view as unknown as { blocks: unknown[] });
    expect(shown).toContain('= cancelled');
    expect(shown).toContain('= 사업을 다른 과제와 합쳤습니다');
    expect(read(await submit(lead, view, {}))).toContain(`과제 ${id}번을 중단했습니다`);
    expect(await state()).toBe('cancelled');
    expect(await say(lead, `과제 ${id} 수정`)).toContain('‘중단’ 상태로 끝나');
  });

  test('a dispute goes to the CCOs, who answer it by a dialog', async () => {
    const id = await register();
    const { cco, yuna } = stage.government.people;
    await stage.government.setRole(yuna, 'cco');
    const view = await opened(partner, { command: `과제 ${id} 이견` });
    expect(
      read(await submit(partner, view, { problem: '자료 범위가 다릅니다.', wish: '월별로 주십시오.' })),
    ).toContain(`과제 ${id}번에 이견을 냈습니다`);
    const asked = await told(cco, `과제 ${id}번`);
    expect(asked).toContain('이견을 냈습니다');
    const dispute = /answer_dispute:(\d+)/.exec(asked)?.[1] ?? '';
    expect(await say(lead, `과제 ${id} 완료 끝`)).toContain('풀리지 않은 이견이 있습니다');
    for (const person of [cco, yuna]) {
      const answer = await opened(person, { button: `answer_dispute:${dispute}` });
      expect(
        read(await submit(person, answer, { kind: 'settle', note: '월별로 드리기로 했습니다.' })),
      ).toContain('이견에 답했습니다');
    }
    expect(await told(partner, '이견이 해결되었습니다')).toContain('월별로 드리기로 했습니다.');
    expect(await say(lead, `과제 ${id}`)).toContain('해결되었습니다');
  });

  test('담당 아님 goes to the lead, and the owner’s dialog finds people of the department alone', async () => {
    const id = await register();
    const party = await partyOf(id, partner);
    const [successor] = (await addTo(partner.department)) as [Person];
    const view = await opened(partner, { button: `owner_party:${party}` });
    const search = {
      contentType: 'application/x-www-form-urlencoded' as const,
      body: new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_suggestion',
          action_id: 'task_owner',
          block_id: 'owner',
          value: '사람',
          team: { id: stage.fake.teamId },
          user: { id: stage.userOf(partner) },
          view: { id: 'V1', type: 'modal', private_metadata: view.private_metadata },
        }),
      }).toString(),
    };
    // An answer that came too late for who types on has no options in it.
    const options = await seen('people', async () => {
      const found = (await send(search)) as { options: Array<{ value: string }> };
      return found.options.length > 0 && found.options;
    });
    expect(options.map(({ value }) => value).sort()).toEqual(
      [partner, successor].map((one) => `official:${one.id}`).sort(),
    );
    const wrong = await submit(partner, view, { owner: `official:${stranger.id}`, reason: '전보' });
    expect(read(wrong)).toContain('소속이 아닙니다');
    expect(read(wrong)).toContain(`= official:${stranger.id}`);
    expect(
      read(await submit(partner, view, { owner: `official:${successor.id}`, reason: '전보' })),
    ).toContain('담당자를 바꾸었습니다');
    expect(await told(successor, '담당자가 되셨습니다')).toContain(`과제 ${id}번`);
    const decline = await opened(successor, { button: `decline_party:${party}` });
    expect(read(await submit(successor, decline, { words: '맡은 적이 없습니다.' }))).toContain(
      '담당이 아니라고',
    );
    expect(await told(lead, '담당이 아니라고 알렸습니다')).toContain('> 맡은 적이 없습니다.');
  });

  test('lists turn in place, and a history has its pages', async () => {
    const id = await register();
    expect(await say(lead, '과제')).toContain(`과제 ${id}번`);
    const turned = await press(lead, 'list_tasks:state:mine:done:0', 'mine:done:0');
    expect(turned).toMatchObject({ replace_original: true });
    expect(read(turned)).toContain('여기에 보일 과제가 없습니다');
    for (let count = 0; count < 9; count += 1) await say(lead, `과제 ${id} ${count * 10}% ${count}번째`);
    const history = await press(lead, `history_task:${id}:0`, `${id}:0`);
    expect(history).toMatchObject({ replace_original: false });
    expect(read(history)).toContain('8번째');
    const older = await press(lead, `history_task:${id}:1`, `${id}:1:turn`);
    expect(older).toMatchObject({ replace_original: true });
    expect(read(older)).toContain('과제 제안');
  });

  test('an operator names the channel of the threads; updates land there as replies', async () => {
    const { operator } = stage.government.people;
    expect(await say(lead, '과제 채널 <#C0TASKS|tasks>')).toContain('운영자만');
    expect(await say(operator, '과제 채널 <#C0TASKS|tasks>')).toContain('이 채널에 올립니다');
    const id = await register();
    await say(lead, `과제 ${id} 지연 회신 대기`);
    const reply = await seen('the reply', () =>
      stage.fake.messages('C0TASKS').find((one) => JSON.stringify(one).includes('회신 대기')),
    );
    expect(reply.thread_ts).toBeDefined();
    expect(await say(operator, '과제 채널 끔')).toContain('올리지 않습니다');
  });

  test('the same submission twice is one task', async () => {
    const view = await opened(lead, { command: '과제 등록' });
    const request = submission(lead, view, { ...FILLED, partner1: `official:${partner.id}` });
    const [one, two] = await Promise.all([send(request), send(request)]);
    expect(read(one)).toBe(read(two));
    expect(
      await stage.government.value('select count(*)::int from task_party where owner_id = $1', [lead.id]),
    ).toBe(1);
  });
});

const TABLES = [
  'task',
  'task_party',
  'task_event',
  'task_measure',
  'task_result',
  'task_refusal',
  'dispute',
  'dispute_answer',
  'task_channel',
  'outbox',
  'access_log',
];

/** Every row of a task's tables, told apart from any other state of them. */
async function everything(): Promise<unknown> {
  const parts = TABLES.map((table) => {
    const row = table === 'outbox' ? 't.id' : 't::text';
    return `(select count(*) || ' ' || coalesce(md5(string_agg(${row}::text, '|' order by t::text)), '') from ${table} t) as ${table}`;
  });
  return (await stage.government.rows(`select ${parts.join(', ')}`))[0];
}

/** Nothing changes, nothing is logged as a fault, and nothing is said that is one. */
async function expectHarmless(requests: SlackRequest[]): Promise<void> {
  await seen('that nothing is under way', async () => (await stage.countWaiting()) === 0);
  const before = await everything();
  const [lines, responses] = [bot.lines.length, stage.fake.responses.length];
  for (const request of requests) await send(request);
  await bot.get('/healthz');
  expect(await everything()).toEqual(before);
  expect(bot.lines.slice(lines).filter((line) => line.includes('"level":50'))).toEqual([]);
  for (const { body } of stage.fake.responses.slice(responses)) {
    expect(JSON.stringify(body)).not.toMatch(REFERENCE);
    expect(String((body as Answer).text).length).toBeGreaterThan(5);
  }
}

const GARBAGE = [
  '',
  'garbage',
  '-1',
  '0',
  '1.5',
  '1e400',
  '999999999999999',
  '99999999999999999999999999',
  '2147483648',
  '1; drop table task; --',
  '{"id":1}',
  '__proto__',
  '\u0000',
  '<!channel>',
  'mine:open:-1',
  'mine:open:9999999',
  'all:all:0',
  '1:2:3:4',
  '1:completed:\u0000',
  '9'.repeat(2_000),
];
const BUTTONS = [
  'my_tasks',
  'register_task',
  'list_tasks:x',
  'show_task:1',
  'history_task:1:0',
  'update_task:1',
  'result_task:1',
  'revise_task:1',
  'dispute_task:1',
  'answer_dispute:1',
  'owner_party:1',
  'decline_party:1',
  'agree_party:1',
  'object_party:1',
  'evidence:1',
];
const VIEWS = [
  'register_task',
  'revise_task',
  'update_task',
  'result_task',
  'object_party',
  'decline_party',
  'owner_party',
  'dispute_task',
  'answer_dispute',
];
/** As much as one request carries: 가 is nine characters of a form. */
const HUGE = '가'.repeat(100_000);

describe('crafted requests change nothing', () => {
  test.each(BUTTONS)('%s with values of their own', async (action_id) => {
    await expectHarmless([
      ...GARBAGE.map((value) => stage.press(stranger, { action_id, value })),
      stage.press(stranger, { action_id }),
      stage.press(stranger, { action_id, type: 'static_select', selected_option: null }),
    ]);
  });

  test('buttons of a task by somebody who has no part in it, and of a partner for what is the lead’s', async () => {
    const id = await propose();
    const registered = await register();
    const parties = await Promise.all([
      partyOf(id, lead),
      partyOf(id, partner),
      partyOf(registered, partner),
    ]);
    const view = await opened(lead, { command: `과제 ${registered} 이견` });
    await submit(lead, view, { problem: '다툼이 있습니다.', wish: '풀어 주십시오.' });
    const dispute = await stage.government.value<number>('select max(id)::int from dispute');
    const { auditor, otherOperator, admin, minjun } = stage.government.people;
    const outsiders = [stranger, minjun, admin];
    const all = [id, registered].flatMap((task) =>
      ['update_task', 'result_task', 'revise_task', 'dispute_task'].map((verb) => ({ verb, of: task })),
    );
    const ofParties = parties.flatMap((party) =>
      ['owner_party', 'decline_party', 'agree_party', 'object_party'].map((verb) => ({ verb, of: party })),
    );
    // As good as the buttons of those who were asked.
    const values = new Map<string, string>();
    for (const party of parties.slice(1)) {
      for (const verb of ['agree_party', 'object_party'])
        values.set(`${verb}:${party}`, await consentOf(party));
    }
    const presses = (people: Person[], acts: Array<{ verb: string; of: number }>) =>
      people.flatMap((person) =>
        acts.map(({ verb, of }) =>
          stage.press(person, {
            action_id: `${verb}:${of}`,
            value: values.get(`${verb}:${of}`) ?? String(of),
          }),
        ),
      );
    const opening = stage.fake.callsOf('views.open').length;
    await expectHarmless([
      ...presses(outsiders, [...all, ...ofParties, { verb: 'answer_dispute', of: dispute }]),
      ...presses([auditor], [...all, ...ofParties, { verb: 'answer_dispute', of: dispute }]),
      ...presses(
        [partner],
        [
          { verb: 'revise_task', of: id },
          { verb: 'answer_dispute', of: dispute },
        ],
      ),
      ...presses([lead], [{ verb: 'agree_party', of: parties[1] as number }]),
      ...presses([lead, partner], [{ verb: 'answer_dispute', of: dispute }]),
    ]);
    expect(stage.fake.callsOf('views.open').length - opening).toBe(0);
    // An operator of an agency that takes part sees it, and neither updates it nor answers while there is a CCO.
    await expectHarmless(presses([otherOperator], all));
    // What one may not see is not told to be there either.
    const shown = await press(stranger, `show_task:${id}`, String(id));
    const nothing = await press(stranger, 'show_task:9', '999999');
    expect(String(shown.text).replace(String(id), 'N')).toBe(String(nothing.text).replace('999999', 'N'));
  });

  test.each(VIEWS)('the dialog %s with metadata and values of their own', async (callback_id) => {
    const id = await propose();
    const registered = await register();
    const party = await partyOf(id, partner);
    const metadata = [
      ...GARBAGE,
      '{}',
      '{"key":1,"id":1}',
      '{"key":"","id":1}',
      '{"key":"k"}',
      '{"key":"k","id":"1"}',
      '{"key":"k","id":-1}',
      '{"key":"k","id":1e99}',
      '{"key":"\\u0000","id":1}',
      'null',
      '[]',
      ...[0, 1, id, registered, party, 999_999, 9_007_199_254_740_991].map((one) =>
        JSON.stringify({ key: 'k', id: one }),
      ),
    ];
    const submission = (values: unknown, private_metadata: string) =>
      viewSubmission({
        userId: stage.userOf(stranger),
        view: { callback_id, private_metadata, blocks: [{ type: 'input', block_id: 'note' }] },
        values: values as Parameters<typeof viewSubmission>[0]['values'],
      });
    const text = (value: unknown) => ({ value: { type: 'plain_text_input', value } });
    const odd: unknown[] = [
      {},
      ...[7, null, {}, [], '\u0000', '<!here>'].map((value) =>
        Object.fromEntries(
          [
            'title',
            'purpose',
            'content',
            'due_on',
            'measures',
            'pair',
            'note',
            'words',
            'problem',
            'wish',
            'to',
            'kind',
            'after',
          ].map((block) => [block, text(value)]),
        ),
      ),
      {
        partner1: { partner: { selected_option: { value: 'official:99999999999', text: null } } },
        owner: { task_owner: { selected_option: { value: {} } } },
      },
      {
        partner1: { partner: { selected_option: null } },
        pair: { value: { selected_option: { value: '99999999999999' } } },
      },
    ];
    await expectHarmless([
      ...metadata.flatMap((one) => [submission({}, one), submission(odd[1], one)]),
      ...odd.map((values) => submission(values, JSON.stringify({ key: 'k', id }))),
    ]);
  });

  test('owners with impossible values are told what is wrong, and nothing is written', async () => {
    const other = await propose();
    const id = await register();
    const status = await opened(lead, { button: `update_task:${id}` });
    const result = await opened(lead, { button: `result_task:${id}` });
    const measure = await stage.government.value<number>(
      'select min(id)::int from task_measure where task_id = $1',
      [id],
    );
    const foreign = await stage.government.value<number>(
      'select min(id)::int from task_measure where task_id = $1',
      [other],
    );
    const bad: SlackRequest[] = [
      ...['proposed', 'completed', 'garbage', '', '\u0000'].map((to) =>
        submission(lead, status, { to, note: '메모' }),
      ),
      ...['-1', '101', '1.5', '1e2', 'NaN', '9'.repeat(1_000)].map((progress) =>
        submission(lead, status, { progress, note: '메모' }),
      ),
      submission(lead, status, { note: HUGE }),
      submission(lead, status, { note: '' }),
      ...['', 'x', '-', '1e9', '3,30', '9'.repeat(1_000), '4년', HUGE].map((after) =>
        submission(lead, result, { measure: String(measure), after }),
      ),
      ...[String(foreign), '0', 'x', '99999999999999999'].map((measure_) =>
        submission(lead, result, { measure: measure_, after: '4' }),
      ),
      ...['0000-01-01', '2026-02-30', '9999-12-31', "2026-01-01'; --"].map((measured_on) =>
        submission(lead, result, { measure: String(measure), after: '4', measured_on }),
      ),
      ...['javascript:alert(1)', 'http://', 'https://a b', `https://a/${'x'.repeat(5_000)}`].map((evidence) =>
        submission(lead, result, { measure: String(measure), after: '4', evidence }),
      ),
      stage.command(lead, `과제 ${id} 진행 60 ${HUGE.slice(0, 40_000)}`),
      stage.command(lead, `과제 ${id} 결과 ${HUGE.slice(0, 40_000)}`),
      stage.command(lead, `과제 ${id} 진행 101 메모`),
      stage.command(lead, `과제 ${id} 등록 메모`),
      stage.command(lead, '과제 999999999999999 진행 10 메모'),
      stage.command(lead, `과제 ${':'.repeat(40_000)}`),
      stage.command(lead, `과제 ${id} __proto__`),
    ];
    await expectHarmless(bad);
    for (const request of [bad[0], bad[5], bad[14], bad[20]]) {
      if (request) expect(JSON.stringify(await send(request))).toMatch(/주십시오|고를 수 있는/);
    }
  });

  test('a proposal with impossible values is refused with what was typed kept', async () => {
    const view = await opened(lead, { command: '과제 등록' });
    const good = { ...FILLED, partner1: `official:${partner.id}` };
    const cases: Array<[Typed, string]> = [
      [{ title: HUGE }, '과제명이'],
      [{ purpose: '' }, '목적을 적어 주십시오'],
      [{ due_on: '2020-01-01' }, '이미 지났습니다'],
      [{ due_on: '0000-00-00' }, '날짜가 아닙니다'],
      [{ due_on: '9999-12-31x' }, '날짜가 아닙니다'],
      [{ partner1: 'official:999999999' }, '명부에서 찾지 못했습니다'],
      [{ partner1: 'official:0' }, '명부에서 찾지 못했습니다'],
      [{ partner1: 'department:1' }, '명부에서 찾지 못했습니다'],
      [{ partner1: `official:${lead.id}` }, '이미 들어 있습니다'],
      [{ partner2: `official:${partner.id}` }, '이미 들어 있습니다'],
      [{ pair: '999999999' }, '교류 직위가 없습니다'],
      [{ pair: 'x' }, '교류 직위가 없습니다'],
      [{ measures: '기간 / 개월 / 열둘 / 4' }, '읽지 못했습니다'],
      [{ measures: '기간;기간' }, '두 번 나옵니다'],
      [{ measures: Array.from({ length: 11 }, (_, index) => `지표${index}`).join(';') }, '10개까지'],
      [{ measures: HUGE }, '성과지표 이름'],
    ];
    await expectHarmless(cases.map(([typed]) => submission(lead, view, { ...good, ...typed })));
    for (const [typed, reason] of cases) {
      const shown = read(await submit(lead, view, { ...good, ...typed }));
      expect(shown).toContain(reason);
      if (!('title' in typed)) expect(shown).toContain(`= ${FILLED.title}`);
    }
  });

  test("another's dialog does nothing to them: it is the submitter's own act", async () => {
    const view = await opened(lead, { command: '과제 등록' });
    const typed = { ...FILLED, partner1: `official:${partner.id}` };
    expect(read(await submit(stranger, view, typed))).toContain('제안했습니다');
    expect(read(await submit(lead, view, typed))).toContain('제안했습니다');
    expect(
      await stage.government.rows(
        "select owner_id from task_party where side = 'lead' and owner_id = any($1) order by owner_id",
        [[lead.id, stranger.id]],
      ),
    ).toEqual([lead.id, stranger.id].sort((a, b) => a - b).map((owner_id) => ({ owner_id })));
  });

  // The last, as the connection goes with it.
  test('ten million characters are turned away at the door', async () => {
    const id = await register();
    const status = await opened(lead, { button: `update_task:${id}` });
    const before = await everything();
    const response = await bot.send(submission(lead, status, { note: 'a'.repeat(10_000_000) }));
    expect(response.status).toBe(413);
    expect(await everything()).toEqual(before);
  });
});
