import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  renderBoardPost,
  renderGiftReceipt,
  renderGiftReceived,
  renderGiftReversed,
  renderSpecialReceived,
} from '../../src/points/board-messages.ts';
import type { Gift } from '../../src/points/gift.ts';
import { buttonsOf, expectPostable, expectSound, outline } from './outline.ts';
import { gift } from './samples.ts';

const nasty = '<!channel> <@U01> *굵게* _기울임_ ~취소~ `코드` > 인용 & https://example.com #협업 :tada:';
const many = (count: number, changes: Partial<Gift> = {}) =>
  Array.from({ length: count }, (_, index) => gift({ id: 1_000 + index, ...changes }));

/** Posts until everything is covered, as the workers do. */
function postAll(gifts: Gift[]): ReturnType<typeof renderBoardPost>[] {
  const posts = [];
  for (let rest = gifts; rest.length > 0; rest = rest.slice(posts.at(-1)?.covers))
    posts.push(renderBoardPost(rest, 'ko'));
  return posts;
}

describe('the board’s post (운영규정 제10조②)', () => {
  test('of one gift shows who thanked whom, the words, the points', () => {
    expect(outline(renderBoardPost([gift()], 'ko').message)).toMatchInlineSnapshot(`
      "🤝 *이도윤* (행안부 혁신기획과) → *김하늘* (중기부 인력정책과)
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
        협업포인트 10점 · 11월 23일 14:05 · 번호 123"
    `);
    expect(outline(renderBoardPost([gift()], 'en').message)).toMatchInlineSnapshot(`
      "🤝 *이도윤* (행안부 혁신기획과) → *김하늘* (중기부 인력정책과)
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
        10 points · 23 November, 14:05 KST · No. 123"
    `);
  });

  test('of several shows each with its words', () => {
    const gifts = [
      gift(),
      gift({ id: 124, recipientId: undefined, recipient: '인력정책과', message: nasty }),
    ];
    expect(outline(renderBoardPost(gifts, 'ko').message)).toMatchInlineSnapshot(`
      "*🤝 감사 인사 2건*
      *이도윤* (행안부 혁신기획과) → *김하늘* (중기부 인력정책과) 10점 · 번호 123
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
      *이도윤* (행안부 혁신기획과) → *인력정책과* (중기부) 10점 · 번호 124
      > &lt;!channel&gt; &lt;@U01&gt; ∗굵게∗ ˍ기울임ˍ ∼취소∼ ˋ코드ˋ &gt; 인용 &amp; https://example.com #협업 ∶tada:"
    `);
  });

  test('of a hidden one names both sides and no words', () => {
    const { message } = renderBoardPost([gift({ hidden: true })], 'ko');
    expect(outline(message)).toMatchInlineSnapshot(`
      "🤝 *이도윤* (행안부 혁신기획과) → *김하늘* (중기부 인력정책과)
      운영자가 비공개로 바꾼 메시지입니다.
        협업포인트 10점 · 11월 23일 14:05 · 번호 123"
    `);
    expect(
      JSON.stringify(renderBoardPost([gift({ hidden: true }), gift({ id: 124 })], 'ko').message).match(
        /고용지원/g,
      ),
    ).toHaveLength(1);
  });

  test('of one taken back is struck out and has no words, hidden or not', () => {
    expect(outline(renderBoardPost([gift({ reversed: true })], 'ko').message)).toMatchInlineSnapshot(`
      "🤝 ~*이도윤* (행안부 혁신기획과) → *김하늘* (중기부 인력정책과)~
      되돌린 포인트입니다.
        협업포인트 10점 · 11월 23일 14:05 · 번호 123"
    `);
    for (const hidden of [true, false]) {
      const taken = gift({ reversed: true, hidden });
      expect(JSON.stringify(renderBoardPost([taken, taken], 'ko').message)).not.toContain('고용지원');
    }
  });

  test('covers a burst of 200 in a few messages that Slack takes', () => {
    const posts = postAll(many(200, { message: '자료를 빨리 보내 주셔서 고맙습니다.' }));
    expect(posts.length).toBeLessThanOrEqual(3);
    for (const post of posts) expectPostable(post.message);
    expect(posts.reduce((sum, post) => sum + post.covers, 0)).toBe(200);
    const all = posts.map((post) => outline(post.message)).join('\n');
    for (let id = 1_000; id < 1_200; id += 1) expect(all).toContain(`번호 ${id}`);
  });

  test('covers the longest and most awkward messages, each at least once', () => {
    const long = nasty.repeat(20).slice(0, 300);
    const names = { giver: '가'.repeat(30), recipient: '<'.repeat(30), recipientDepartment: '나'.repeat(80) };
    const posts = postAll(many(200, { message: long, ...names }));
    for (const post of posts) {
      expectPostable(post.message);
      expect(post.covers).toBeGreaterThanOrEqual(5);
    }
    expectPostable(renderBoardPost([gift({ message: '&'.repeat(1_000), ...names })], 'ko').message);
  });

  test('leaves room for the notice that takes the place of short words', () => {
    const { covers } = renderBoardPost(many(200, { message: '네' }), 'ko');
    for (const change of [{ hidden: true }, { reversed: true }]) {
      const redrawn = renderBoardPost(many(covers, { message: '네', ...change }), 'ko');
      expect(redrawn.covers).toBe(covers);
      expectPostable(redrawn.message);
    }
  });

  test('covers as many after any of them was hidden or taken back', () => {
    const changes = fc.record({
      hidden: fc.boolean(),
      reversed: fc.boolean(),
      message: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(changes, { minLength: 2, maxLength: 150 }), (all) => {
        const gifts = all.map((change, index) => gift({ id: index + 1, message: change.message }));
        const { covers, message } = renderBoardPost(gifts, 'ko');
        expectPostable(message);
        const later = gifts.slice(0, covers).map((one, index) => ({ ...one, ...all[index] }));
        const redrawn = renderBoardPost(later, 'ko');
        expect(redrawn.covers).toBe(covers);
        expectPostable(redrawn.message);
      }),
      { numRuns: 30 },
    );
  });
});

describe('direct messages', () => {
  test('tell the receiver of the thanks', () => {
    expect(outline(renderGiftReceived(gift(), 'ko'))).toMatchInlineSnapshot(`
      "🤝 *이도윤* (행안부 혁신기획과) 님이 협업포인트 10점을 보냈습니다.
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
      [내역 → show_statement]
        11월 23일 14:05 · 번호 123"
    `);
    expect(outline(renderGiftReceived(gift(), 'en'))).toMatchInlineSnapshot(`
      "🤝 *이도윤* (행안부 혁신기획과) gave you 10 points.
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
      [Statement → show_statement]
        23 November, 14:05 KST · No. 123"
    `);
    expect(JSON.stringify(renderGiftReceived(gift({ hidden: true }), 'ko'))).not.toContain('고용지원');
  });

  test('are the giver’s receipt, with the button while there is something to take back', () => {
    expect(outline(renderGiftReceipt(gift(), 190, 10, 'ko'))).toMatchInlineSnapshot(`
      "*협업포인트 10점을 보냈습니다.*
      *김하늘* (중기부 인력정책과) · 번호 123
      [되돌리기 → undo_gift:123:only = 123]
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
        이번 달 남은 포인트 190점 · 10분 안에(11월 23일 14:15까지) 되돌릴 수 있습니다."
    `);
    expect(buttonsOf(renderGiftReceipt(gift(), 190, 0, 'ko'))).toEqual([]);
    expect(buttonsOf(renderGiftReceipt(gift({ reversed: true }), 190, 10, 'ko'))).toEqual([]);
  });

  test('tell both sides of a reversal, with the reason', () => {
    expect(
      [
        renderGiftReversed(gift(), 'giver', '대상을 잘못 지정함', 'ko'),
        renderGiftReversed(gift(), 'recipient', '', 'ko'),
        renderGiftReversed(gift(), 'recipient', 'wrong person', 'en'),
      ]
        .map(outline)
        .join('\n\n'),
    ).toMatchInlineSnapshot(`
      "*김하늘* (중기부 인력정책과) 앞으로 보낸 협업포인트 10점을 운영자가 되돌렸습니다.
      사유
      > 대상을 잘못 지정함
        11월 23일 14:05 · 번호 123
      같은 달에 보낸 포인트라면 다시 쓸 수 있게 돌아왔습니다. 궁금한 점은 기관 운영자에게 문의해 주십시오.

      *이도윤* (행안부 혁신기획과) 님에게서 받은 협업포인트 10점이 되돌려졌습니다.
        11월 23일 14:05 · 번호 123
      궁금한 점은 기관 운영자에게 문의해 주십시오.

      The 10 points from *이도윤* (행안부 혁신기획과) have been taken back.
      Reason
      > wrong person
        23 November, 14:05 KST · No. 123
      Your agency’s operator answers questions."
    `);
  });

  test('tell of special points', () => {
    const award = { points: 50, reason: '국정과제 합동 점검 지원', agency: '중기부' };
    expect(outline(renderSpecialReceived(award, 'ko'))).toMatchInlineSnapshot(`
      "*중기부에서 특별협업포인트 50점을 받았습니다.*
      사유
      > 국정과제 합동 점검 지원
        동료에게서 받은 포인트와는 따로 셉니다."
    `);
  });

  test('stay sound and within limits, whatever people write', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.constant(nasty.repeat(4)),
    );
    fc.assert(
      fc.property(text, text, text, fc.constantFrom('ko', 'en'), (name, place, words, locale) => {
        const one = gift({
          giver: name,
          giverAgency: place,
          recipient: place,
          recipientDepartment: name,
          message: words,
        });
        for (const message of [
          renderBoardPost([one], locale).message,
          renderBoardPost(Array(30).fill(one), locale).message,
          renderGiftReceived(one, locale),
          renderGiftReceipt(one, 190, 10, locale),
          renderGiftReversed(one, 'giver', words, locale),
          renderSpecialReceived({ points: 10, reason: words, agency: name }, locale),
        ]) {
          expectSound(message);
          expectPostable(message);
        }
      }),
      { numRuns: 30 },
    );
  });
});
