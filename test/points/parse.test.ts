import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/messenger/nearest-word.ts';
import {
  DEFAULT_VIEW,
  formatRankingView,
  POINTS_WORDS,
  parseAddress,
  parseCommand,
  parseGrant,
  parseRankingView,
} from '../../src/points/parse.ts';

const user = (userId: string) => ({ kind: 'user', userId });
const email = (address: string) => ({ kind: 'email', email: address });

describe('a command', () => {
  it.each([
    ['', { kind: 'help' }],
    ['   ', { kind: 'help' }],
    ['도움말', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['주기', { kind: 'dialog' }],
    ['give', { kind: 'dialog' }],
    ['내역', { kind: 'statement', month: undefined }],
    ['내역 2026-11', { kind: 'statement', month: '2026-11' }],
    ['history 2026-11', { kind: 'statement', month: '2026-11' }],
    ['내역 2026-13', { kind: 'usage', topic: 'statement' }],
    [
      '내역 김하늘(중기부) 2026-11',
      {
        kind: 'statement_of',
        references: [],
        text: '김하늘(중기부)',
        named: true,
        month: '2026-11',
      },
    ],
    [
      '내역 이서준 2026-11',
      { kind: 'statement_of', references: [], named: true, text: '이서준', month: '2026-11' },
    ],
    ['내역 11월', { kind: 'usage', topic: 'statement' }],
    ['잔여', { kind: 'allowance' }],
    ['BALANCE', { kind: 'allowance' }],
    ['게시판', { kind: 'board' }],
    ['board', { kind: 'board' }],
    ['취소', { kind: 'cancel', number: undefined, reason: '' }],
    ['취소 12', { kind: 'cancel', number: 12, reason: '' }],
    ['취소 #12번 잘못 보냄', { kind: 'cancel', number: 12, reason: '잘못 보냄' }],
    ['undo 12 wrong person', { kind: 'cancel', number: 12, reason: 'wrong person' }],
    ['취소 잘못', { kind: 'usage', topic: 'cancel' }],
    ['취소 -1', { kind: 'usage', topic: 'cancel' }],
    ['취소 1e3', { kind: 'usage', topic: 'cancel' }],
    ['취소 1234567890123456', { kind: 'usage', topic: 'cancel' }],
    ['특별', { kind: 'usage', topic: 'special' }],
    ['숨김 3 개인정보 포함', { kind: 'hide', number: 3, hide: true, reason: '개인정보 포함' }],
    ['보이기 3 오해였음', { kind: 'hide', number: 3, hide: false, reason: '오해였음' }],
    ['hide 3', { kind: 'hide', number: 3, hide: true, reason: '' }],
    ['숨김', { kind: 'usage', topic: 'hide' }],
    ['설정', { kind: 'policy', group: 'points' }],
    ['설정 포인트', { kind: 'policy', group: 'points' }],
    ['설정 과제', { kind: 'policy', group: 'tasks' }],
    ['settings TASKS', { kind: 'policy', group: 'tasks' }],
    ['설정 constructor', { kind: 'usage', topic: 'policy' }],
    ['설정 게시판 <#C0123ABC|thanks>', { kind: 'choose_board', channelId: 'C0123ABC' }],
    ['설정 게시판 아무데나', { kind: 'usage', topic: 'policy' }],
    ['보고 2026-11', { kind: 'patterns', month: '2026-11' }],
    ['report', { kind: 'patterns', month: undefined }],
    ['보고 11월', { kind: 'usage', topic: 'patterns' }],
    ['전송실패', { kind: 'parked' }],
    ['순위', { kind: 'ranking', view: DEFAULT_VIEW }],
    [
      '순위 부서 보낸 반기 전체',
      { kind: 'ranking', view: { subject: 'department', side: 'sent', span: 'half', scope: 'government' } },
    ],
    [
      'ranking year Department received all',
      {
        kind: 'ranking',
        view: { subject: 'department', side: 'received', span: 'year', scope: 'government' },
      },
    ],
    ['순위 어제', { kind: 'usage', topic: 'ranking' }],
    ['순위 constructor', { kind: 'usage', topic: 'ranking' }],
    ['순위 이번달 이달', { kind: 'ranking', view: DEFAULT_VIEW }],
  ])('%j', (text, expected) => {
    expect(parseCommand(text)).toEqual(expected);
  });

  it.each([
    '순위 2026 반기',
    '순위 반기 2026',
    '순위 이번달 2025',
    '순위 2025 2026년',
    '순위 개인 부서',
    '순위 부서 보낸 개인',
    '순위 받은 보낸',
    '순위 기관 전체',
    'ranking half YEAR',
  ])('of a ranking has words that cannot go together, %j: no word is dropped', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'usage', topic: 'ranking' });
  });

  it('is the same in decomposed Hangul (NFD), and with invisible characters in it', () => {
    expect(parseCommand('\u200b내\u2060역 \u00002026-11')).toEqual({ kind: 'statement', month: '2026-11' });
    expect(parseCommand('내역 2026-11'.normalize('NFD'))).toEqual({ kind: 'statement', month: '2026-11' });
  });

  it.each([
    ['주가', '주기'],
    ['네역', '내역'],
    ['잔요', '잔여'],
    ['순이', '순위'],
    ['게시반', '게시판'],
    ['gife', 'give'],
    ['ranknig', 'ranking'],
    ['안녕하세요', undefined],
    ['xyzzy', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['toString', undefined],
  ])('not known, %j, suggests %j', (word, nearest) => {
    expect(parseCommand(`${word} 이것저것`)).toEqual({ kind: 'unknown', word, nearest });
  });

  it('is known by each of its words, whatever the case of its letters', () => {
    for (const word of POINTS_WORDS) {
      expect(parseCommand(word).kind, word).not.toBe('unknown');
      expect(parseCommand(word.toUpperCase()).kind, word).not.toBe('unknown');
      expect(nearestWord(word, POINTS_WORDS)).toBe(word);
    }
  });
});

describe('a gift’s address', () => {
  it.each([
    ['<@U1|haneul> 고맙습니다', [user('U1')], false, '고맙습니다'],
    ['<@U1> 고맙습니다', [user('U1')], false, '고맙습니다'],
    ['<@U1>님 고맙습니다', [user('U1')], false, '고맙습니다'],
    ['<@U1> <@U2|x> 고맙습니다', [user('U1'), user('U2')], false, '고맙습니다'],
    ['<@U1>, <@W2> 고맙습니다', [user('U1'), user('W2')], false, '고맙습니다'],
    ['<@U1>, 김하늘 고맙습니다', [user('U1')], true, '김하늘 고맙습니다'],
    ['<mailto:Kim@mss.go.kr|Kim@mss.go.kr> 감사', [email('kim@mss.go.kr')], false, '감사'],
    ['<mailto:kim@mss.go.kr> 감사', [email('kim@mss.go.kr')], false, '감사'],
    ['kim@mss.go.kr 감사', [email('kim@mss.go.kr')], false, '감사'],
    ['kim@mss.go.kr님 감사', [email('kim@mss.go.kr')], false, '감사'],
    ['kim@mss.go.kr, lee@mois.go.kr 감사', [email('kim@mss.go.kr'), email('lee@mois.go.kr')], false, '감사'],
    ['kim@mss.go.kr,lee@mois.go.kr 감사', [email('kim@mss.go.kr'), email('lee@mois.go.kr')], false, '감사'],
    ['김하늘(중기부) 고맙습니다', [], true, '김하늘(중기부) 고맙습니다'],
    ['중기부 김하늘 고맙습니다', [], true, '중기부 김하늘 고맙습니다'],
    ['<@U1>\n첫 줄\n둘째 줄', [user('U1')], false, '첫 줄\n둘째 줄'],
    ['<@U1>', [user('U1')], false, ''],
    ['<@u1> 소문자', [], true, '<@u1> 소문자'],
    ['<!channel> 모두', [], true, '<!channel> 모두'],
    ['@ 님', [], true, '@ 님'],
  ])('%j', (text, references, named, rest) => {
    expect(parseAddress(text)).toEqual({ references, named, text: rest });
    expect(parseCommand(`주기 ${text}`)).toEqual({ kind: 'give', references, named, text: rest });
    expect(parseCommand(`special ${text}`)).toEqual({ kind: 'special', references, named, text: rest });
  });

  it('leaves a mention inside the message alone', () => {
    expect(parseAddress('<@U1> 고맙습니다 <@U2> 덕분에')).toMatchObject({
      references: [user('U1')],
      text: '고맙습니다 <@U2> 덕분에',
    });
  });

  it('gives back each mention and address in order, and the message as written, however they are joined', () => {
    const reference = fc.oneof(
      fc.stringMatching(/^[UW][A-Z0-9]{1,10}$/).map((id) => ({ text: `<@${id}>`, expected: user(id) })),
      fc
        .stringMatching(/^[a-z][a-z0-9.]{0,8}@[a-z]{1,6}\.go\.kr$/)
        .map((address) => ({ text: `<mailto:${address}|${address}>`, expected: email(address) })),
    );
    const join = fc.constantFrom(' ', ', ', ',', '  ');
    fc.assert(
      fc.property(fc.array(reference, { minLength: 1, maxLength: 6 }), join, (references, joint) => {
        const message = '데이터를 정리해 주셔서, 고맙습니다';
        expect(parseAddress(`${references.map((r) => r.text).join(joint)} ${message}`)).toEqual({
          references: references.map((r) => r.expected),
          named: false,
          text: message,
        });
      }),
    );
  });
});

describe('what follows the receiver of a special grant', () => {
  it.each([
    ['50 국정과제 지원', { points: 50, reason: '국정과제 지원' }],
    ['50점 국정과제 지원', { points: 50, reason: '국정과제 지원' }],
    ['50p', { points: 50, reason: '' }],
    ['0 영', { points: 0, reason: '영' }],
    ['50\n두 줄\n사유', { points: 50, reason: '두 줄\n사유' }],
    ['오십 점', undefined],
    ['-5 사유', undefined],
    ['1.5 사유', undefined],
    ['50점은 사유', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(parseGrant(text)).toEqual(expected);
  });
});

describe('a ranking’s view in a button', () => {
  const view = fc.record({
    subject: fc.constantFrom('person' as const, 'department' as const),
    side: fc.constantFrom('received' as const, 'sent' as const),
    span: fc.constantFrom('month' as const, 'half' as const, 'year' as const),
    scope: fc.constantFrom('agency' as const, 'government' as const),
  });

  it('comes back as it was put in', () => {
    fc.assert(
      fc.property(view, (some) => {
        expect(parseRankingView(formatRankingView(some))).toEqual(some);
      }),
    );
  });

  it('made up by someone is none', () => {
    for (const value of [
      '',
      'person',
      'constructor toString valueOf hasOwnProperty',
      '__proto__ __proto__ __proto__ __proto__',
      'person person person person',
      'person received month agency all',
      'month person received agency',
    ]) {
      expect(parseRankingView(value), value).toBeUndefined();
    }
  });
});

describe('whatever is typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          ...POINTS_WORDS,
          ' ',
          ',',
          '\n',
          '<@U1|x>',
          '<@',
          '<mailto:a@b.kr|a>',
          'a@b.kr',
          '님',
          '#',
          '12',
          '번',
          '2026-11',
          'ㄱ',
          '\u1100',
          '\u200b',
          '\ud800',
          '__proto__',
          '<#C1|c>',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );

  it('never throws', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(parseCommand(text).kind).toBeTypeOf('string');
        parseAddress(text);
        parseGrant(text);
        parseRankingView(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read in no time, 40,000 characters of the worst kind too', () => {
    for (const part of ['가', '주기 ', '<@', 'a@', 'a.', '@a.', '<@U1>,', ' ', 'a@b.kr,', '\u1100']) {
      const text = part.repeat(Math.ceil(40_000 / part.length));
      const start = process.cpuUsage();
      parseCommand(text);
      parseCommand(`주기 ${text}`);
      parseCommand(`순위 ${text}`);
      parseGrant(`50 ${text}`);
      // The processor's time: by the clock it is also that of whoever else has it.
      expect(process.cpuUsage(start).user / 1_000, part).toBeLessThan(2_000);
    }
  });
});
