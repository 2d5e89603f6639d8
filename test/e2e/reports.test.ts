import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotProcess, seen } from '../support/bot.ts';
import { newTriggerId } from '../support/slack-requests.ts';
import { openStage, REFERENCE, type Stage } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('bot');
});
afterAll(() => stage?.close());

test('the commands of the reports are routed to them, and answered by who asks', async () => {
  const { operator, cco, haneul } = stage.government.people;
  const said = async (...[person, text]: Parameters<Stage['command']>) => {
    const answer = await stage.ask(bot, stage.command(person, text));
    expect(answer).not.toMatch(REFERENCE);
    return answer;
  };
  expect(await said(operator, '후보')).toContain('특별승급 후보 · 중기부');
  expect(await said(cco, '후보 포상')).toContain('아무것도 결정하지 않습니다');
  expect(await said(operator, '후보 기준')).toContain('edit_criteria:award');
  expect(await said(haneul, '실적')).toContain('부서 협업포인트 실적 · 중기부 인력정책과');
  expect(await said(haneul, '부서')).toContain('부서 점수');
  expect(await said(haneul, '후보')).toContain('감사 담당자만 볼 수 있습니다');
  expect(await bot.metric('ieum_refusals_total{reason="not_entitled"}')).toBe(1);
});

test('before there is any weekly digest, its operators get to a preview by a button, and nobody else does', async () => {
  const { operator, cco, haneul } = stage.government.people;
  const said = (...[person, text]: Parameters<Stage['command']>) =>
    stage.ask(bot, stage.command(person, text));
  expect(await said(cco, '주간보고')).toContain('아직 주간 보고가 없습니다.');
  expect(await said(cco, '주간보고')).not.toContain('digest_preview');
  const answer = await said(operator, '주간보고');
  expect(answer).toContain('아직 주간 보고가 없습니다.');
  const action = /"(digest_preview:(\d+))"/.exec(answer);
  const press = { action_id: action?.[1] ?? '', value: action?.[2] ?? '' };
  const pressedBy = async (person: typeof operator) => {
    const triggerId = newTriggerId();
    await bot.send(stage.press(person, press, { triggerId }));
    return JSON.stringify(
      await seen('the answer', () => stage.fake.responses.find(({ key }) => key === triggerId)?.body),
    );
  };
  const preview = await pressedBy(operator);
  expect(preview).toContain('미리 보기');
  expect(preview).toContain('아무에게도 보내지 않았고');
  expect(await pressedBy(haneul)).toContain('미리 보기는 그 기관의 운영자만');
  expect(await stage.government.rows('select from digest')).toEqual([]);
});
