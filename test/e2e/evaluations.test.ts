import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, seoulDay } from '../../src/calendar/seoul.ts';
import type { ViewValues } from '../../src/demo/screen.ts';
import { seedAnswer, seedMeasure, seedRequest } from '../evaluations/seed-evaluation.ts';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { textObjects } from '../support/slack-limits.ts';
import { newTriggerId, type SlackRequest, viewSubmission } from '../support/slack-requests.ts';
import { openStage, REFERENCE, type Stage } from '../support/stage.ts';
import { seedTask } from '../tasks/seed-task.ts';

const TABLES = [
  'evaluation_cycle',
  'evaluation_request',
  'evaluation_answer',
  'evaluation_evaluator',
  'evaluation_grade',
  'outbox',
] as const;
/** The bot's clock is the real one. */
const today = () => seoulDay(new Date());

let stage: Stage;
let bot: BotProcess;
let owner: Person;
let partner: Person;
let attacker: Person;
let requestId: number;
let measureId: number;
let taskId: number;

beforeAll(async () => {
  stage = await openStage();
  // What the clock brings, such as the morning's reminders and the year-end evaluation, must not come between two counts.
  await stage.government.rows(`insert into holiday_override (day, holiday, name) values ($1, true, '시험')`, [
    today(),
  ]);
  const inHalfAYear = ((Number(today().slice(5, 7)) + 5) % 12) + 1;
  const yearEnd = { evaluationDueMonth: inHalfAYear, evaluationDueDay: 1, evaluationOpenCalendarDays: 1 };
  for (const agency of ['smes', 'interior', 'seoul'] as const)
    await stage.government.setPolicy(agency, '2026-01-01', yearEnd);
  bot = await stage.start('all');
});
afterAll(() => stage?.close());
beforeEach(async () => {
  [owner, attacker] = (await stage.addPeople('hr', 2)) as [Person, Person];
  [partner] = (await stage.addPeople('collab', 1)) as [Person];
  const task = await seedTask(stage.government, { lead: owner, partners: [partner] });
  taskId = task.id;
  measureId = await seedMeasure(stage.government, task.id, '협의 기간');
  requestId = await seedRequest(stage.government, task.parties[0] ?? 0, { dueOn: addDays(today(), 10) });
});

async function send(request: SlackRequest): Promise<unknown> {
  const text = await stage.ask(bot, request);
  expect(text).not.toMatch(REFERENCE);
  return text === '' ? '' : JSON.parse(text);
}

async function counts(): Promise<unknown> {
  const columns = TABLES.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await stage.government.rows(`select ${columns.join(', ')}`))[0];
}

/** Neither a row of the evaluations is added nor is a fault logged. */
async function expectHarmless(requests: SlackRequest[]): Promise<void> {
  await seen('that nothing is under way', async () => (await stage.countWaiting()) === 0);
  const [before, lines, responses] = [await counts(), bot.lines.length, stage.fake.responses.length];
  for (const request of requests) await send(request);
  expect(await counts()).toEqual(before);
  await bot.get('/healthz');
  expect(bot.lines.slice(lines).filter((line) => line.includes('"level":50'))).toEqual([]);
  for (const { body } of stage.fake.responses.slice(responses))
    expect(JSON.stringify(body)).not.toMatch(REFERENCE);
}

interface Dialog {
  callback_id: string;
  private_metadata: string;
  blocks: unknown[];
}

/** The dialog that a button opens. */
async function opened(person: Person, action_id: string, value: string): Promise<Dialog> {
  const triggerId = newTriggerId();
  await send(stage.press(person, { action_id, value }, { triggerId }));
  const call = await seen('the dialog', () =>
    ['views.open', 'views.push']
      .flatMap((method) => stage.fake.callsOf(method))
      .find(({ args }) => args.trigger_id === triggerId),
  );
  return call.args.view as Dialog;
}

const submit = (person: Person, view: Dialog, values: ViewValues) =>
  viewSubmission({ userId: stage.userOf(person), view: { ...view }, values });

const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
const ticked = (value: string | undefined) => ({
  value: { type: 'checkboxes', selected_options: value === undefined ? [] : [{ value }] },
});
const filled = (more: Record<string, Record<string, Record<string, unknown>>> = {}): ViewValues => ({
  progress: text('합동 점검을 마쳤습니다.'),
  [`result_${measureId}`]: text('12개월 → 4개월'),
  difficulties: text(''),
  next_plan: text('전국으로 넓힙니다.'),
  draft: ticked(undefined),
  ...more,
});
const gradeOf = (word: string, more: ViewValues = {}): ViewValues => ({
  grade: { value: { type: 'radio_buttons', selected_option: { value: word } } },
  comment: text('성과가 뚜렷합니다.'),
  recommended: ticked('recommended'),
  ...more,
});
const wordsOf = (answer: unknown) =>
  textObjects(answer)
    .map((one) => one.text)
    .join('\n');

describe('the way of an evaluation', () => {
  test('the list has it, the dialog keeps a draft, then takes the answer; the CCO names, the evaluator grades, all are told', async () => {
    const { cco, yuna } = stage.government.people;
    const id = String(requestId);
    expect(wordsOf(await send(stage.command(owner, '평가')))).toContain('답하기');
    expect(wordsOf(await send(stage.command(attacker, '평가')))).toContain(
      '지금 답하거나 평가할 것이 없습니다.',
    );

    const first = await opened(owner, `answer_evaluation:${id}`, id);
    const incomplete = await send(submit(owner, first, filled({ progress: text('') })));
    expect(incomplete).toMatchObject({
      response_action: 'update',
      view: { callback_id: 'answer_evaluation' },
    });
    expect(wordsOf(incomplete)).toContain('계획 대비 진행 상황을 적어 주십시오.');
    expect(JSON.stringify(incomplete)).toContain('전국으로 넓힙니다.');
    const drafted = await send(submit(owner, first, filled({ progress: text(''), draft: ticked('draft') })));
    expect(wordsOf(drafted)).toContain('임시 저장했습니다.');
    expect(wordsOf(await send(stage.command(cco, `평가 ${id}`)))).not.toContain('전국으로');

    const again = await opened(owner, `answer_evaluation:${id}`, id);
    expect(JSON.stringify(again.blocks)).toContain('전국으로 넓힙니다.');
    const answer = submit(owner, again, filled());
    expect(wordsOf(await send(answer))).toContain('답변을 제출했습니다.');
    expect(wordsOf(await send(answer))).toContain('답변을 제출했습니다.');
    expect(
      await stage.government.rows(
        'select draft, progress from evaluation_answer where request_id = $1 order by version',
        [requestId],
      ),
    ).toEqual([
      { draft: true, progress: '' },
      { draft: false, progress: '합동 점검을 마쳤습니다.' },
    ]);

    const naming = await opened(cco, `name_evaluator:${id}`, id);
    const evaluator = { type: 'external_select', selected_option: { value: `official:${yuna.id}` } };
    expect(wordsOf(await send(submit(cco, naming, { evaluator: { evaluator } })))).toContain('지정했습니다.');
    const told = await seen('the evaluator’s message', () =>
      stage.fake.messages(stage.userOf(yuna)).find((one) => wordsOf(one.blocks).includes('평가자로 지정')),
    );
    expect(JSON.stringify(told)).toContain(`grade_evaluation:${id}`);
    const grading = await opened(yuna, `grade_evaluation:${id}`, id);
    expect(JSON.stringify(grading.blocks)).toContain('합동 점검을 마쳤습니다.');
    expect(wordsOf(await send(submit(yuna, grading, gradeOf('우수'))))).toContain('평가했습니다.');
    for (const person of [owner, cco]) {
      await seen('the grade', () =>
        stage.fake
          .messages(stage.userOf(person))
          .find((one) => wordsOf(one.blocks).includes('나왔습니다: 우수')),
      );
    }
    expect(wordsOf(await send(stage.command(owner, `평가 ${id}`)))).toContain('등급: 우수');
  });

  test('earlier versions and further pages of one’s list are a button away', async () => {
    const id = String(requestId);
    for (const progress of ['처음 낸 답', '고쳐 낸 답'])
      await seedAnswer(stage.government, requestId, owner.id, { progress });
    const asked = await seedTask(stage.government, { lead: owner, partners: [partner] });
    for (let index = 0; index < 11; index += 1)
      await seedRequest(stage.government, asked.parties[0] ?? 0, { dueOn: addDays(today(), 20 + index) });
    const answered = async (action_id: string, value: string, words: string) => {
      const before = stage.fake.responses.length;
      await send(stage.press(owner, { action_id, value }));
      const response = await seen(words, () =>
        stage.fake.responses.slice(before).find(({ body }) => wordsOf(body).includes(words)),
      );
      return wordsOf(response.body);
    };
    expect(wordsOf(await send(stage.command(owner, `평가 ${id}`)))).toContain('지난 제출본');
    const versions = await answered(`evaluation_versions:${id}`, id, '제출본 기록');
    expect(versions.indexOf('고쳐 낸 답')).toBeGreaterThan(0);
    expect(versions.indexOf('처음 낸 답')).toBeGreaterThan(versions.indexOf('고쳐 낸 답'));
    expect(wordsOf(await send(stage.command(owner, '평가')))).toContain('외 1건이 더 있습니다.');
    const second = await answered('my_evaluations:1', '1', '앞 쪽');
    expect(second).not.toContain('더 있습니다');
  });

  test('an operator opens a cycle by hand', async () => {
    const { operator } = stage.government.people;
    const view = await opened(operator, 'open_cycle', '');
    const chosen = [{ text: { type: 'plain_text', text: '과제' }, value: `task:${taskId}` }];
    const values: ViewValues = {
      title: text('현장 점검'),
      tasks: { evaluation_tasks: { type: 'multi_external_select', selected_options: chosen } },
      due_on: { value: { type: 'datepicker', selected_date: addDays(today(), -1) } },
    };
    const refused = await send(submit(operator, view, values));
    expect(wordsOf(refused)).toContain('지난 날은 기한이 될 수 없습니다.');
    expect(JSON.stringify(refused)).toContain(`task:${taskId}`);
    values.due_on = { value: { type: 'datepicker', selected_date: addDays(today(), 3) } };
    expect(wordsOf(await send(submit(operator, view, values)))).toContain('‘현장 점검’을 열었습니다.');
    expect(
      await stage.government.rows(
        `select r.task_id from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id where c.kind = 'by_hand'`,
      ),
    ).toEqual([{ task_id: taskId }]);
  });
});

const GARBAGE = [
  '',
  'garbage',
  '-1',
  '0',
  '1.5',
  '99999999999999999999999999',
  '2147483648',
  '999999999',
  '１',
  "1'; drop table evaluation_answer; --",
  '__proto__',
  '1\u0000',
  '\ud800',
  '<!channel>',
  '9'.repeat(2_000),
];

describe('crafted values change nothing', () => {
  test.each([
    'answer_evaluation:1',
    'grade_evaluation:1',
    'name_evaluator:1',
    'show_evaluation:1',
    'list_evaluations:open:0',
    'my_evaluations',
    'my_evaluations:1',
    'evaluation_versions:1',
    'open_cycle',
  ])('of the button %s', async (action_id) => {
    await expectHarmless([
      ...GARBAGE.map((value) => stage.press(attacker, { action_id, value })),
      stage.press(attacker, { action_id, value: String(requestId) }),
      stage.press(attacker, { action_id }),
      stage.press(attacker, { action_id, type: 'static_select', selected_option: null }),
    ]);
  });

  test('of the dialogs’ metadata and inputs, by each who has no right to them', async () => {
    const { operator, otherOperator, auditor, admin } = stage.government.people;
    const metadata = [...GARBAGE, ...GARBAGE.map((value) => `${value} key`), `${requestId} `, `${requestId}`];
    const dialogs = (person: Person, private_metadata: string) => [
      submit(person, { callback_id: 'answer_evaluation', private_metadata, blocks: [] }, filled()),
      submit(person, { callback_id: 'grade_evaluation', private_metadata, blocks: [] }, gradeOf('우수')),
      submit(
        person,
        { callback_id: 'name_evaluator', private_metadata, blocks: [] },
        { evaluator: { evaluator: { selected_option: { value: `official:${partner.id}` } } } },
      ),
    ];
    await expectHarmless(metadata.flatMap((value) => dialogs(attacker, value)));
    await expectHarmless(
      [attacker, partner, operator, otherOperator, auditor, admin].flatMap((person) =>
        dialogs(person, `${requestId} key`),
      ),
    );
    await expectHarmless(
      [attacker, partner, auditor, admin].map((person) =>
        submit(
          person,
          { callback_id: 'open_cycle', private_metadata: '0 key', blocks: [] },
          {
            title: text('점검'),
            tasks: { evaluation_tasks: { selected_options: [{ value: `task:${taskId}` }] } },
            due_on: { value: { selected_date: addDays(today(), 3) } },
          },
        ),
      ),
    );
  });

  test('of the owner’s own dialog: empty, of the wrong kind, of others’ measures', async () => {
    const view = await opened(owner, `answer_evaluation:${requestId}`, String(requestId));
    await expectHarmless([
      submit(owner, view, {}),
      submit(owner, view, { progress: { value: {} }, draft: { value: {} } }),
      submit(owner, view, filled({ [`result_${measureId}`]: { other: { value: 'x' } } })),
      submit(owner, view, filled({ progress: text('가'.repeat(20_000)) })),
    ]);
    await send(
      submit(owner, view, filled({ result_999999999: text('남의 것'), result___proto__: text('x') })),
    );
    expect(
      await stage.government.value('select results from evaluation_answer where request_id = $1', [
        requestId,
      ]),
    ).toEqual([{ measureId, measure: '협의 기간', text: '12개월 → 4개월' }]);
  });

  test('of a grade: not in the scale, of an unanswered evaluation, of one’s own task, of a dialog that was another’s', async () => {
    const { cco } = stage.government.people;
    const view = { callback_id: 'grade_evaluation', private_metadata: `${requestId} key`, blocks: [] };
    await expectHarmless([submit(cco, view, gradeOf('우수'))]);
    const dialog = await opened(owner, `answer_evaluation:${requestId}`, String(requestId));
    await send(submit(owner, dialog, filled()));
    // A grade without the answer that it is of is none, and what was typed stays.
    const blind = await send(submit(cco, view, gradeOf('우수')));
    expect(wordsOf(blind)).toContain('그사이 답변이 고쳐졌습니다.');
    const redrawn = (blind as { view: { private_metadata: string } }).view;
    view.private_metadata = redrawn.private_metadata;
    expect(redrawn.private_metadata).toMatch(/^\d+ key \d+$/);
    await expectHarmless([
      ...GARBAGE.map((word) => submit(cco, view, gradeOf(word))),
      submit(cco, view, { comment: text('좋습니다.') }),
      submit(cco, view, gradeOf('우수', { comment: text('\u200b') })),
      submit(owner, view, gradeOf('우수')),
      submit(attacker, dialog, filled({ progress: text('남의 창으로') })),
    ]);
  });

  test('of a cycle by hand: tasks of others and what is none', async () => {
    const { operator, otherOperator } = stage.government.people;
    const foreign = await seedTask(stage.government, {
      lead: partner,
      partners: [stage.government.people.minjun],
    });
    const values = (option: unknown, due = addDays(today(), 3)): ViewValues => ({
      title: text('점검'),
      tasks: { evaluation_tasks: { selected_options: [option] } },
      due_on: { value: { selected_date: due } },
    });
    const view = { callback_id: 'open_cycle', private_metadata: '0 key', blocks: [] };
    await expectHarmless([
      submit(operator, view, values({ value: `task:${foreign.id}` })),
      ...GARBAGE.map((value) => submit(operator, view, values({ value: `task:${value}` }))),
      ...GARBAGE.map((due) => submit(otherOperator, view, values({ value: `task:${foreign.id}` }, due))),
      submit(operator, view, {}),
    ]);
  });
});
