import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BotProcess } from '../support/bot.ts';
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
    const response = await bot.send(stage.command(person, text));
    const answer = await response.text();
    expect(response.status).toBe(200);
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
