import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Command,
  formatListView,
  LIST_SCOPES,
  LIST_STATES,
  parseCommand,
  parseListView,
} from '../../src/tasks/parse.ts';
import { parseResult, splitFigures } from '../../src/tasks/result-parse.ts';
import {
  formatUpdate,
  parseDisputeAnswer,
  parseId,
  parseMetadata,
  parseState,
  parseTaskPage,
  parseUpdate,
} from '../../src/tasks/value-parse.ts';

const MINE = { scope: 'mine', state: 'open', page: 0 };
const update = (number: number, to: string, note: string, progress?: string) => ({
  kind: 'update',
  number,
  to,
  progress,
  note,
});

describe('commands', () => {
  it.each<[string, unknown]>([
    ['과제', { kind: 'list', view: MINE }],
    ['tasks', { kind: 'list', view: MINE }],
    ['과제 목록', { kind: 'list', view: MINE }],
    ['과제 기관', { kind: 'list', view: { ...MINE, scope: 'agency' } }],
    ['과제 협력 지연', { kind: 'list', view: { scope: 'partner', state: 'late', page: 0 } }],
    ['과제 완료', { kind: 'list', view: { ...MINE, state: 'done' } }],
    ['task agency all', { kind: 'list', view: { scope: 'agency', state: 'all', page: 0 } }],
    ['과제 등록', { kind: 'register' }],
    ['task new', { kind: 'register' }],
    ['과제 등록 환경영향평가', { kind: 'register' }],
    ['과제 12', { kind: 'card', number: 12 }],
    ['과제 12번', { kind: 'card', number: 12 }],
    ['과제 #12', { kind: 'card', number: 12 }],
    ['과제 １２', { kind: 'card', number: 12 }],
    ['task 12', { kind: 'card', number: 12 }],
  ])('%s', (text, expected) => expect(parseCommand(text)).toEqual(expected));

  it.each<[string, unknown]>([
    ['과제 12 진행 60 환경영향평가 협의 완료', update(12, 'active', '환경영향평가 협의 완료', '60')],
    ['과제 12 진행 60% 협의 완료', update(12, 'active', '협의 완료', '60')],
    ['과제 12 추진 60 퍼센트 협의', update(12, 'active', '협의', '60')],
    ['과제 12 진행 ６０％ 협의', update(12, 'active', '협의', '60')],
    ['과제 12 진행 2026년 계획 확정', update(12, 'active', '2026년 계획 확정')],
    ['과제 12 진행 101 넘침', update(12, 'active', '넘침', '101')],
    ['과제 12 재개', update(12, 'active', '')],
    ['과제 12 지연 관계 기관 회신 대기', update(12, 'delayed', '관계 기관 회신 대기')],
    ['과제 12 지연 3 개 기관의 회신 대기', update(12, 'delayed', '3 개 기관의 회신 대기')],
    ['과제 12 지연 30% 회신 대기', update(12, 'delayed', '회신 대기', '30')],
    ['과제 12 보류 예산 심의', update(12, 'on_hold', '예산 심의')],
    ['과제 12 완료 모든 협의를 마침', update(12, 'completed', '모든 협의를 마침')],
    ['과제 12 중단 사업 취소', update(12, 'cancelled', '사업 취소')],
    ['과제 12 철회 다시 제안', update(12, 'cancelled', '다시 제안')],
    ['task 12 active 60 agreed upon', update(12, 'active', 'agreed upon', '60')],
    ['task 12 Delayed waiting', update(12, 'delayed', 'waiting')],
    ['task 12 hold budget', update(12, 'on_hold', 'budget')],
    ['task 12 done all is over', update(12, 'completed', 'all is over')],
    ['task 12 cancel no more', update(12, 'cancelled', 'no more')],
    ['과제 12 60% 협의 완료', { kind: 'progress', number: 12, progress: '60', note: '협의 완료' }],
    ['과제 12 진행 A &amp; B &lt;1차&gt;', update(12, 'active', 'A & B <1차>')],
    ['과제 12 지연 <@U1|김하늘> 님 회신 대기', update(12, 'delayed', '김하늘 님 회신 대기')],
  ])('a status in one line: %s', (text, expected) => expect(parseCommand(text)).toEqual(expected));

  it.each<[string, unknown]>([
    ['과제 12 이력', { kind: 'history', number: 12, page: 0 }],
    ['과제 12 history 3', { kind: 'history', number: 12, page: 2 }],
    ['과제 12 상태', { kind: 'open', number: 12, dialog: 'status' }],
    ['과제 12 수정', { kind: 'open', number: 12, dialog: 'revise' }],
    ['과제 12 결과', { kind: 'open', number: 12, dialog: 'result' }],
    ['과제 12 이견', { kind: 'open', number: 12, dialog: 'dispute' }],
    ['task 12 owner', { kind: 'open', number: 12, dialog: 'owner' }],
    ['과제 채널 <#C012AB|협업과제>', { kind: 'channel', channelId: 'C012AB' }],
    ['task channel <#C012AB>', { kind: 'channel', channelId: 'C012AB' }],
    ['과제 채널 끔', { kind: 'channel', channelId: null }],
    ['task channel OFF', { kind: 'channel', channelId: null }],
  ])('%s', (text, expected) => expect(parseCommand(text)).toEqual(expected));

  it.each<[string, Partial<Command>]>([
    ['과제 채널', { topic: 'channel' }],
    ['과제 채널 #협업', { topic: 'channel', typed: '채널 #협업' }],
    ['과제 채널 <@U1>', { topic: 'channel' }],
    ['과제 뭐지', { topic: 'task', word: '뭐지', nearest: undefined }],
    ['과제 등럭', { topic: 'task', nearest: '등록' }],
    ['과제 12 완뇨 모두 마침', { topic: 'update', nearest: '완료', typed: '12 완뇨 모두 마침' }],
    ['과제 12 이력 영', { topic: 'history' }],
    ['과제 12 이력 0', { topic: 'history' }],
    ['과제 12 이력 999999999999999', { topic: 'history' }],
    ['과제 12 결과 기간은 줄었다', { topic: 'result', typed: '12 결과 기간은 줄었다' }],
    ['과제 constructor', { topic: 'task' }],
    ['과제 12 __proto__', { topic: 'update' }],
    ['과제 -1', { topic: 'task' }],
    ['과제 9999999999999999', { topic: 'task' }],
  ])('%s is not understood, and shown back', (text, expected) =>
    expect(parseCommand(text)).toMatchObject({ kind: 'usage', ...expected }),
  );

  it('shows no more than a part of a very long text back', () => {
    const command = parseCommand(`과제 ${'가'.repeat(100_000)}`);
    expect(command).toMatchObject({ kind: 'usage' });
    expect(JSON.stringify(command).length).toBeLessThan(1_500);
  });

  it('never throws, whatever is typed', () => {
    const words = fc.constantFrom(
      ...[
        '과제',
        '12',
        '진행',
        '결과',
        '60%',
        '→',
        '->',
        '2026-11-20',
        'https://a.kr',
        '이력',
        '채널',
        '<#C1|a>',
        '|',
        ',',
        '\u0000',
        '\n',
        '３',
        '-',
      ],
    );
    const typed = fc.array(fc.oneof(words, fc.string({ unit: 'binary' }), fc.string()), { maxLength: 12 });
    fc.assert(
      fc.property(typed, fc.constantFrom(' ', '', '\t'), (parts, between) => {
        const command = parseCommand(`과제 ${parts.join(between)}`);
        if ('number' in command) expect(Number.isSafeInteger(command.number)).toBe(true);
        if ('view' in command) expect(parseListView(formatListView(command.view))).toEqual(command.view);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a measured result in one line', () => {
  const none = { measuredOn: undefined, evidence: '' };
  it.each<[string, unknown]>([
    [
      '환경영향평가 기간 12 → 4 개월',
      { name: '환경영향평가 기간', before: '12', after: '4', units: ['개월'], ...none },
    ],
    [
      '환경영향평가 기간 12개월 → 4개월 2026-11-20 https://korea.kr/1',
      {
        name: '환경영향평가 기간',
        before: '12',
        after: '4',
        units: ['개월', '개월'],
        measuredOn: '2026-11-20',
        evidence: 'https://korea.kr/1',
      },
    ],
    ['12->4', { name: '', before: '12', after: '4', units: [], ...none }],
    ['27.4만명 => 86만명', { name: '', before: '27.4', after: '86', units: ['만명', '만명'], ...none }],
    [
      '통합용수관로 3,300 억원',
      { name: '통합용수관로', before: undefined, after: '3,300', units: ['억원'], ...none },
    ],
    ['4개월', { name: '', before: undefined, after: '4', units: ['개월'], ...none }],
    [
      '2026년 민원 120 → 80건 2026.1.5',
      {
        name: '2026년 민원',
        before: '120',
        after: '80',
        units: ['건'],
        measuredOn: '2026-01-05',
        evidence: '',
      },
    ],
    ['기간 １２ → ４', { name: '기간', before: '12', after: '4', units: [], ...none }],
  ])('%s', (text, expected) => expect(parseResult(text)).toEqual(expected));

  it.each([
    '',
    '기간',
    '기간 열둘 → 넷',
    '12 → 4 → 2',
    '기간 4 https://a.kr https://b.kr',
    '기간 4 2026-01-01 2026-01-02',
    'x'.repeat(3_001),
  ])('%s is none', (text) => expect(parseResult(text)).toBeUndefined());
});

describe('figures of a dialog', () => {
  it.each([
    ['12 → 4개월', '12', '4개월'],
    ['12개월->4개월', '12개월', '4개월'],
    ['86', undefined, '86'],
    ['', undefined, ''],
  ])('%s', (text, before, after) => expect(splitFigures(text)).toEqual({ before, after }));
});

describe('what buttons and dialogs bring back', () => {
  it('a list’s view comes back as it was', () => {
    const view = fc.record({
      scope: fc.constantFrom(...LIST_SCOPES),
      state: fc.constantFrom(...LIST_STATES),
      page: fc.nat({ max: 999_999 }),
    });
    fc.assert(
      fc.property(view, (one) => {
        expect(parseListView(formatListView(one))).toEqual(one);
      }),
    );
  });
  it.each([
    '',
    'mine',
    'mine:open',
    'mine:open:-1',
    'mine:open:1e3',
    'mine:open:1234567',
    'mine:open:0:0',
    'all:open:0',
    'mine:constructor:0',
  ])('the view %s is none', (value) => expect(parseListView(value)).toBeUndefined());
  it.each<[string | undefined, number | undefined]>([
    ['12', 12],
    ['update_task:12', 12],
    ['12:completed:x', 12],
    ['0', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['9999999999999999', undefined],
    ['１２', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the number in %s', (value, expected) => expect(parseId(value)).toBe(expected));

  it('a refused update’s state and note come back, and a note too long for a button is left out', () => {
    expect(parseUpdate(formatUpdate(12, 'completed', '협의: 마침\n끝'))).toEqual({
      id: 12,
      to: 'completed',
      note: '협의: 마침\n끝',
    });
    expect(parseUpdate(formatUpdate(12, 'completed', '가'.repeat(2_000)))).toEqual({
      id: 12,
      to: 'completed',
      note: '',
    });
    expect(parseUpdate('12')).toEqual({ id: 12, to: undefined, note: '' });
    expect(parseUpdate('12:constructor:x')).toEqual({ id: 12, to: undefined, note: 'x' });
  });

  it.each([
    ['{"key":"1.2.abc","id":12}', { key: '1.2.abc', id: 12 }],
    ['{"key":"1.2.abc","id":"12"}', undefined],
    ['{"key":"1.2.abc","id":1.5}', undefined],
    ['{"key":"1.2.abc","id":-1}', undefined],
    ['{"key":"1.2.abc"}', undefined],
    ['{"key":"\\u0000","id":1}', undefined],
    ['{"key":"a b","id":1}', undefined],
    [`{"key":"${'k'.repeat(201)}","id":1}`, undefined],
    ['null', undefined],
    ['[]', undefined],
    ['', undefined],
  ])('metadata %s', (text, expected) => expect(parseMetadata(text)).toEqual(expected));

  it('pages, states and kinds of answers are those there are', () => {
    expect(parseTaskPage('12:0')).toEqual({ id: 12, page: 0, turns: false });
    expect(parseTaskPage('12:3:turn')).toEqual({ id: 12, page: 3, turns: true });
    for (const value of ['12', '12:', '12:-1', '12:0:x', '12:1234567', undefined])
      expect(parseTaskPage(value)).toBeUndefined();
    expect(parseState('on_hold')).toBe('on_hold');
    for (const value of ['', 'same', 'constructor']) expect(parseState(value)).toBeUndefined();
    expect(parseDisputeAnswer('refer')).toBe('refer');
    expect(parseDisputeAnswer('toString')).toBeUndefined();
  });
});
