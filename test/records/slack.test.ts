import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/messenger/identity.ts';
import type { ActionAct, CommandAct, Listeners, Reply } from '../../src/messenger/listeners.ts';
import type { CommandRoute } from '../../src/messenger/routes.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { registerPoints } from '../../src/points/slack.ts';
import { openStandingMemory } from '../../src/points/standing-memory.ts';
import { registerRecords } from '../../src/records/slack.ts';
import { outline } from '../points/outline.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';
import { beThereSince, giveOn, logOn } from './seed-records.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const log = pino({ level: 'silent' });

let gov: TestGovernment;
let fake: SlackFake;
let records: CommandRoute;
let points: CommandRoute;
let client: ReturnType<typeof openSlackClient>;
const actions: Array<{ id: string | RegExp; handle: (act: ActionAct) => Promise<Reply | undefined> }> = [];
let refused: string[] = [];

beforeAll(async () => {
  [gov, fake] = await Promise.all([openTestGovernment(), startSlackFake()]);
  client = openSlackClient({ botToken: fake.botToken, apiUrl: fake.apiUrl } as never, log);
  const on = {
    onAction: (id, handle) => void actions.push({ id, handle }),
    onView: () => {},
    onShortcut: () => {},
    onOptions: () => {},
    onEvent: () => {},
    onCommand: () => {},
  } as Listeners;
  const deps = {
    database: gov.database,
    identity: createIdentity({ database: gov.database, client, now: () => NOW, log }),
    metrics: { countRefusal: (reason: string) => void refused.push(reason), countGift: () => {} },
    now: () => NOW,
    log,
    wake: () => {},
  };
  records = registerRecords(on, deps);
  points = registerPoints(on, { ...deps, memory: openStandingMemory(), reactions: [] });
  return async () => {
    await gov.close();
    await fake.stop();
  };
});
beforeEach(async () => {
  await gov.reset();
  await beThereSince(gov, '2015-01-01');
  await gov.rows(
    `insert into messenger_user (team_id, user_id, official_id, checked_at) values ($1, 'UHANEUL', $2, $3)`,
    [TEAM, gov.people.haneul.id, NOW],
  );
  refused = [];
});

const actor = (who: PersonKey, locale: 'ko' | 'en') => ({
  teamId: TEAM,
  userId: 'U1',
  officialId: gov.people[who].id,
  locale,
  client,
  triggerId: 'trigger',
});
const say = async (route: CommandRoute, who: PersonKey, text: string, locale: 'ko' | 'en' = 'ko') => {
  const act = { ...actor(who, locale), text, command: '/협업', channelId: 'D1' } as CommandAct;
  const reply = await route.handle(act);
  if (!reply?.blocks) throw new Error('no answer');
  return outline({ ...reply, blocks: reply.blocks });
};
const press = async (who: PersonKey, actionId: string, value: string) => {
  const found = actions.find(({ id }) => (typeof id === 'string' ? id === actionId : id.test(actionId)));
  if (!found) throw new Error(`nobody listens to ${actionId}`);
  const act = { ...actor(who, 'ko'), value, channelId: 'D1', action: { action_id: actionId } };
  const reply = await found.handle(act as ActionAct);
  return reply?.blocks ? { ...reply, outline: outline({ ...reply, blocks: reply.blocks }) } : reply;
};

describe('/협업', () => {
  it('shows each the commands of the role they have today, and of none who has left', async () => {
    expect(await say(points, 'auditor', '')).toContain('*감사 담당자*');
    expect(await say(points, 'admin', '')).toContain('*관리자*');
    expect(await say(points, 'cco', '', 'en')).toContain('*CCO*');
    expect(await say(points, 'operator', 'help', 'en')).toContain('*Operators*');
    expect(await say(points, 'haneul', '')).not.toContain('/협업 내보내기');
    const { gone } = gov.people;
    await gov.rows(`update official set role = 'auditor' where id = $1`, [gone.id]);
    expect(await say(points, 'gone', '')).not.toContain('/협업 내보내기');
  });
});

describe('/협업 내역 @누구', () => {
  it('shows another’s month to whoever may see it, and says that the look is logged', async () => {
    const { haneul, jiu } = gov.people;
    for (let day = 1; day <= 9; day += 1)
      await giveOn(gov, haneul, jiu, `2026-${String(day).padStart(2, '0')}-20`);
    await giveOn(gov, haneul, jiu, '2026-11-20');
    expect(await say(points, 'operator', '내역 <@UHANEUL|kim> 2026-11')).toMatchInlineSnapshot(`
      "*김하늘 님의 2026년 11월 내역*
      모두 1건
      보냄 → *정지우* (행안부 협업정책과) 10점 · 11월 20일 12:00 · 번호 20
      > 2026-11-20의 도움에 감사드립니다.
      [이전 달 → statement_page:previous_month = 2026-10:0:official:1]
        다른 사람의 내역을 본 사실은 열람 기록에 남습니다."
    `);
    expect(await say(points, 'auditor', '내역 @김하늘(중기부) 2026-11')).toContain(
      '김하늘 님의 2026년 11월 내역',
    );
    expect(await say(points, 'auditor', 'statement haneul@example.kr', 'en')).toContain(
      'Statement of 김하늘, November 2026',
    );
  });

  it('finds a person by the name alone, as for a gift, and says so when several go by it', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2026-11-20');
    expect(await say(points, 'operator', '내역 김하늘')).toContain('김하늘 님의 2026년 11월 내역');
    expect(await say(points, 'auditor', '내역 중기부 김하늘 2026-11')).toContain(
      '김하늘 님의 2026년 11월 내역',
    );
    expect(await say(points, 'jiu', '내역 김하늘')).toContain('감사 담당자만 볼 수 있습니다.');
    await gov.rows(`update official set name = '김하늘', initials = 'ㄱㅎㄴ' where id = $1`, [
      gov.people.minjun.id,
    ]);
    expect(await say(points, 'operator', '내역 김하늘 2026-11')).toContain(
      '‘김하늘’이 여럿 있습니다. @로 한 사람을 고르거나, 이름에 기관을 함께 적거나, 전자우편 주소로',
    );
    expect(await say(points, 'operator', '내역 지난달')).toContain('달은 2026-11처럼');
    expect(await say(points, 'operator', '내역 김하늘 11월')).toContain('/협업 내역 @김하늘 2026-11');
  });

  it('finds by name who has left, by the agency they were in, for auditors alone', async () => {
    // As the directory has most of them: without a post today.
    await gov.rows(
      `update posting set during = daterange(lower(during), '2026-10-01') where official_id = $1`,
      [gov.people.gone.id],
    );
    for (const text of ['내역 배퇴직', '내역 배퇴직(서울시)', '내역 서울시 배퇴직 2026-09'])
      expect(await say(points, 'auditor', text), text).toContain('배퇴직 님의');
    expect(await say(points, 'auditor', '내역 배퇴직(중기부)')).toContain('누구인지 알 수 없습니다.');
    expect(await say(points, 'otherOperator', '내역 배퇴직')).toContain('전자우편 주소로 적어 주십시오.');
    expect(await say(points, 'haneul', '주기 배퇴직 지난달 자료를 찾아 주셔서 감사합니다')).not.toContain(
      '보냈습니다',
    );
    expect(await gov.value('select count(*) from gift')).toBe(0);
    await gov.rows(`update official set name = '배퇴직' where id = $1`, [gov.people.jiu.id]);
    expect(await say(points, 'auditor', '내역 배퇴직')).toContain('‘배퇴직’이 여럿 있습니다.');
    expect(await say(points, 'auditor', '내역 배퇴직(행안부)')).toContain('배퇴직 님의');
  });

  it('repeats no more than a line of what was typed', async () => {
    for (const [route, text] of [
      [points, `내역 ${'가'.repeat(500)}`],
      [records, `열람기록 ${'가'.repeat(500)}`],
    ] as const) {
      const answer = await say(route, 'auditor', text);
      expect(answer).toContain(`‘${'가'.repeat(59)}…’`);
      expect(answer).not.toContain('가'.repeat(60));
    }
  });

  it('refuses everybody else in words, and counts it', async () => {
    expect(await say(points, 'jiu', '내역 <@UHANEUL|kim>')).toMatchInlineSnapshot(
      `"다른 사람의 내역은 그 사람 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 본인 것은 /협업 내역으로 봅니다."`,
    );
    expect(await say(points, 'admin', 'statement <@UHANEUL|kim>', 'en')).toContain(
      'Another’s statement is for',
    );
    expect(refused).toEqual(['statement_not_yours', 'statement_not_yours']);
  });

  it.each(['내역 2026-12', '내역 김하늘 2026-12', '보고 2026-12', '내역 2027-01'])(
    'says that a month to come has not begun: /협업 %s',
    async (text) => {
      expect(await say(points, 'operator', text)).toContain(
        '아직 시작하지 않았습니다. 이번 달이나 그 전의 달',
      );
      expect(refused).toEqual(['month_future']);
    },
  );

  it('of oneself is one’s own, and not logged', async () => {
    expect(await say(points, 'haneul', '내역 <@UHANEUL|kim> 2026-11')).toContain('2026년 11월 내역');
    expect(await gov.value('select count(*) from access_log')).toBe(0);
  });

  it('says so when it is not clear who is meant', async () => {
    expect(await say(points, 'operator', '내역 @없는사람')).toContain(
      '‘@없는사람’이 누구인지 알 수 없습니다.',
    );
    expect(await say(points, 'operator', '내역 @중기부 인력정책과')).toContain('누구인지 알 수 없습니다.');
    expect(await say(points, 'operator', '내역 <@UHANEUL|kim> 지난달')).toContain(
      '/협업 내역 @김하늘 2026-11',
    );
  });

  it('looks the right up anew at each page’s button, whose value is user input', async () => {
    const value = `2026-10:0:official:${gov.people.haneul.id}`;
    expect(await press('operator', 'statement_page:previous_month', value)).toMatchObject({
      replaceOriginal: true,
      text: '김하늘 님의 2026년 10월 내역',
    });
    await gov.setRole(gov.people.operator, 'member');
    expect(await press('operator', 'statement_page:previous_month', value)).toMatchObject({
      text: expect.not.stringContaining('김하늘'),
    });
    expect(await gov.rows('select action from access_log order by id')).toEqual([
      { action: 'look_at_statement' },
      { action: 'refused_statement' },
    ]);
    for (const forged of [
      '2026-10:0:official:0',
      '2026-10:0:official:99999',
      '2026-13:0',
      'x',
      '2026-10:0:agency:1',
    ])
      expect(await press('auditor', 'statement_page:older', forged)).toMatchObject({
        outline: expect.stringContaining('단추의 내용을 읽지 못했습니다'),
      });
    expect(await gov.value('select count(*) from access_log')).toBe(2);
  });
});

describe('/협업 순위와 /협업 게시판', () => {
  const left = expect.stringContaining('명부에 현재 소속이 없어 순위와 게시판을 볼 수 없습니다');

  it('are for everybody in service, and refused in words to who has left, at their buttons too', async () => {
    const { haneul, jiu } = gov.people;
    for (let n = 0; n < 11; n += 1)
      await giveOn(gov, haneul, jiu, `2026-${String(n + 1).padStart(2, '0')}-20`);
    const pages = ['순위', '게시판'];
    const older = /board_older = (\d+)\]/.exec(await say(points, 'seojun', '게시판'))?.[1] ?? '';
    const buttons = [
      ['show_ranking', ''],
      ['ranking:0', 'person sent month agency'],
      ['show_board', ''],
      ['board_older', older],
    ] as const;
    for (const text of pages) expect(await say(points, 'seojun', text)).not.toEqual(left);
    for (const [id, value] of buttons)
      expect(await press('seojun', id, value)).toMatchObject({
        outline: expect.not.stringContaining('명부에'),
      });
    await gov.setStatus(gov.people.seojun, 'left');
    for (const text of pages) expect(await say(points, 'seojun', text)).toEqual(left);
    for (const [id, value] of buttons)
      expect(await press('seojun', id, value)).toMatchObject({ outline: left });
    expect(refused).toEqual(Array(6).fill('viewer_left'));
  });

  it.each([
    ['ranking:0', 'person sent month mars'],
    ['ranking:0', ''],
    ['board_older', 'x'],
    ['board_older', '-1'],
  ])('say so when a button is made up: %s %s', async (id, value) => {
    const answer = await press('haneul', id, value);
    expect(answer).toMatchObject({ outline: expect.stringContaining('단추의 내용을 읽지 못했습니다') });
    expect(refused).toEqual(['stale_button']);
  });
});

describe('/협업 열람기록', () => {
  it('shows auditors who, when, whose, what, why and from where', async () => {
    const { operator, haneul } = gov.people;
    await logOn(gov, '2026-11-20', {
      actor: operator,
      about: haneul,
      agencyId: haneul.agency,
      subject: `official:${haneul.id} 2026-11`,
    });
    await logOn(gov, '2026-11-21', { action: 'something_new', subject: '*x* <!channel>' });
    expect(await say(records, 'auditor', '열람기록 2026-11-01..2026-11-22')).toMatchInlineSnapshot(`
      "*열람 기록*
      2026년 11월 1일∼2026년 11월 22일
      2026-11-21 12:00 · *official* · something_new
      ∗x∗ &lt;!channel&gt; · 경로: 메신저
      2026-11-20 12:00 · *박운영(중기부)* · 다른 사람 내역 열람
      김하늘 (중기부)의 자료 · 2026-11 · 경로: 메신저
        이 열람도 기록에 남습니다."
    `);
    expect(await say(records, 'auditor', 'access-log @김하늘 2026-11-20', 'en')).toMatchInlineSnapshot(`
      "*Access log*
      20 November 2026
      2026-11-20 12:00 KST · *박운영(중기부)* · looked at a statement
      data of 김하늘 (중기부) · 2026-11 · From: Slack
        This look is logged too."
    `);
    expect(await say(records, 'auditor', '열람기록 중기부 2026-11-20')).toContain('김하늘 (중기부)의 자료');
    expect(await say(records, 'auditor', '열람기록 <@UHANEUL|kim>')).toContain('김하늘');
  });

  it('names departments, people and agencies, with the agency of the day, in place of their numbers', async () => {
    const { auditor, haneul, jiu } = gov.people;
    const { interior } = gov.agencies;
    const look = { actor: auditor, agencyId: interior, action: 'look_at_department_gifts' };
    await logOn(gov, '2026-11-20', {
      ...look,
      subject: `department:${gov.departments.collab} 2026-11-19 page:0`,
    });
    // Of before it was recorded whose data it was.
    await logOn(gov, '2026-11-21', {
      actor: auditor,
      subject: `official:${haneul.id} agency:${interior} 2026-11`,
    });
    await logOn(gov, '2026-11-21', {
      actor: auditor,
      about: jiu,
      subject: `official:${jiu.id} task:12 official:99999`,
    });
    await gov.transfer(haneul, 'traffic', '2026-11-22');
    const answer = await say(records, 'auditor', '열람기록 2026-11-20..2026-11-21');
    expect(answer).toContain('행안부의 자료 · 행안부 협업정책과 2026-11-19 · 경로');
    expect(answer).toContain('김하늘(중기부) 행안부 2026-11 · 경로');
    expect(answer).toContain('정지우의 자료 · 과제 12번 사람 99999번 · 경로');
  });

  it('shows what a person wrote on one line and last, so that nobody writes entries of the log’s own', async () => {
    await logOn(gov, '2026-11-20', {
      actor: gov.people.operator,
      action: 'hide_message',
      subject: 'gift:5',
      reason: '점검 · 경로: 메신저\n2026-11-20 11:00 · 강마루 · 다른 사람 내역 열람\u2028\r김하늘의 자료',
    });
    const answer = await say(records, 'auditor', '열람기록 2026-11-20');
    expect(answer.split('\n').filter((line) => /박운영|강마루/.test(line))).toEqual([
      '2026-11-20 12:00 · *박운영(중기부)* · 메시지 비공개',
      '선물 5번 · 경로: 메신저 · 사유: 점검 · 경로: 메신저 2026-11-20 11:00 · 강마루 · 다른 사람 내역 열람 김하늘의 자료',
    ]);
  });

  it('says of which agency whoever acted was on that day, for several share a name; a label stays as it is', async () => {
    const { operator, cco, minjun } = gov.people;
    await gov.rows(`update official set name = '김하늘', initials = 'ㄱㅎㄴ' where id = any ($1)`, [
      [operator.id, minjun.id],
    ]);
    await logOn(gov, '2026-11-19', { actor: cco });
    await logOn(gov, '2026-11-20', { actor: operator });
    await logOn(gov, '2026-11-20', { actor: minjun });
    await logOn(gov, '2026-11-21', {});
    await gov.transfer(operator, 'traffic', '2026-11-21');
    await logOn(gov, '2026-11-22', { actor: operator });
    // Of a time before the directory knows where they were.
    await gov.rows(`delete from posting where official_id = $1`, [cco.id]);
    const answer = await say(records, 'auditor', '열람기록 2026-11-19..2026-11-22');
    expect(answer.match(/(?<=\d\d · )\*[^*]+\*/g)).toEqual([
      '*김하늘(서울시)*',
      '*official*',
      '*김하늘(서울시)*',
      '*김하늘(중기부)*',
      '*강혁신*',
    ]);
  });

  it('is refused to others; one’s own is everybody’s', async () => {
    await logOn(gov, '2026-11-20', { actor: gov.people.operator, about: gov.people.haneul });
    expect(await say(records, 'cco', '열람기록')).toContain('열람 기록은 감사 담당자만 볼 수 있습니다.');
    expect(await say(records, 'haneul', '열람기록 내')).toContain('박운영');
    expect(await say(records, 'jiu', 'access-log mine', 'en')).toContain('There are no entries.');
    expect(await say(records, 'auditor', '열람기록 없는사람')).toContain('‘없는사람’이 누구인지');
    expect(await say(records, 'auditor', '열람기록 2026-13')).toContain('이렇게 적어 주십시오');
    expect(refused).toEqual(['not_auditor', 'subject_unclear']);
  });

  it('finds people as a statement does: those who left too, and says so when several go by a name', async () => {
    const { gone, minjun } = gov.people;
    await logOn(gov, '2026-11-20', { actor: gov.people.operator, about: gone });
    for (const text of ['열람기록 배퇴직', '열람기록 배퇴직(서울시) 2026-11'])
      expect(await say(records, 'auditor', text), text).toContain('배퇴직의 자료');
    await gov.rows(`update official set name = '김하늘', initials = 'ㄱㅎㄴ' where id = $1`, [minjun.id]);
    expect(await say(records, 'auditor', '열람기록 김하늘')).toMatchInlineSnapshot(`
      "*처리하지 않았습니다.*
      • ‘김하늘’이 여럿 있습니다. @로 한 사람을 고르거나, 이름에 기관을 함께 적거나, 전자우편 주소로 적어 주십시오. 기관은 정식 이름이나 줄임 이름으로 적습니다. 예: /협업 열람기록 김하늘(중기부) 2026-11"
    `);
    expect(await say(records, 'auditor', 'access-log 김하늘', 'en')).toMatchInlineSnapshot(`
      "*Nothing was done.*
      • Several people are called “김하늘”. Please choose one person with @, or write the name with the agency, or the e-mail address. Write an agency by its full or short name: /collab access-log 중기부 2026-11."
    `);
    expect(await say(records, 'auditor', '열람기록 없는사람')).toMatchInlineSnapshot(`
      "*처리하지 않았습니다.*
      • ‘없는사람’이 누구인지 알 수 없습니다. @로 한 사람을 고르거나, 이름에 기관을 함께 적거나, 전자우편 주소로 적어 주십시오. 기관은 정식 이름이나 줄임 이름으로 적습니다. 예: /협업 열람기록 김하늘(중기부) 2026-11"
    `);
    expect(await say(records, 'auditor', '열람기록 김하늘(서울시)')).not.toContain('여럿');
  });

  it('says so when the first day is later than the last', async () => {
    for (const text of ['열람기록 중기부 2026-11-20..2026-11-10', '열람기록 내 2026-11-20..2026-11-10'])
      expect(await say(records, 'auditor', text)).toContain(
        '첫날(2026년 11월 20일)이 마지막 날(2026년 11월 10일)보다 늦습니다. 이른 날부터 적어 주십시오. 예: /협업 열람기록 2026-11-10..2026-11-20',
      );
    expect(await say(records, 'auditor', 'access-log 2026-11-20..2026-11-10', 'en')).toContain(
      'The first day (20 November 2026) is later than the last (10 November 2026).',
    );
  });

  it('of several people names to each of them only themselves, to auditors all', async () => {
    const { operator, haneul, jiu } = gov.people;
    const subject = `official:${haneul.id} official:${jiu.id}`;
    const id = await logOn(gov, '2026-11-20', { actor: operator, about: haneul, subject });
    await gov.rows('alter table access_log disable trigger user');
    await gov.rows('update access_log set subject_official_ids = $1 where id = $2', [
      [haneul.id, jiu.id],
      id,
    ]);
    await gov.rows('alter table access_log enable trigger user');
    expect(await say(records, 'auditor', '열람기록 2026-11-20')).toMatch(/김하늘.*정지우/);
    const own = await say(records, 'haneul', '열람기록 내');
    expect(own).toContain('박운영');
    expect(own).not.toContain('정지우');
  });

  it('turns its pages for who may still read it', async () => {
    for (let n = 0; n < 14; n += 1) await logOn(gov, '2026-11-20');
    const first = await say(records, 'auditor', '열람기록 2026-11-20');
    const value = /access_page:older = (\S+)\]/.exec(first)?.[1] ?? '';
    expect(value).toMatch(/^\d+\|\|\|2026-11-20\|2026-11-20$/);
    expect(await press('auditor', 'access_page:older', value)).toMatchObject({ replaceOriginal: true });
    expect(await press('haneul', 'access_page:older', value)).toMatchObject({
      outline: expect.stringContaining('감사 담당자만'),
    });
    for (const forged of ['', '1|2|3', `1|||2026-13-01|`, `1|||'; drop|`])
      for (const button of ['access_page:older', 'own_access_page:older']) {
        const answer = await press('auditor', button, forged);
        expect(answer).toMatchObject({ outline: expect.stringContaining('단추의 내용을 읽지 못했습니다') });
        expect(answer).not.toHaveProperty('replaceOriginal');
      }
  });
});

describe('/협업 폐기와 /협업 보존', () => {
  it('proposes, is approved by a second person at the button, and tells each step', async () => {
    await giveOn(gov, gov.people.haneul, gov.people.jiu, '2019-12-30');
    await gov.setRole(gov.people.jiu, 'cco');
    expect(await say(records, 'admin', '폐기')).toMatchInlineSnapshot(`
      "*기록물 폐기*
      *보존 기간이 지난 기록*
      • 2019년 감사의 말 · 감사의 말 1건
        저절로 지워지는 기록은 없습니다. 제안: /협업 폐기 제안 감사말 2020 사유"
    `);
    expect(await say(records, 'admin', '폐기 제안 감사말 2019 보존기간 만료')).toContain(
      '폐기를 제안했습니다(제안 1).',
    );
    expect(await say(records, 'admin', '폐기')).not.toContain('approve_disposal');
    const page = await say(records, 'jiu', 'disposal', 'en');
    expect(page).toContain('[!Approve → approve_disposal:1 = 1');
    expect(await press('admin', 'approve_disposal:1', '1')).toMatchObject({
      outline: expect.stringContaining('본인이 제안한 폐기는 결정할 수 없습니다.'),
    });
    expect(await press('jiu', 'approve_disposal:1', '1')).toMatchObject({
      replaceOriginal: true,
      outline: expect.stringContaining('ieum disposal dispose 1'),
    });
    expect(await press('jiu', 'refuse_disposal:9', '9')).toMatchObject({
      outline: expect.stringContaining('제안 9번은 없습니다.'),
    });
    expect(await press('jiu', 'refuse_disposal:1', '1')).toMatchObject({
      outline: expect.stringContaining('제안 1번은 이미 승인되었습니다.'),
    });
    for (const forged of ['abc', '', '0', '-1', 'x'.repeat(300)])
      expect(await press('jiu', 'approve_disposal:1', forged), forged).toMatchObject({
        outline: expect.stringContaining('단추의 내용을 읽지 못했습니다. 명령으로 다시 열어 주십시오.'),
      });
    expect(await say(records, 'haneul', '폐기')).toContain('관리자와 CCO(혁신책임관), 감사 담당자만');
    expect(await say(records, 'admin', '폐기 제안 아무거나 2019 사유')).toContain('이렇게 적어 주십시오');
    expect(await say(records, 'admin', '폐기 제안 감사말 2025 사유')).toContain('아직 보존 기간입니다.');
  });

  it('shows and changes how long records are kept', async () => {
    expect(await say(records, 'admin', '보존 감사말 3 예산 절감')).toContain('2027년 1월 1일부터 3년');
    expect(await say(records, 'auditor', '보존')).toMatchInlineSnapshot(`
      "*기록 보존 기간*
      • 감사의 말: 5년 → 2027년 1월 1일부터 3년
      • 협업과제: 5년
      • 점검·평가: 5년
      • 주간 보고: 5년
      • 열람 기록: 3년
      • 전송 기록: 1년
        기록이 끝난 해의 다음 해 1월 1일부터 셉니다. 포인트 장부 자체는 지우지 않습니다."
    `);
    expect(await say(records, 'auditor', 'retention messages 10 why', 'en')).toContain(
      'Only an administrator',
    );
    expect(await say(records, 'haneul', '보존')).toContain('감사 담당자만');
    expect(await say(records, 'admin', '보존 감사말 열')).toContain('이렇게 적어 주십시오');
  });
});
