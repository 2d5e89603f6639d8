import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { toPoorerView, toSlackSubmission } from '../../src/demo/poorer-views.ts';
import { disputeAnswerView, disputeView } from '../../src/tasks/dispute-view.ts';
import { readForm } from '../../src/tasks/form-parse.ts';
import { ownerView, wordsView } from '../../src/tasks/party-view.ts';
import { resultView, statusView, type TypedStatus } from '../../src/tasks/status-view.ts';
import { type TypedTask, taskView } from '../../src/tasks/task-view.ts';
import { choice } from '../../src/tasks/view-parts.ts';
import { expectSound, outline } from '../points/outline.ts';
import {
  MEASURED,
  NASTY,
  PARTNER,
  sampleCard,
  sampleDispute,
  sampleMeasure,
  sampleParty,
  sampleTask,
} from './samples.ts';

const metadata = { key: '1.2.abc', id: 12 };
const pairs = [{ id: 5, round: 2, pair: 1, task: '산업단지 환경영향평가' }];
const EMPTY: TypedTask = {
  title: '',
  purpose: '',
  content: '',
  history: '',
  relatedTask: '',
  dueOn: '',
  measures: '',
  pair: '',
  partners: [],
};
const TYPED: TypedTask = {
  title: '환경영향평가 협의 기간 단축',
  purpose: '협의를 빨리 마칩니다.',
  content: '함께 검토합니다.',
  history: '2025년 시범 운영',
  relatedTask: '평가 제도 개선',
  dueOn: '2026-12-31',
  measures: '환경영향평가 기간 / 개월 / 12 / 4',
  pair: '5',
  partners: [choice('정지우 · 행안부 협업정책과', 'official:2'), undefined, choice('조민준', 'official:7')],
};
const STATUS: TypedStatus = {
  to: 'same',
  progress: '',
  note: '',
  measuredOn: '2026-11-23',
  results: new Map(),
};
const asks = (view: ModalView) =>
  view.blocks.flatMap((block) => (block.type === 'input' ? [String(block.block_id)] : []));

describe('the dialog for a task', () => {
  it('asks for the fields of the decree and warns of what does not belong there (행정업무규정 제42조의2)', () => {
    const view = taskView({ purpose: 'register', metadata, typed: EMPTY, pairs }, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "  협업 부서의 담당자가 모두 동의하면 등록됩니다(행정업무규정 제42조의2). 주관은 지금 소속 부서입니다.
      과제명 | <title: plain_text_input value>
      목적 | <purpose: plain_text_input value> | 2,000자까지
      내용 | <content: plain_text_input value> | 2,000자까지
      협업 부서 담당자 | <partner1: external_select partner> | 이름, 기관, 부서, 초성으로 찾습니다. 그 담당자의 부서가 협업 부서가 됩니다.
      협업 부서 담당자 2 | <partner2: external_select partner>
      협업 부서 담당자 3 | <partner3: external_select partner>
      기한 | <due_on: datepicker value>
      성과지표 | <measures: plain_text_input value> | 한 줄에 하나씩(또는 ;로 나누어) 이름 / 단위 / 이전 / 목표. 예: 환경영향평가 기간 / 개월 / 12 / 4
      추진 경과 | <history: plain_text_input value> | 2,000자까지
      관련 단위과제 | <related_task: plain_text_input value> | 상대 기관의 단위과제 가운데 이 과제와 이어지는 것이 있으면 적어 주십시오.
      전략적 인사교류 | <pair: static_select value> | of 2 | 교류 직위가 함께 하는 과제이면 골라 주십시오.
        비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
    `);
    expect(view).toMatchObject({
      callback_id: 'register_task',
      private_metadata: '{"key":"1.2.abc","id":12}',
    });
  });

  it('shows all that was wrong on top and keeps what was typed, each partner in its own field', () => {
    const refusals = [{ reason: 'due_past', dueOn: '2026-11-01' }, { reason: 'partner_unknown' }] as const;
    const view = taskView({ purpose: 'revise', metadata, typed: TYPED, pairs, refusals }, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*처리하지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
      • 기한 2026년 11월 1일이 이미 지났습니다. 오늘이나 그 뒤의 날을 골라 주십시오.
      • 고른 담당자를 명부에서 찾지 못했습니다. 목록에서 다시 골라 주십시오.
        고치면 협업 부서의 담당자 모두에게 다시 동의를 요청합니다.
      과제명 | <title: plain_text_input value> | = 환경영향평가 협의 기간 단축
      목적 | <purpose: plain_text_input value> | = 협의를 빨리 마칩니다. | 2,000자까지
      내용 | <content: plain_text_input value> | = 함께 검토합니다. | 2,000자까지
      협업 부서 담당자 | <partner1: external_select partner> | = official:2 | 이름, 기관, 부서, 초성으로 찾습니다. 그 담당자의 부서가 협업 부서가 됩니다.
      협업 부서 담당자 2 | <partner2: external_select partner>
      협업 부서 담당자 3 | <partner3: external_select partner> | = official:7
      협업 부서 담당자 4 | <partner4: external_select partner>
      기한 | <due_on: datepicker value>
      성과지표 | <measures: plain_text_input value> | = 환경영향평가 기간 / 개월 / 12 / 4 | 한 줄에 하나씩(또는 ;로 나누어) 이름 / 단위 / 이전 / 목표. 예: 환경영향평가 기간 / 개월 / 12 / 4
      추진 경과 | <history: plain_text_input value> | = 2025년 시범 운영 | 2,000자까지
      관련 단위과제 | <related_task: plain_text_input value> | = 평가 제도 개선 | 상대 기관의 단위과제 가운데 이 과제와 이어지는 것이 있으면 적어 주십시오.
      전략적 인사교류 | <pair: static_select value> | = 5 | of 2 | 교류 직위가 함께 하는 과제이면 골라 주십시오.
        비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
    `);
  });

  it('offers one partner more once all fields are filled, up to five', () => {
    const fields = (filled: number) =>
      asks(
        taskView(
          {
            purpose: 'revise',
            metadata,
            typed: {
              ...EMPTY,
              partners: Array.from({ length: filled }, (_, id) => choice('누구', `official:${id}`)),
            },
            pairs: [],
          },
          'ko',
        ),
      ).filter((id) => id.startsWith('partner')).length;
    expect([0, 1, 2, 3, 4, 5].map(fields)).toEqual([3, 3, 3, 4, 5, 5]);
  });

  it('is what Slack takes, whatever was typed and however many pairs there are', () => {
    const long = NASTY.repeat(1_000);
    for (const locale of ['ko', 'en'] as const) {
      const typed = {
        ...TYPED,
        title: long,
        purpose: long,
        content: long,
        history: long,
        relatedTask: long,
        measures: long,
        dueOn: long,
        pair: long,
      };
      const many = Array.from({ length: 300 }, (_, id) => ({ id, round: 1, pair: id, task: long }));
      const refusals = Array.from({ length: 40 }, () => ({ reason: 'measure_line', line: long }) as const);
      expectSound(taskView({ purpose: 'register', metadata, typed, pairs: many, refusals }, locale));
    }
  });

  it('can be filled in in the local Slack of the demo, and comes back as from Slack', () => {
    const people = [{ text: { type: 'plain_text' as const, text: '정지우' }, value: 'official:2' }];
    const view = taskView({ purpose: 'register', metadata, typed: TYPED, pairs }, 'ko');
    const poorer = toPoorerView({ ...view }, new Map([['partner', people]]));
    const elements = (poorer.blocks as Array<{ element?: { type: string } }>).flatMap(
      ({ element }) => element ?? [],
    );
    expect(elements).toHaveLength(asks(view).length);
    for (const { type } of elements)
      expect(['plain_text_input', 'static_select', 'datepicker']).toContain(type);
    const untouched = toSlackSubmission({ ...poorer, state: { values: {} } });
    expect(untouched.state).toMatchObject({
      values: {
        title: { value: { value: TYPED.title } },
        due_on: { value: { selected_date: '2026-12-31' } },
        partner1: { partner: { selected_option: { value: 'official:2' } } },
        pair: { value: { selected_option: { value: '5' } } },
      },
    });
  });
});

describe('what was typed into it', () => {
  it('becomes a form', () => {
    expect(readForm(TYPED)).toEqual({
      form: {
        title: TYPED.title,
        purpose: TYPED.purpose,
        content: TYPED.content,
        history: TYPED.history,
        relatedTask: TYPED.relatedTask,
        dueOn: '2026-12-31',
        pairId: 5,
        measures: [{ name: '환경영향평가 기간', unit: '개월', before: '12', target: '4' }],
        partnerIds: [2, 7],
      },
    });
  });
  it.each<[string, number | undefined]>([
    ['', undefined],
    ['none', undefined],
    ['5', 5],
    ['x', 0],
    ['99999999999', 0],
    ['-1', 0],
  ])('the pair %s is %s', (pair, pairId) =>
    expect(readForm({ ...TYPED, pair })).toMatchObject({ form: { pairId } }),
  );

  it('has its measures parted by lines or semicolons', () => {
    for (const measures of ['기간 / 개월\n인원 / 명', '기간 / 개월; 인원 / 명'])
      expect(readForm({ ...TYPED, measures })).toMatchObject({
        form: {
          measures: [
            { name: '기간', unit: '개월' },
            { name: '인원', unit: '명' },
          ],
        },
      });
  });
  it('says what is wrong with texts and measures together', () => {
    expect(readForm({ ...TYPED, title: '', measures: '기간 / 개월 / 열둘' })).toEqual({
      refusals: [
        { reason: 'text_missing', field: 'title' },
        { reason: 'measure_line', line: '기간 / 개월 / 열둘' },
      ],
    });
  });
  it('names nobody where a crafted value stands', () => {
    expect(readForm({ ...TYPED, partners: [choice('x', 'department:3')] })).toMatchObject({
      form: { partnerIds: [0] },
    });
  });
});

describe('the dialog for a status', () => {
  const card = sampleCard({
    measures: [MEASURED, sampleMeasure({ id: 32, name: '크루즈 관광객', unit: '만명', before: undefined })],
  });

  it('asks for state, progress and a note', () => {
    const view = statusView({ metadata, card, typed: STATUS, asksResults: false }, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "과제 12번 · 환경영향평가 협의 기간 단축
      추진중 · ■■■■■■□□□□ 60% · 기한 2026년 12월 31일(목)
      상태 | <to: static_select value> | = same | of 5
      진행률(%) | <progress: plain_text_input value> | 0에서 100까지. 비워 두면 그대로입니다.
      설명 | <note: plain_text_input value> | 무엇이 달라졌는지, 왜 그런지 적어 주십시오. 이력에 남습니다. 500자까지.
        비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
    `);
  });

  it('of a completion asks for each measure that has no result', () => {
    const typed = {
      ...STATUS,
      to: 'completed',
      note: '모두 마침',
      results: new Map([[32, { figures: '27.4 → 86', evidence: '' }]]),
    };
    const refusals = [{ reason: 'results_missing' as const, measures: ['크루즈 관광객'] }];
    const view = statusView({ metadata, card, typed, asksResults: true, refusals }, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*처리하지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
      • 완료하려면 성과를 모두 적어야 합니다. 결과가 없는 성과지표: 크루즈 관광객
      과제 12번 · 환경영향평가 협의 기간 단축
      추진중 · ■■■■■■□□□□ 60% · 기한 2026년 12월 31일(목)
      상태 | <to: static_select value> | = completed | of 5
      진행률(%) | <progress: plain_text_input value> | 0에서 100까지. 비워 두면 그대로입니다.
      설명 | <note: plain_text_input value> | = 모두 마침 | 무엇이 달라졌는지, 왜 그런지 적어 주십시오. 이력에 남습니다. 500자까지.
      완료하려면 성과지표마다 결과를 적어 주십시오.
      크루즈 관광객 결과(만명) | <result_32: plain_text_input value> | = 27.4 → 86 | 이전 → 이후로 적거나 이후만 적어 주십시오. · 목표 4만명
      크루즈 관광객 근거 자료 주소 | <evidence_32: plain_text_input value> | https://로 시작하는 주소. 없으면 비워 두십시오.
      측정한 날 | <measured_on: datepicker value>
        비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
    `);
  });

  it('of a proposal can only withdraw it', () => {
    const proposed = { ...card, task: sampleTask({ state: 'proposed' }) };
    const view = statusView({ metadata, card: proposed, typed: STATUS, asksResults: false }, 'ko');
    expect(asks(view)).toEqual(['to', 'note']);
    expect(outline(view)).toContain('<to: static_select value> | = cancelled | of 1');
  });
});

it('the dialog for a result proposes the measure that has none, and keeps what was chosen', () => {
  const typed = { measure: '', before: '', after: '', measuredOn: '2026-11-23', evidence: '' };
  const card = sampleCard({
    measures: [MEASURED, sampleMeasure({ id: 32, name: '크루즈 관광객', unit: '만명' })],
  });
  const view = resultView({ metadata, card, typed }, 'ko');
  expectSound(view);
  expect(outline(view)).toMatchInlineSnapshot(`
    "과제 12번 · 환경영향평가 협의 기간 단축
    성과지표 | <measure: static_select value> | = 32 | of 2
    이후 | <after: plain_text_input value> | 숫자로 적어 주십시오. 예: 27.4, 3,300
    이전 | <before: plain_text_input value> | 비워 두면 등록한 값을 씁니다.
    측정한 날 | <measured_on: datepicker value>
    근거 자료 주소 | <evidence: plain_text_input value> | https://로 시작하는 주소. 없으면 비워 두십시오.
      비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
  `);
  const again = resultView({ metadata, card, typed: { ...typed, measure: '31', after: '넷' } }, 'en');
  expectSound(again);
  expect(outline(again)).toContain('<measure: static_select value> | = 31');
  expect(outline(again)).toContain('= 넷');
});

it('the dialogs for objecting and for 담당 아님 ask for words that are passed on', () => {
  const asked = { metadata, task: sampleTask({ title: NASTY }), party: PARTNER, words: '' };
  const object = wordsView({ ...asked, purpose: 'object' }, 'ko');
  const decline = wordsView(
    { ...asked, purpose: 'decline', words: NASTY, refusals: [{ reason: 'party_gone' }] },
    'ko',
  );
  expectSound(object);
  expectSound(decline);
  expect([object.callback_id, decline.callback_id]).toEqual(['object_party', 'decline_party']);
  expect(outline(object)).toMatchInlineSnapshot(`
    "*과제 12번 · &lt;!channel&gt; ∗굵게∗ &lt;https://evil.example|여기&gt; ˋxˋ ∶tada: &amp;amp;
    › 인용*
    의견 | <words: plain_text_input value> | 어떻게 고치면 동의할 수 있는지 적어 주십시오. 주관 담당자에게 그대로 전합니다. 500자까지.
      비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
  `);
  expect(outline(decline)).toMatchInlineSnapshot(`
    "*처리하지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
    • 지금은 이 과제에 없는 부서이거나 끝난 요청입니다. /협업 과제에서 과제를 다시 열어 주십시오.
    *과제 12번 · &lt;!channel&gt; ∗굵게∗ &lt;https://evil.example|여기&gt; ˋxˋ ∶tada: &amp;amp;
    › 인용*
      주관 담당자에게(주관 부서이면 다음으로 답할 분에게) 사유를 알립니다. 새 담당자가 정해질 때까지 부서장이나 CCO(혁신책임관)가 답합니다.
    사유 | <words: plain_text_input value> | = <!channel> *굵게* <https://evil.example|여기> \`x\` :tada: &amp;
    > 인용 | 누가 담당인지 아시면 함께 적어 주십시오. 500자까지.
      비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
  `);
});

it('the dialog for another owner names who it is now', () => {
  const party = sampleParty({ answers: undefined });
  const asked = {
    metadata,
    task: sampleTask(),
    party,
    owner: choice('이서준', 'official:8'),
    reason: '전보',
  };
  const view = ownerView(asked, 'ko');
  expectSound(view);
  expect(outline(view)).toMatchInlineSnapshot(`
    "*과제 12번 · 환경영향평가 협의 기간 단축*
    중기부 인력정책과의 담당자: 담당자 없음
    새 담당자 | <owner: external_select task_owner> | = official:8 | 같은 부서에서 찾습니다.
    사유 | <reason: plain_text_input value> | = 전보 | 500자까지"
  `);
});

describe('the dialogs of a dispute (행정업무규정 제44조④)', () => {
  it('ask for what is in dispute and what is wished for', () => {
    const view = disputeView({ metadata, task: sampleTask(), typed: { problem: '', wish: NASTY } }, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*과제 12번 · 환경영향평가 협의 기간 단축*
        참여 기관의 CCO(혁신책임관)에게 기한과 함께 전달되어 협의합니다(행정업무규정 제44조④).
      이견 내용 | <problem: plain_text_input value> | 2,000자까지
      바라는 결과 | <wish: plain_text_input value> | = <!channel> *굵게* <https://evil.example|여기> \`x\` :tada: &amp;
      > 인용 | 1,000자까지
        비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
    `);
  });

  it('offer a CCO to settle or to refer it, and before the committee no referral any more', () => {
    const asked = { metadata, task: sampleTask(), typed: { kind: 'settle', note: '' } };
    const view = disputeAnswerView({ ...asked, dispute: sampleDispute() }, 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*과제 12번 · 환경영향평가 협의 기간 단축*
      *이견 · 정지우*
      CCO(혁신책임관) 협의 중 · 2026년 11월 30일(월)까지
      이견:
      > 자료 범위가 다릅니다.
      바라는 결과:
      > 월별로 주십시오.
      답변 | <kind: static_select value> | = settle | of 3
      설명 | <note: plain_text_input value> | 참여 부서의 담당자와 CCO(혁신책임관)가 봅니다. 기록에 남습니다. 500자까지.
        비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다."
    `);
    const late = disputeAnswerView({ ...asked, dispute: sampleDispute({ step: 'committee' }) }, 'en');
    expectSound(late);
    expect(outline(late)).toContain('<kind: static_select value> | = settle | of 2');
  });
});
