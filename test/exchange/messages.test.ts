import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Extension, Pair, PairView, Term } from '../../src/exchange/exchange.ts';
import { extendView } from '../../src/exchange/extend-view.ts';
import type { ExtensionPage, PairPage } from '../../src/exchange/look-up.ts';
import {
  refusalText,
  renderExchange,
  renderExtended,
  renderExtensionNotice,
  renderPair,
  renderRefusals,
  renderUsage,
} from '../../src/exchange/messages.ts';
import type { Refusal } from '../../src/exchange/rules.ts';
import { buttonsOf, expectPostable, expectSound, outline } from '../points/outline.ts';

const LOCALES = ['ko', 'en'] as const;
const TODAY = '2026-11-23';

const pair: Pair = {
  id: 7,
  round: 2,
  number: 2,
  level: '과장급',
  task: '국내 복귀 및 해외 진출 기업 경쟁력 강화',
  source: 'press 2024-12-22',
  a: {
    id: 71,
    side: 'a',
    agencyName: '기획재정부',
    title: '기업환경과장',
    agencyId: 1,
    namesToday: ['재정경제부', '기획예산처'],
  },
  b: {
    id: 72,
    side: 'b',
    agencyName: '산업통상자원부',
    title: '해외투자과장',
    agencyId: 2,
    namesToday: ['산업통상부'],
  },
};

function term(changes: Partial<Term> = {}): Term {
  return {
    id: 1,
    pairId: 7,
    positionId: 71,
    officialId: 100,
    name: '배누리',
    first: '2024-12-30',
    last: '2026-12-29',
    leadId: undefined,
    changes: [],
    ...changes,
  };
}

const terms = [
  term({
    changes: [
      {
        oldEnd: '2026-09-29',
        newEnd: '2026-12-29',
        reason: '과제 *마무리*',
        actor: '박운영',
        at: new Date('2026-08-03T01:00:00Z'),
      },
    ],
  }),
  term({ id: 2, officialId: 101, name: '우찬솔', leadId: 1 }),
  term({ id: 3, officialId: 102, name: '임가온', positionId: 72, first: '2026-12-01', last: '2028-11-30' }),
  term({ id: 4, officialId: 103, name: '주가을', positionId: 72, first: '2024-12-30', last: '2026-11-22' }),
];

const tasks: PairView['tasks'] = [
  {
    id: 12,
    pairId: 7,
    title: '유턴기업 원스톱 지원',
    state: 'active',
    progress: 60,
    results: [
      { measure: '환경영향평가 기간', unit: '개월', before: '12', after: '4', target: undefined },
      { measure: '통합용수관로 절감액', unit: '억원', before: undefined, after: '3300', target: undefined },
      { measure: '크루즈 관광객', unit: '만명', before: '27.40', after: '86', target: undefined },
    ],
  },
  {
    id: 13,
    pairId: 7,
    title: '해외 거점 공동 운영',
    state: 'delayed',
    progress: 10,
    results: [],
  },
];

const page: PairPage = { pair, terms, tasks, hidden: false, mayExtend: true, viewerId: 900, today: TODAY };

const extension: Extension = {
  changeId: 5,
  termId: 1,
  pair: { id: 7, round: 2, number: 2, task: pair.task },
  position: '기획재정부 기업환경과장',
  holder: { id: 100, name: '배누리' },
  oldEnd: '2026-12-29',
  newEnd: '2027-06-30',
  endNow: '2027-06-30',
  reason: '과제를 마무리할 때까지',
  actor: '박운영',
  companions: [{ name: '우찬솔', newEnd: '2027-06-30' }],
};

/** One for each reason; the record makes the compiler miss a new one. */
const everyRefusal: { [R in Refusal as R['reason']]: R } = {
  round_not_found: { reason: 'round_not_found', round: 3 },
  pair_not_found: { reason: 'pair_not_found' },
  term_not_found: { reason: 'term_not_found' },
  not_operator: { reason: 'not_operator' },
  own_case: { reason: 'own_case' },
  end_unreadable: { reason: 'end_unreadable' },
  end_not_later: { reason: 'end_not_later', last: '2026-12-29' },
  end_past: { reason: 'end_past', today: TODAY },
  beyond_cap: { reason: 'beyond_cap', latest: '2029-12-29', months: 60 },
  reason_missing: { reason: 'reason_missing' },
  reason_long: { reason: 'reason_long', length: 412, max: 300 },
  position_taken: { reason: 'position_taken', name: '한유나', first: '2027-01-01', last: '2028-12-31' },
  person_taken: {
    reason: 'person_taken',
    name: '배누리',
    round: 3,
    number: 4,
    first: '2027-01-01',
    last: '2028-12-31',
  },
};

describe('the list of exchanges', () => {
  const views: PairView[] = [{ pair, terms, tasks, hidden: false, mayExtend: false }];
  test('has rounds, pairs under the names of their time, holders with their ends, tasks with their results', () => {
    const bare = {
      ...views[0],
      pair: { ...pair, id: 8, round: 1, number: 1 },
      terms: [],
      tasks: [],
      hidden: true,
    } as PairView;
    expect(outline(renderExchange({ views: [...views, bare], today: TODAY }, 'ko'))).toMatchInlineSnapshot(`
      "*2차 인사교류 · 1개 조*
      *2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화*
      기획재정부(현 재정경제부·기획예산처) 기업환경과장 ⇄ 산업통상자원부(현 산업통상부) 해외투자과장
      • 배누리 · 2026년 12월 29일까지 · D-36
      • 임가온 · 2028년 11월 30일까지 · 2026년 12월 1일 시작 예정
      • 과제 12 유턴기업 원스톱 지원 · 추진중 60%
          환경영향평가 기간: 12개월 → 4개월, 66.7% 단축
      • 과제 13 해외 거점 공동 운영 · 지연 10%
      [자세히 → show_pair:7 = 7]
      *1차 인사교류 · 1개 조*
      *1-1 국내 복귀 및 해외 진출 기업 경쟁력 강화*
      기획재정부(현 재정경제부·기획예산처) 기업환경과장 ⇄ 산업통상자원부(현 산업통상부) 해외투자과장
      [자세히 → show_pair:8 = 8]
        조마다 자세히 보려면 단추를 누르거나 /협업 교류 2-1처럼 적어 주십시오."
    `);
    expect(outline(renderExchange({ views, today: TODAY }, 'en'))).toMatchInlineSnapshot(`
      "*Round 2 · 1 pair*
      *2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화*
      기획재정부(now 재정경제부, 기획예산처) 기업환경과장 ⇄ 산업통상자원부(now 산업통상부) 해외투자과장
      • 배누리 · until 29 December 2026 · D-36
      • 임가온 · until 30 November 2028 · begins on 1 December 2026
      • Task 12 유턴기업 원스톱 지원 · active, 60%
          환경영향평가 기간: 12개월 → 4개월, 66.7% shorter
      • Task 13 해외 거점 공동 운영 · delayed, 10%
      [Details → show_pair:7 = 7]
        For more of a pair press its button or type /collab exchange 2-1."
    `);
  });

  test('is told to be empty, with what would fill it', () => {
    for (const locale of LOCALES) {
      const empty = renderExchange({ views: [], today: TODAY }, locale);
      expect(outline(empty)).toContain('exchange_positions.csv');
      expectSound(empty);
    }
  });

  test('of many rounds shows the latest and offers the others, however many', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...(views[0] as PairView),
      pair: { ...pair, id: index + 1, round: 20 - Math.floor(index / 2), number: (index % 2) + 1 },
    }));
    for (const locale of LOCALES) {
      const list = renderExchange({ views: many, today: TODAY }, locale);
      expectSound(list);
      const ids = buttonsOf(list).map(({ action_id }) => action_id);
      const shown = ids.filter((id) => id.startsWith('show_pair:')).length;
      const rounds = ids.filter((id) => id.startsWith('show_round:')).length;
      expect(shown / 2 + rounds).toBe(20);
    }
  });

  test('of one round with more pairs than fit says how many are left', () => {
    const crowd = Array.from({ length: 60 }, (_, index) => ({
      ...(views[0] as PairView),
      pair: { ...pair, id: index + 1, number: index + 1 },
    }));
    const list = renderExchange({ views: crowd, today: TODAY }, 'ko');
    expectSound(list);
    expect(outline(list)).toContain('2차에 36개 조가 더 있습니다.');
  });
});

describe('the card of a pair', () => {
  test('has positions, holders with their companions, ends that were moved, tasks and what one may do', () => {
    expect(outline(renderPair(page, 'ko'))).toMatchInlineSnapshot(`
      "*2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화*
      2차 인사교류 · 과장급
      • 기획재정부(현 재정경제부·기획예산처) 기업환경과장
      • 산업통상자원부(현 산업통상부) 해외투자과장
      *교류자*
      *배누리* · 기획재정부 기업환경과장
      2024년 12월 30일∼2026년 12월 29일(24개월) · D-36
      • 2026년 8월 3일 변경: 2026년 9월 29일 → 2026년 12월 29일 · 박운영 · 과제 ∗마무리∗
      [연장 → extend_term:1 = 1]
      ↳ 동반 교류 *우찬솔*
      2024년 12월 30일∼2026년 12월 29일(24개월) · D-36
      [연장 → extend_term:2 = 2]
      *임가온* · 산업통상자원부 해외투자과장
      2026년 12월 1일∼2028년 11월 30일(24개월) · 2026년 12월 1일 시작 예정
      [연장 → extend_term:3 = 3]
      *주가을* · 산업통상자원부 해외투자과장
      2024년 12월 30일∼2026년 11월 22일(22개월 24일) · 종료
      *함께하는 과제*
      • 과제 12 유턴기업 원스톱 지원 · 추진중 60%
          환경영향평가 기간: 12개월 → 4개월, 66.7% 단축
          통합용수관로 절감액: 3,300억원
          크루즈 관광객: 27.40만명 → 86만명, 213.9% 증가
      • 과제 13 해외 거점 공동 운영 · 지연 10%
      [과제 12 보기 → show_task:12 = 12] [과제 13 보기 → show_task:13 = 13] [교류 목록 → show_exchange]
        출처: press 2024-12-22"
    `);
    expect(outline(renderPair(page, 'en'))).toMatchInlineSnapshot(`
      "*2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화*
      Round 2 · director level (과장급)
      • 기획재정부(now 재정경제부, 기획예산처) 기업환경과장
      • 산업통상자원부(now 산업통상부) 해외투자과장
      *Holders*
      *배누리* · 기획재정부 기업환경과장
      30 December 2024 to 29 December 2026 (24 months) · D-36
      • Changed on 3 August 2026: 29 September 2026 → 29 December 2026 · 박운영 · 과제 ∗마무리∗
      [Extend → extend_term:1 = 1]
      ↳ Companion *우찬솔*
      30 December 2024 to 29 December 2026 (24 months) · D-36
      [Extend → extend_term:2 = 2]
      *임가온* · 산업통상자원부 해외투자과장
      1 December 2026 to 30 November 2028 (24 months) · begins on 1 December 2026
      [Extend → extend_term:3 = 3]
      *주가을* · 산업통상자원부 해외투자과장
      30 December 2024 to 22 November 2026 (22 months 24 days) · over
      *Joint tasks*
      • Task 12 유턴기업 원스톱 지원 · active, 60%
          환경영향평가 기간: 12개월 → 4개월, 66.7% shorter
          통합용수관로 절감액: 3,300억원
          크루즈 관광객: 27.40만명 → 86만명, 213.9% more
      • Task 13 해외 거점 공동 운영 · delayed, 10%
      [Task 12 → show_task:12 = 12] [Task 13 → show_task:13 = 13] [All exchanges → show_exchange]
        Source: press 2024-12-22"
    `);
  });

  test('says who may see holders to whoever may not, and when there are none', () => {
    const hidden = { ...page, terms: [], tasks: [], hidden: true, mayExtend: false };
    expect(outline(renderPair(hidden, 'ko'))).toMatchInlineSnapshot(`
      "*2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화*
      2차 인사교류 · 과장급
      • 기획재정부(현 재정경제부·기획예산처) 기업환경과장
      • 산업통상자원부(현 산업통상부) 해외투자과장
        교류자와 기간은 교류 당사자, 두 기관의 CCO(혁신책임관)와 운영자, 감사 담당자에게만 보입니다.
      *함께하는 과제*
      아직 이어진 과제가 없습니다. /협업 과제 등록에서 이 교류를 고르면 여기에 보입니다.
      [교류 목록 → show_exchange]
        출처: press 2024-12-22"
    `);
    expect(outline(renderPair({ ...hidden, hidden: false }, 'ko'))).toContain('등록된 교류자가 없습니다.');
    expect(outline(renderPair({ ...page, hidden: true }, 'ko'))).toContain('교류 당사자');
  });

  test('offers to extend what is not over, to whoever may, but not their own', () => {
    const ids = (of: PairPage) =>
      buttonsOf(renderPair(of, 'ko'))
        .map(({ action_id }) => action_id)
        .filter((id) => id.startsWith('extend_term'));
    expect(ids(page)).toEqual(['extend_term:1', 'extend_term:2', 'extend_term:3']);
    expect(ids({ ...page, viewerId: 100 })).toEqual(['extend_term:2', 'extend_term:3']);
    expect(ids({ ...page, mayExtend: false })).toEqual([]);
  });

  test.each([
    ['2026-11-23', '오늘 종료(D-day)'],
    ['2026-11-24', 'D-1'],
    ['2027-02-21', 'D-90'],
    ['2026-11-22', '종료'],
  ])('of a term until %s says %s', (last, said) => {
    expect(outline(renderPair({ ...page, terms: [term({ last })] }, 'ko'))).toContain(said);
  });

  test('shows the latest three changes and how many were before', () => {
    const change = {
      oldEnd: '2026-01-01',
      newEnd: '2026-02-01',
      reason: 'import',
      actor: undefined,
      at: new Date('2026-01-01T00:00:00Z'),
    };
    const text = outline(renderPair({ ...page, terms: [term({ changes: Array(5).fill(change) })] }, 'ko'));
    expect(text.match(/명부 가져오기/g)).toHaveLength(3);
    expect(text).toContain('그 전에 2번 바뀌었습니다.');
  });

  test('of a long history keeps those that go on and the latest of those that are over', () => {
    const past = Array.from({ length: 40 }, (_, index) =>
      term({ id: 100 + index, name: `전임${index}`, first: '2010-01-01', last: '2011-01-01' }),
    );
    const card = renderPair({ ...page, terms: [...past, term()] }, 'ko');
    expectSound(card);
    expect(outline(card)).toContain('*배누리*');
    expect(outline(card)).toContain('전임39');
    expect(outline(card)).not.toContain('전임0*');
    expect(outline(card)).toContain('지난 교류 25건이 더 있습니다.');
  });
});

describe('refusals', () => {
  test.each(Object.values(everyRefusal))('$reason says why and what to do, in both languages', (refusal) => {
    for (const locale of LOCALES) {
      const text = refusalText(refusal, locale);
      expect(text).not.toMatch(/undefined|NaN|\(이\)|\(을\)|\[object/);
      expectSound(renderRefusals([refusal], locale));
    }
    expect(refusalText(refusal, 'ko')).toMatch(/주십시오\.|습니다\.$/);
    expect(refusalText(refusal, 'en')).toMatch(/[Pp]lease|\/collab/);
  });

  test('read naturally in Korean', () => {
    expect(
      Object.values(everyRefusal)
        .map((refusal) => refusalText(refusal, 'ko'))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "3차 인사교류는 등록되어 있지 않습니다. /협업 교류로 등록된 차수를 확인해 주십시오.
      그런 교류 직위가 없습니다. /협업 교류로 차수와 번호를 확인해 주십시오.
      그런 교류 기간이 없습니다. /협업 교류에서 다시 골라 주십시오.
      교류 기간은 두 기관의 운영자만 연장할 수 있습니다. 기관 운영자에게 요청해 주십시오.
      본인이 관련된 교류는 직접 연장할 수 없습니다. 다른 운영자에게 맡겨 주십시오.
      새 종료일을 2027-06-30처럼 적어 주십시오.
      지금 종료일(2026년 12월 29일)보다 뒤의 날을 골라 주십시오.
      이미 지난 날까지 연장할 수는 없습니다. 2026년 11월 23일이나 그 뒤의 날을 골라 주십시오.
      교류는 시작일부터 60개월을 넘을 수 없습니다. 2029년 12월 29일까지의 날을 골라 주십시오.
      연장하는 사유를 적어 주십시오. 기록에 남고 교류자와 두 기관의 CCO(혁신책임관)에게 전달됩니다.
      사유가 412자로 깁니다. 300자 이하로 줄여 주십시오.
      같은 직위에 한유나 님의 교류 기간(2027년 1월 1일~2028년 12월 31일)이 이미 있어 겹칩니다. 그 전날까지의 날을 고르거나, 관리자에게 그 기간을 고쳐 달라고 요청해 주십시오.
      배누리 님의 다른 교류 기간(3-4, 2027년 1월 1일~2028년 12월 31일)과 겹칩니다. 그 전날까지의 날을 고르거나, 관리자에게 그 기간을 고쳐 달라고 요청해 주십시오."
    `);
  });

  test('a wrong way of writing is answered by the right one', () => {
    expect(outline(renderUsage('ko'))).toContain('/협업 교류 2-1');
    expect(outline(renderUsage('en'))).toContain('/collab exchange 2-1');
  });
});

describe('the dialog of an extension', () => {
  const form: Omit<ExtensionPage, 'agencyIds'> = {
    term: term(),
    companions: [
      term({ id: 2, name: '우찬솔', leadId: 1 }),
      term({ id: 5, name: '전에끝', leadId: 1, last: '2026-06-30' }),
    ],
    capMonths: 60,
    latest: '2029-12-29',
    proposed: '2027-12-29',
  };

  test('tells the present end, the cap and who moves along, and proposes a year more', () => {
    expect(outline(extendView(form, 'ko'))).toMatchInlineSnapshot(`
      "배누리 님의 지금 기간: 2024년 12월 30일∼2026년 12월 29일
      시작일부터 60개월인 2029년 12월 29일까지 연장할 수 있습니다.
      종료일이 같은 동반 교류(우찬솔)도 함께 연장됩니다.
      새 종료일 | <new_end: datepicker value> | 교류하는 마지막 날입니다.
      사유 | <reason: plain_text_input value> | 300자까지. 기록에 남고 교류자와 두 기관의 CCO(혁신책임관)에게 전달됩니다."
    `);
    const view = extendView(form, 'en');
    expect(outline(view)).toMatchInlineSnapshot(`
      "배누리’s present term: 30 December 2024 to 29 December 2026
      It may be extended to 29 December 2029, 60 months from its first day.
      Companions with the same end move along: 우찬솔.
      New last day | <new_end: datepicker value> | The last day of the exchange.
      Reason | <reason: plain_text_input value> | Up to 300 characters. It is kept on record and told to the holder and the CCOs of both agencies."
    `);
    expectSound(view);
    expect(view.private_metadata).toBe('1');
    expect(JSON.stringify(view)).toContain('"initial_date":"2027-12-29"');
  });

  test('keeps what was typed below all that was refused, in fields of the same ids', () => {
    const typed = { newEnd: '2029-12-30', reason: '그래도' };
    const refused = extendView(form, 'ko', typed, [everyRefusal.beyond_cap, everyRefusal.position_taken]);
    expect(outline(refused)).toMatchInlineSnapshot(`
      "*연장하지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
      • 교류는 시작일부터 60개월을 넘을 수 없습니다. 2029년 12월 29일까지의 날을 골라 주십시오.
      • 같은 직위에 한유나 님의 교류 기간(2027년 1월 1일∼2028년 12월 31일)이 이미 있어 겹칩니다. 그 전날까지의 날을 고르거나, 관리자에게 그 기간을 고쳐 달라고 요청해 주십시오.
      배누리 님의 지금 기간: 2024년 12월 30일∼2026년 12월 29일
      시작일부터 60개월인 2029년 12월 29일까지 연장할 수 있습니다.
      종료일이 같은 동반 교류(우찬솔)도 함께 연장됩니다.
      새 종료일 | <new_end: datepicker value> | 교류하는 마지막 날입니다.
      사유 | <reason: plain_text_input value> | = 그래도 | 300자까지. 기록에 남고 교류자와 두 기관의 CCO(혁신책임관)에게 전달됩니다."
    `);
    expect(JSON.stringify(refused)).toContain('"initial_date":"2029-12-30"');
    const ids = (view: { blocks: Array<{ block_id?: string }> }) =>
      view.blocks.flatMap(({ block_id }) => block_id ?? []);
    expect(ids(refused)).toEqual(ids(extendView(form, 'ko')));
  });

  test('proposes nothing where the cap is reached, nor what is no day', () => {
    expect(
      JSON.stringify(extendView({ ...form, latest: '2026-12-29', proposed: undefined }, 'ko')),
    ).not.toContain('initial_date');
    expect(outline(extendView({ ...form, proposed: undefined }, 'ko'))).toContain('더 연장할 수 없습니다');
    expect(JSON.stringify(extendView(form, 'ko', { newEnd: 'x', reason: '' }))).not.toContain('initial_date');
  });
});

test('the operator is told what was done', () => {
  expect(outline(renderExtended(extension, 'ko'))).toMatchInlineSnapshot(`
    "*배누리 님의 교류 기간을 2027년 6월 30일까지 연장했습니다.*
    2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화
    기획재정부 기업환경과장
    종료일: 2026년 12월 29일 → 2027년 6월 30일
    동반 교류 우찬솔 님: 2027년 6월 30일까지
    교류자와 두 기관의 CCO(혁신책임관)에게 알립니다.
    [교류 보기 → show_pair:7 = 7]"
  `);
  expect(outline(renderExtended({ ...extension, companions: [] }, 'en'))).toMatchInlineSnapshot(`
    "*배누리’s term now lasts until 30 June 2027.*
    2-2 국내 복귀 및 해외 진출 기업 경쟁력 강화
    기획재정부 기업환경과장
    Last day: 29 December 2026 → 30 June 2027
    The holder and the CCOs of both agencies are told.
    [Show the exchange → show_pair:7 = 7]"
  `);
});

test('whatever people write, everything stays sound and within limits', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 700 }),
    fc.constantFrom('<!here>*_~`>', '<@U1>'.repeat(60), '&'.repeat(300), '가'.repeat(400)),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom(...LOCALES), (name, words, locale) => {
      const wild = {
        ...pair,
        task: words,
        source: words,
        level: '과장급',
        a: { ...pair.a, agencyName: name, title: words, namesToday: [name, words] },
        b: { ...pair.b, agencyName: words, title: name },
      };
      const changes = Array(3).fill({
        oldEnd: '2026-01-01',
        newEnd: '2026-02-01',
        reason: words,
        actor: name,
        at: new Date(0),
      });
      const result = { measure: words, unit: name, before: '-1234567.50', after: '0' };
      const view = {
        pair: wild,
        terms: Array.from({ length: 20 }, (_, id) => term({ id: id + 1, name, changes })),
        tasks: Array.from({ length: 12 }, (_, id) => ({
          ...(tasks[0] as PairView['tasks'][number]),
          id,
          title: words,
          results: Array(12).fill(result),
        })),
        hidden: true,
        mayExtend: true,
      };
      expectSound(renderPair({ ...page, ...view }, locale));
      expectSound(renderExchange({ views: [view], today: TODAY }, locale));
      const told = {
        ...extension,
        pair: { ...extension.pair, task: words },
        holder: { id: 1, name },
        position: words,
        reason: words.slice(0, 300),
        actor: name,
        companions: [{ name: words, newEnd: '2027-01-01' }],
      };
      expectSound(renderExtended(told, locale));
      for (const audience of ['holder', 'cco'] as const)
        expectPostable(renderExtensionNotice(told, audience, locale));
      expectSound(
        extendView(
          {
            term: term({ name }),
            companions: [term({ name: words })],
            capMonths: 60,
            latest: '2029-12-29',
            proposed: '2027-12-29',
          },
          locale,
          { newEnd: words, reason: words },
          [{ ...everyRefusal.position_taken, name }],
        ),
      );
    }),
    { numRuns: 40 },
  );
});
