import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderModal } from '../../src/messenger/replies.ts';
import { giveView, recipientOptions } from '../../src/points/give-view.ts';
import { renderGiveOutcomes } from '../../src/points/messages.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';
import { expectSound, outline } from './outline.ts';
import { department, everyRefusal, given, official } from './samples.ts';

const dialog = { metadata: '{}', allowanceLeft: 190, policy: DEFAULT_POLICY, locale: 'ko' as const };

describe('the dialog for giving', () => {
  test('shows what is left, asks for receiver and words, and warns that they are public', () => {
    const view = giveView(dialog);
    expect(outline(view)).toMatchInlineSnapshot(`
      "이번 달 남은 포인트 190점 · 한 번에 10점을 보냅니다.
      받는 분 | <recipient: external_select recipient> | 초성으로도 찾을 수 있습니다. 예: ㄱㅎㄴ, ㅈㄱㅂ
      감사의 말 | <message: plain_text_input message> | 10자 이상 300자 이하
        ⚠️ 감사의 말은 현황 게시판에 공개됩니다. 비공개 자료와 개인정보는 적지 마십시오."
    `);
    expect([view.title.text, view.submit?.text, view.close?.text]).toEqual([
      '협업포인트 보내기',
      '보내기',
      '닫기',
    ]);
    expect(outline(giveView({ ...dialog, locale: 'en' }))).toMatchInlineSnapshot(`
      "190 points left this month · each gift is 10 points.
      To | <recipient: external_select recipient> | Initial consonants work too: ㄱㅎㄴ, ㅈㄱㅂ
      Your thanks | <message: plain_text_input message> | 10 to 300 characters
        ⚠️ Your words are public on the board. Leave out non-public material and personal data."
    `);
    expectSound(view);
  });

  test('begins with the receiver and the words given, and says at the top all that was refused', () => {
    const view = giveView({
      ...dialog,
      preset: { value: 'official:2', label: '김하늘 사무관 · 중기부 인력정책과' },
      message: '고맙습니다',
      refusals: [everyRefusal.message_short, everyRefusal.pair_limit],
    });
    expect(outline(view)).toMatchInlineSnapshot(`
      "*보내지 못했습니다. 고친 뒤 다시 보내 주십시오.*
      • 감사의 말이 3자로 짧습니다. 어떤 도움을 받았는지 10자 이상 적어 주십시오.
      • 같은 상대에게는 한 달에 2번까지 보낼 수 있고, 이번 달에는 모두 보냈습니다. 12월 1일부터 다시 보내 주십시오.
      이번 달 남은 포인트 190점 · 한 번에 10점을 보냅니다.
      받는 분 | <recipient: external_select recipient> | = official:2 | 초성으로도 찾을 수 있습니다. 예: ㄱㅎㄴ, ㅈㄱㅂ
      감사의 말 | <message: plain_text_input message> | = 고맙습니다 | 10자 이상 300자 이하
        ⚠️ 감사의 말은 현황 게시판에 공개됩니다. 비공개 자료와 개인정보는 적지 마십시오."
    `);
  });

  test('keeps its block ids, by which Slack keeps what was typed', () => {
    const ids = (view: { blocks: readonly { block_id?: string }[] }) =>
      view.blocks.flatMap((block) => block.block_id ?? []);
    expect(ids(giveView(dialog))).toEqual(['recipient', 'message']);
    expect(ids(giveView({ ...dialog, refusals: [everyRefusal.self] }))).toEqual(['recipient', 'message']);
  });

  test('ends in the receipt, or in a message', () => {
    for (const view of [renderModal(renderGiveOutcomes([given], 'ko'), 'ko')]) {
      expectSound(view);
    }
  });
});

test('search results name the rank and the place, and stay within 75 characters', () => {
  expect(
    recipientOptions([official(), department], 'ko').map(({ text, value }) => `${value} ${text.text}`),
  ).toEqual(['official:2 김하늘 사무관 · 중기부 인력정책과', 'department:7 인력정책과 (부서) · 중기부']);
  const long = recipientOptions([official({ name: '가'.repeat(30), department: '나'.repeat(80) })], 'ko');
  expect(long[0]?.text.text).toHaveLength(75);
  expect(recipientOptions(Array(150).fill(official()), 'en')).toHaveLength(100);
});

test('whatever was typed, the dialogs stay within limits', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: 'grapheme', maxLength: 1_200 }),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom('ko', 'en'), (name, words, locale) => {
      const refusals = [{ reason: 'same_department', department: name } as const];
      expectSound(
        giveView({
          ...dialog,
          preset: { value: 'official:2', label: name },
          message: words,
          refusals,
          locale,
        }),
      );
      for (const { text: label } of recipientOptions(
        [official({ name, department: words, rank: '' })],
        locale,
      )) {
        expect(label.text.length).toBeGreaterThan(0);
        expect(label.text.length).toBeLessThanOrEqual(75);
      }
    }),
    { numRuns: 30 },
  );
});
