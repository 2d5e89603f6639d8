import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpecialOutcome } from '../../src/points/grant-special.ts';
import {
  renderApprovalAsked,
  renderApprovalOutcome,
  renderApprovalSettled,
  renderBoardChosen,
  renderParked,
  renderPatterns,
  renderSpecial,
  renderVisibility,
} from '../../src/points/operator-messages.ts';
import { renderPolicy } from '../../src/points/policy-messages.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';
import { expectPostable, expectSound, outline } from './outline.ts';
import { everyRefusal, NOON, reversalApproval, specialApproval } from './samples.ts';

const all = (messages: Array<{ text: string; blocks: readonly unknown[] }>) =>
  messages.map(outline).join('\n\n');

test('special grants are answered with what went to whom and what is left of the pool (운영규정 제9조)', () => {
  const granted: SpecialOutcome = {
    kind: 'granted',
    label: '인력정책과',
    persons: 5,
    pointsEach: 20,
    total: 100,
    poolLeft: 1_900,
    numbers: [12, 13, 14, 15, 16],
  };
  expect(
    all([
      renderSpecial(granted, 'ko'),
      renderSpecial({ ...granted, label: '김하늘', persons: 1, total: 20, numbers: [12] }, 'ko'),
      renderSpecial({ kind: 'approval_asked', approvalId: 7 }, 'ko'),
      renderSpecial({ kind: 'refused', refusals: [everyRefusal.special_pool] }, 'ko'),
      renderSpecial(granted, 'en'),
    ]),
  ).toMatchInlineSnapshot(`
    "*인력정책과 5명에게 특별협업포인트를 주었습니다.*
    한 사람에 20점, 모두 100점
    올해 남은 특별협업포인트 1,900점
    번호 12~16. 되돌리려면 한 사람씩 /협업 취소 번호 사유

    *김하늘 님에게 특별협업포인트를 주었습니다.*
    20점
    올해 남은 특별협업포인트 1,900점
    번호 12. 되돌리려면 /협업 취소 12 사유

    *기준을 넘는 포인트여서 다른 운영자에게 승인을 요청했습니다(요청 7). 결정되면 알려 드립니다.*

    1,200점이 필요한데 올해 남은 특별협업포인트는 150점입니다. 점수나 대상을 줄여 주십시오.

    *Special points granted to 5 people of 인력정책과.*
    20 points each, 100 points in all
    1,900 special points left this year
    Numbers 12 to 16. To take one back: /collab cancel NUMBER reason"
  `);
});

test('hiding and showing say that the points stay (운영규정 제10조)', () => {
  expect(
    all([
      renderVisibility({ kind: 'hidden', number: 123 }, 'ko'),
      renderVisibility({ kind: 'shown', number: 123 }, 'ko'),
      renderVisibility({ kind: 'hidden', number: 123 }, 'en'),
    ]),
  ).toMatchInlineSnapshot(`
    "*번호 123의 메시지를 비공개로 바꿨습니다.*
    포인트는 그대로이고, 게시판의 글은 곧 바뀝니다.

    *번호 123의 메시지를 다시 공개했습니다.*
    포인트는 그대로이고, 게시판의 글은 곧 바뀝니다.

    *The message of number 123 is private now.*
    The points stay; the post on the board changes shortly."
  `);
});

test('the chosen board is linked, and nothing but a channel’s id is', () => {
  expect(
    outline(renderBoardChosen({ kind: 'board_chosen', channelId: 'C0123ABC' }, 'ko')),
  ).toMatchInlineSnapshot(`
    "현황 게시판 채널을 정했습니다: <#C0123ABC>
    이제부터 감사 인사가 그 채널에 올라옵니다. 이음이 그 채널에 들어 있는지 확인해 주십시오."
  `);
  expect(outline(renderBoardChosen({ kind: 'board_chosen', channelId: '!channel' }, 'ko'))).not.toContain(
    '<',
  );
});

test('an approval asks with everything that matters, and its answer is told', () => {
  expect(
    all([
      renderApprovalAsked(specialApproval, { label: '중기부 인력정책과' }, 'ko'),
      renderApprovalAsked(reversalApproval, { label: '이도윤 → 김하늘' }, 'ko'),
      renderApprovalOutcome({ kind: 'approved', approval: specialApproval }, 'ko'),
      renderApprovalOutcome({ kind: 'rejected', approval: specialApproval }, 'ko'),
      renderApprovalOutcome({ kind: 'refused', refusals: [everyRefusal.approval_own] }, 'ko'),
      renderApprovalSettled({ ...specialApproval, decision: { approved: true, decidedBy: 2 } }, 'ko'),
      renderApprovalSettled({ ...specialApproval, decision: { approved: false, decidedBy: 2 } }, 'en'),
      renderApprovalSettled(specialApproval, 'ko'),
    ]),
  ).toMatchInlineSnapshot(`
    "*승인 요청 7*
    박서연 님이 특별협업포인트를 주려고 합니다.
    *대상*
    중기부 인력정책과
    *점수*
    한 사람에 50점, 5명에게 모두 250점
    *사유*
    > 국정과제 합동 점검 지원
    [!승인 → approve:7 = 7] [!!반려 → reject:7 = 7]
      기준을 넘는 점수여서 다른 운영자 한 분의 승인이 있어야 처리됩니다.

    *승인 요청 8*
    박서연 님이 번호 123을 되돌리려고 합니다.
    *대상*
    이도윤 → 김하늘
    *사유*
    > 대상을 잘못 지정함
    [!승인 → approve:8 = 8] [!!반려 → reject:8 = 8]
      기준을 넘는 점수여서 다른 운영자 한 분의 승인이 있어야 처리됩니다.

    *요청 7을 승인했습니다.*
    바로 처리했고, 요청한 운영자에게 알립니다.

    *요청 7을 반려했습니다.*
    아무것도 처리하지 않았고, 요청한 운영자에게 알립니다.

    본인이 올린 요청은 직접 승인할 수 없습니다. 다른 운영자의 결정을 기다려 주십시오.

    *요청 7이 승인되어 처리되었습니다.*
    인력정책과 · 국정과제 합동 점검 지원

    *Request 7 has been rejected; nothing was done.*
    인력정책과 · 국정과제 합동 점검 지원

    *요청 7은 아직 결정을 기다리고 있습니다.*"
  `);
});

test('patterns are shown without accusing anybody', () => {
  const patterns = {
    reciprocal: [{ a: '이도윤', b: '김하늘', aToB: 20, bToA: 20 }],
    dumping: [{ name: '최민준', total: 200, lastDays: 180 }],
    concentration: [{ name: '한지우', points: 300, sharePercent: 25 }],
  };
  const page = { agencyName: '중기부', month: '2026-11', patterns };
  expect(outline(renderPatterns(page, 'ko'))).toMatchInlineSnapshot(`
    "*중기부 2026년 11월 살펴볼 만한 흐름*
    *서로 주고받은 분들*
    • 이도윤 → 김하늘 20점, 김하늘 → 이도윤 20점
    *월말 사흘에 몰아서 보낸 분들*
    • 최민준: 200점 가운데 180점
    *받은 포인트가 많이 모인 분들*
    • 한지우: 300점(기관이 받은 포인트의 25%)
      잘못이라는 뜻이 아닙니다. 함께 일한 기간에는 자연스러운 경우가 많으니, 맥락을 아는 분과 확인해 주십시오."
  `);
  expect(outline(renderPatterns(page, 'en'))).toMatchInlineSnapshot(`
    "*중기부, November 2026: patterns worth a look*
    *Gave to each other*
    • 이도윤 → 김하늘 20 points, 김하늘 → 이도윤 20 points
    *Gave mostly in the last three days of the month*
    • 최민준: 180 of 200 points
    *Received a large share*
    • 한지우: 300 points (25% of what the agency received)
      None of this means that anything is wrong; among people who worked together it is often natural. Please ask someone who knows the context."
  `);
  const nothing = { ...page, patterns: { reciprocal: [], dumping: [], concentration: [] } };
  expect(outline(renderPatterns(nothing, 'ko'))).toContain('이 달에는 살펴볼 만한 흐름이 없습니다.');
  const crowd = { ...page, patterns: { ...patterns, dumping: Array(200).fill(patterns.dumping[0]) } };
  expect(outline(renderPatterns(crowd, 'ko'))).toContain('그 밖에 185건');
  expectSound(renderPatterns(crowd, 'ko'));
});

test('notifications that were given up come with the cause and what to do', () => {
  const row = { id: 1, lane: 'channel:C01', kind: 'gift-board', problem: 'not_in_channel', parkedAt: NOON };
  const rows = [
    row,
    { ...row, lane: 'official:12', kind: 'gift-received', problem: 'account_inactive' },
    { ...row, lane: 'user:U01', kind: 'unheard-of', problem: 'gave_up: timeout', parkedAt: undefined },
    { ...row, problem: 'odd<thing>' },
  ];
  expect(outline(renderParked(rows, 'ko'))).toMatchInlineSnapshot(`
    "*보내지 못한 알림 4건*
    포인트는 기록에 그대로 있습니다. 알림만 전달되지 않았습니다.
    게시판 글 · 게시판 채널 C01 · 11월 23일 14:05
    이음이 채널에 없습니다. 채널에 이음을 초대해 주십시오.
    받은 포인트 알림 · 직원 번호 12 개인 메시지 · 11월 23일 14:05
    받는 계정이 비활성 상태입니다. 명부에서 상태를 확인해 주십시오.
    unheard-of · 메신저 계정 U01 개인 메시지
    하루 동안 여러 번 보냈으나 메신저가 받지 못했습니다. 관리자에게 알려 주십시오.
    게시판 글 · 게시판 채널 C01 · 11월 23일 14:05
    메신저가 거절했습니다(odd&lt;thing&gt;). 관리자에게 알려 주십시오."
  `);
  expect(outline(renderParked([], 'ko'))).toBe('*보내지 못한 알림이 없습니다.*');
  expectSound(renderParked(Array(100).fill(row), 'en'));
});

test('whatever people write, operators’ messages stay sound and within limits', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.constant('<!here>*_~`>'),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom('ko', 'en'), (name, words, locale) => {
      const approval = {
        ...specialApproval,
        requestedByName: name,
        act: { ...specialApproval.act, reason: words, label: name },
      };
      for (const message of [
        renderSpecial(
          { kind: 'granted', label: name, persons: 1, pointsEach: 1, total: 1, poolLeft: 1, numbers: [1] },
          locale,
        ),
        renderApprovalAsked(approval, { label: words }, locale),
        renderPatterns(
          {
            agencyName: name,
            month: '2026-11',
            patterns: {
              reciprocal: Array(15).fill({ a: name, b: words, aToB: 10, bToA: 10 }),
              dumping: [],
              concentration: [],
            },
          },
          locale,
        ),
        renderParked([{ id: 1, lane: words, kind: name, problem: words, parkedAt: NOON }], locale),
        renderPolicy(
          {
            agencyName: name,
            group: 'points',
            current: DEFAULT_POLICY,
            upcoming: [],
            earliest: '2026-12-01',
          },
          locale,
        ),
      ]) {
        expectPostable(message);
      }
    }),
    { numRuns: 30 },
  );
});
