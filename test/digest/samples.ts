import { addDays } from '../../src/calendar/seoul.ts';
import type { Cut, Digest, DigestContent, Thanks } from '../../src/digest/digest.ts';
import { seoul } from '../support/government.ts';

const of = <T>(...items: T[]): Cut<T> => ({ total: items.length, items });

const WEEK = '2026-11-16';
const HEAD = 'ab12'.repeat(16);

const RECEIVED = [320, 410, 280, 0, 520, 610, 1_430, 540, 480, 700, 690, 710, 830];
const SENT = [300, 350, 420, 10, 500, 580, 990, 610, 470, 640, 720, 780, 760];

/** A week in which there is something to say of everything. */
export const fullContent: DigestContent = {
  agency: '고용노동부',
  shortName: '고용부',
  day: '2026-11-23',
  weeks: RECEIVED.map((received, index) => ({
    week: addDays(WEEK, -7 * (12 - index)),
    received,
    sent: SENT[index] ?? 0,
  })),
  knownWeeks: 12,
  within: 140,
  people: {
    received: [
      { rank: 1, name: '김하늘', department: '인력정책과', points: 120 },
      { rank: 2, name: '이서준', department: '인력정책과', points: 90 },
      { rank: 2, name: '정지우', department: '고용지원과', points: 90 },
      { rank: 4, name: '한유나', department: '고용지원과', points: 30 },
    ],
    sent: [{ rank: 1, name: '박운영', department: '고용지원과', points: 110 }],
  },
  departments: {
    received: [{ rank: 1, name: '인력정책과', points: 410 }],
    sent: [{ rank: 1, name: '고용지원과', points: 380 }],
  },
  helpedUs: {
    total: 7,
    items: [
      { agency: '행안부', points: 310, gifts: 31 },
      { agency: '중기부', points: 90, gifts: 9 },
    ],
  },
  weHelped: of({ agency: '서울시', points: 400, gifts: 40 }),
  thanks: [123, 124],
  tasks: {
    changed: of(
      { id: 12, title: '외국인력 도입 기간 단축', from: 'active', to: 'delayed', day: '2026-11-18' },
      { id: 15, title: '청년 일자리 통합 안내', from: null, to: 'proposed', day: '2026-11-17' },
    ),
    completed: of({
      id: 9,
      title: '환경영향평가 협의',
      day: '2026-11-19',
      results: [
        { measure: '환경영향평가 기간', unit: '개월', before: '12', after: '4' },
        { measure: '절감', unit: '억원', before: null, after: '3300' },
      ],
    }),
    late: of({
      id: 12,
      title: '외국인력 도입 기간 단축',
      state: 'delayed',
      due: '2026-11-10',
      name: '이서준',
    }),
    stale: of({ id: 14, title: '공동 데이터 연계', since: '2026-10-26', name: null }),
  },
  evaluations: {
    due: of({
      taskId: 12,
      title: '외국인력 도입 기간 단축',
      round: '2026년 연말 평가',
      due: '2026-11-30',
      name: '김하늘',
    }),
    overdue: of({
      taskId: 14,
      title: '공동 데이터 연계',
      round: '2026년 3분기 점검',
      due: '2026-10-16',
      name: '정지우',
    }),
  },
  waiting: {
    disputes: of({ taskId: 12, title: '외국인력 도입 기간 단축', step: 'cco', due: '2026-11-25' }),
    consents: of({ taskId: 15, title: '청년 일자리 통합 안내', since: '2026-11-17', name: '한유나' }),
  },
  ending: of({
    pairId: 3,
    name: '조민준',
    position: '고용노동부 고용지원과장',
    task: '일자리 연계',
    last: '2027-01-31',
  }),
  patterns: {
    reciprocal: of({ a: '김하늘', b: '정지우', aToB: 20, bToA: 20 }),
    dumping: of(),
    concentration: of({ name: '김하늘', points: 260, sharePercent: 31 }),
  },
};

const nothing = { total: 0, items: [] };

export const quietContent: DigestContent = {
  ...fullContent,
  weeks: fullContent.weeks.map(({ week }) => ({ week, received: 0, sent: 0 })),
  knownWeeks: 0,
  within: 0,
  people: { received: [], sent: [] },
  departments: { received: [], sent: [] },
  helpedUs: nothing,
  weHelped: nothing,
  thanks: [],
  tasks: { changed: nothing, completed: nothing, late: nothing, stale: nothing },
  evaluations: { due: nothing, overdue: nothing },
  waiting: { disputes: nothing, consents: nothing },
  ending: nothing,
  patterns: { reciprocal: nothing, dumping: nothing, concentration: nothing },
};

export const digestOf = (content: DigestContent, more: Partial<Digest> = {}): Digest => ({
  agencyId: 5,
  week: WEEK,
  position: 12_345,
  head: HEAD,
  asOf: seoul('2026-11-23 09:00:00'),
  late: false,
  content,
  ...more,
});

export const thanks: Thanks[] = [
  {
    id: 123,
    giver: '이도윤',
    giverAgency: '행안부',
    recipient: '김하늘',
    message: '고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.',
  },
];
