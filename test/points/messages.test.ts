import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayRead as mayReadDigest } from '../../src/digest/rules.ts';
import type { Role } from '../../src/directory/official.ts';
import { exportingRole } from '../../src/exports/rules.ts';
import {
  refusalText,
  renderAllowance,
  renderBoard,
  renderChoice,
  renderGiveOutcomes,
  renderHelp,
  renderNobodyFound,
  renderRanking,
  renderReactionOffer,
  renderRefusals,
  renderReversal,
  renderStatement,
  renderUnknownWord,
  renderUsage,
} from '../../src/points/messages.ts';
import { parseRankingView } from '../../src/points/parse.ts';
import { isOperatorOf, mayReadStatement } from '../../src/points/rules.ts';
import { textsOf } from '../../src/points/texts.ts';
import { isAdmin, mayReadLog, maySeeRecords } from '../../src/records/rules.ts';
import { mayKeepHolidays } from '../../src/reminders/settings-rules.ts';
import { isReader, mayReadAgency } from '../../src/reports/rules.ts';
import { parseTyped, UNDERSTOOD } from '../support/commands.ts';
import { buttonsOf, expectPostable, expectSound, outline } from './outline.ts';
import { department, everyRefusal, gift, given, NOON, official, summary } from './samples.ts';

const LOCALES = ['ko', 'en'] as const;
const ROLES: readonly Role[] = ['member', 'operator', 'cco', 'auditor', 'admin'];
const refused = {
  kind: 'refused',
  recipientName: '최민준',
  refusals: [everyRefusal.same_department, everyRefusal.message_short],
} as const;

test('the card shows commands that the parser knows, in both languages', () => {
  expect(outline(renderHelp('operator', 'ko'))).toMatchInlineSnapshot(`
    "*🤝 협업포인트*
    도움을 준 다른 부서·기관의 동료에게 감사의 말과 함께 포인트를 보냅니다.
    [!보내기 → open_give] [잔여 → show_allowance] [내역 → show_statement] [순위 → show_ranking] [게시판 → show_board]
    \`/협업 주기 @김하늘 감사의 말\` 포인트 보내기. 이름이나 전자우편 주소로도 됩니다
    \`/협업 잔여\` 이번 달 남은 포인트
    \`/협업 내역 2026-11\` 보내고 받은 내역
    \`/협업 순위 부서 보낸 올해\` 개인·부서 순위
    \`/협업 부서\` 우리 부서의 날마다 확정된 점수. 실적표는 /협업 실적
    \`/협업 게시판\` 공개된 감사 인사
    \`/협업 취소 123\` 방금 보낸 것 되돌리기
    *📋 협업과제·인사교류·평가*
    [과제 목록 → my_tasks] [과제 등록 → register_task] [인사교류 → show_exchange] [점검·평가 → my_evaluations] [알림 설정 → reminder_settings]
    \`/협업 과제\` 함께하는 과제 목록. 번호를 붙이면(/협업 과제 12) 그 과제의 현황
    \`/협업 과제 12 진행 60 협의 완료\` 진행 상황 적기
    \`/협업 과제 등록\` 새 협업과제 등록
    \`/협업 교류\` 전략적 인사교류 현황
    \`/협업 평가\` 답변할 점검·평가와 결과
    \`/협업 알림\` 받는 알림과 받는 시각
    *운영자*
    \`/협업 특별 @김하늘 50 사유\` 특별협업포인트 주기. 부서 전체에도 됩니다
    \`/협업 숨김 123 사유\` 메시지를 비공개로. 다시 공개는 /협업 보이기
    \`/협업 취소 123 사유\` 포인트 되돌리기
    \`/협업 설정\` 우리 기관의 포인트 기준과 게시판 채널
    \`/협업 설정 과제\` 우리 기관의 과제·교류·평가·알림 기준
    \`/협업 과제 채널 #협업-과제\` 우리 기관의 과제 소식을 올릴 채널
    \`/협업 휴일\` 근무일을 셀 때 쉬는 날
    \`/협업 보고 2026-11\` 살펴볼 만한 흐름
    \`/협업 전송실패\` 보내지 못한 알림
    \`/협업 내역 @김하늘 2026-11\` 우리 기관 사람의 내역. 본 사실은 기록에 남습니다
    \`/협업 주간보고\` 우리 기관의 주간 협업 보고
    \`/협업 후보 특별승급 2026\` 특별승급·포상 후보 순위와 근거. 기준은 /협업 후보 기준
    \`/협업 실적 인력정책과 2026\` 부서 협업포인트 실적(직무성과계약)
    \`/협업 내보내기\` 우리 기관의 기록을 CSV·엑셀 파일로
      감사의 말은 현황 게시판에 공개됩니다. 비공개 자료나 개인정보는 적지 마십시오."
  `);
  expect(outline(renderHelp('member', 'en'))).toMatchInlineSnapshot(`
    "*🤝 Collaboration points*
    Thank a colleague of another department or agency for their help: your words, and points with them.
    [!Give points → open_give] [Allowance → show_allowance] [Statement → show_statement] [Ranking → show_ranking] [Board → show_board]
    \`/collab give @kim your thanks\` give points; a name or an e-mail address will do too
    \`/collab allowance\` points you can still give this month
    \`/collab statement 2026-11\` what you gave and received
    \`/collab ranking department sent year\` rankings of people and departments
    \`/collab department\` your department’s daily scores; its sheet: /collab performance
    \`/collab board\` public thanks
    \`/collab cancel 123\` take back what you have just sent
    *📋 Tasks, exchanges, evaluations*
    [Tasks → my_tasks] [Register a task → register_task] [Exchanges → show_exchange] [Evaluations → my_evaluations] [Reminders → reminder_settings]
    \`/collab task\` your tasks; with a number, as in /collab task 12, that one
    \`/collab task 12 active 60 consultation done\` say how it goes
    \`/collab task register\` register a new joint task
    \`/collab exchange\` exchanges of officials between agencies
    \`/collab evaluation\` reviews and evaluations to answer, and their results
    \`/collab reminders\` what you are reminded of, and when
      Your words are public on the board. Leave out non-public material and personal data."
  `);
  for (const locale of LOCALES) {
    const { help, examples } = textsOf(locale);
    const ofRoles = Object.values(help.byRole).flatMap(({ commands }) => commands);
    const written = [...help.commands, ...help.taskCommands, ...ofRoles].map(([command]) => command);
    for (const command of [...written, ...Object.values(examples).flat()])
      expect([command, parseTyped(command)]).toEqual([command, expect.stringMatching(UNDERSTOOD)]);
  }
});

test('the card, at its longest, is sound and postable', () => {
  for (const locale of LOCALES) for (const role of ROLES) expectPostable(renderHelp(role, locale));
});

test.each(ROLES)('the card shows the role %s what it may use, and nothing that is refused to it', (role) => {
  const viewer = { officialId: 1, role, status: 'active', agencyId: 1, departmentId: 1 } as const;
  const may = {
    '숨김|hide': isOperatorOf(viewer, 1),
    '휴일|holidays': mayKeepHolidays(viewer),
    '내역 @|statement @': mayReadStatement(viewer, 1),
    '주간보고|digest': mayReadDigest(viewer, 1),
    '후보|candidates': isReader(viewer),
    '실적 \\S*(인력|중기)|performance \\S*(인력|중기)': mayReadAgency(viewer, 1),
    '내보내기|export': exportingRole(viewer) !== undefined,
    '열람기록|access-log': mayReadLog(viewer),
    '폐기|disposal': maySeeRecords(viewer),
    '보존|retention': maySeeRecords(viewer),
    '폐기 제안|disposal propose': isAdmin(viewer),
    '보존 감사말|retention messages': isAdmin(viewer),
  };
  for (const locale of LOCALES) {
    const card = outline(renderHelp(role, locale));
    const shown = Object.keys(may).map((words) => [
      words,
      new RegExp(`/(협업|collab) (${words})`).test(card),
    ]);
    expect(Object.fromEntries(shown), locale).toEqual(may);
  }
});

test('a receipt names who received, the points, what is left, and the button to take it back', () => {
  expect(outline(renderGiveOutcomes([given], 'ko'))).toMatchInlineSnapshot(`
    "*협업포인트 10점을 보냈습니다.*
    *김하늘* (중기부 인력정책과) · 번호 123
    [되돌리기 → undo_gift:123:only = 123]
      이번 달 남은 포인트 190점 · 10분 안에(11월 23일 14:15까지) 되돌릴 수 있습니다."
  `);
  expect(outline(renderGiveOutcomes([given], 'en'))).toMatchInlineSnapshot(`
    "*You sent 10 points.*
    *김하늘* (중기부 인력정책과) · No. 123
    [Take back → undo_gift:123:only = 123]
      190 points left this month · You can take it back within 10 minutes (until 23 November, 14:15 KST)."
  `);
});

test('several gifts are answered one by one, each refusal with its reason', () => {
  const outcomes = [
    given,
    { ...given, giftId: 124, recipientName: '인력정책과', allowanceLeft: 180 },
    { ...refused, refusals: [...refused.refusals] },
  ];
  expect(outline(renderGiveOutcomes(outcomes, 'ko'))).toMatchInlineSnapshot(`
    "*협업포인트 10점을 보냈습니다.*
    *김하늘* (중기부 인력정책과) · 번호 123
    [되돌리기 → undo_gift:123 = 123]
    *협업포인트 10점을 보냈습니다.*
    *인력정책과* (중기부) · 번호 124
    [되돌리기 → undo_gift:124 = 124]
    *최민준* · 보내지 못했습니다.
    • 같은 부서(인력정책과) 동료에게는 보낼 수 없습니다. 다른 부서나 기관의 동료를 골라 주십시오.
    • 감사의 말이 3자로 짧습니다. 어떤 도움을 받았는지 10자 이상 적어 주십시오.
      이번 달 남은 포인트 180점 · 10분 안에(11월 23일 14:15까지) 되돌릴 수 있습니다."
  `);
  expect(renderGiveOutcomes(outcomes, 'ko').text).toBe('협업포인트 2건을 보냈고, 1건은 보내지 못했습니다.');
});

test('a receipt offers no button where the agency gives no time to take back', () => {
  expect(outline(renderGiveOutcomes([{ ...given, undoMinutes: 0 }], 'ko'))).toMatchInlineSnapshot(`
    "*협업포인트 10점을 보냈습니다.*
    *김하늘* (중기부 인력정책과) · 번호 123
      이번 달 남은 포인트 190점"
  `);
});

test('a hundred gifts at once fit into one answer, none left out', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ ...given, giftId: 1_000 + index }));
  const answer = renderGiveOutcomes(many, 'ko');
  expectSound(answer);
  for (const { giftId } of many) expect(outline(answer)).toContain(`번호 ${giftId}`);
});

describe('refusals', () => {
  test.each(Object.values(everyRefusal))('$reason says why and what to do, in both languages', (refusal) => {
    for (const locale of LOCALES) {
      const text = refusalText(refusal, locale);
      expect(text.split(/[.?] /).length).toBeGreaterThanOrEqual(2);
      expect(text).not.toMatch(/undefined|NaN|\(이\)|\(을\)|\[object/);
      expectSound(renderRefusals([refusal], locale));
    }
    expect(refusalText(refusal, 'ko')).toMatch(/[가-힣]/);
    expect(refusalText(refusal, 'en')).not.toMatch(/(?<!\()[가-힣]+(?![)가-힣])/);
  });

  test('read naturally in Korean', () => {
    expect(
      Object.values(everyRefusal)
        .map((refusal) => refusalText(refusal, 'ko'))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "명부에 현재 소속이 없어 포인트를 보낼 수 없습니다. 소속 기관의 운영자에게 명부를 확인해 달라고 요청해 주십시오.
      받는 분이 퇴직했거나 현재 소속이 없어 보낼 수 없습니다. 다른 분을 골라 주십시오.
      받는 분을 명부에서 찾지 못했습니다. 이름과 부서를 확인하거나 전자우편 주소로 다시 적어 주십시오.
      한 번에 20명까지 보낼 수 있는데 25명을 적어 아무에게도 보내지 않았습니다. 나누어 보내 주십시오.
      자신에게는 보낼 수 없습니다. 도움을 준 다른 동료를 골라 주십시오.
      같은 부서(인력정책과) 동료에게는 보낼 수 없습니다. 다른 부서나 기관의 동료를 골라 주십시오.
      우리 기관에서는 부서 앞으로 보낼 수 없습니다. 그 부서에서 도움을 준 분을 골라 주십시오.
      감사의 말이 3자로 짧습니다. 어떤 도움을 받았는지 10자 이상 적어 주십시오.
      감사의 말이 412자로 깁니다. 300자 이하로 줄여 주십시오.
      이번 달에 남은 포인트가 5점이어서 10점을 보낼 수 없습니다. 새 포인트가 들어오는 12월 1일부터 다시 보내 주십시오.
      같은 상대에게는 한 달에 2번까지 보낼 수 있고, 이번 달에는 모두 보냈습니다. 12월 1일부터 다시 보내 주십시오.
      같은 요청이 이미 다른 내용으로 처리되었습니다. 내역을 확인하고, 더 보내려면 새로 시작해 주십시오.
      2026년 10월은 이미 마감되어 그달로는 기록할 수 없습니다. 처음부터 다시 해 주시면 오늘 날짜로 기록됩니다. 그래도 같은 답이 나오면 관리자에게 서버 시각을 확인해 달라고 요청해 주십시오.
      번호 123을 찾지 못했습니다. 내역이나 게시판에서 번호를 확인해 주십시오.
      번호 124는 이미 되돌렸습니다. 더 하실 일은 없습니다.
      보낸 지 10분이 지나 직접 되돌릴 수 없습니다. 꼭 필요하면 기관 운영자에게 사유를 알려 주십시오.
      직접 보낸 것만 되돌릴 수 있습니다. 번호를 확인해 주시고, 문제가 있으면 기관 운영자에게 알려 주십시오.
      본인이 관련된 일은 직접 처리할 수 없습니다. 다른 운영자에게 맡겨 주십시오.
      사유가 없습니다. 기록에 남으므로 사유를 함께 적어 주십시오.
      2026년 12월은 아직 시작하지 않았습니다. 이번 달이나 그 전의 달을 적어 주십시오.
      명부에 현재 소속이 없어 순위와 게시판을 볼 수 없습니다. 소속 기관의 운영자에게 명부를 확인해 달라고 요청해 주십시오.
      단추의 내용을 읽지 못했습니다. 명령으로 다시 열어 주십시오.
      다른 사람의 내역은 그 사람 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 본인 것은 /협업 내역으로 봅니다.
      ‘kim’이 누구인지 알 수 없습니다. @로 한 사람을 고르거나, 이름에 기관을 함께 적거나, 전자우편 주소로 적어 주십시오. 달은 2026-11처럼 적습니다. 예: /협업 내역 김하늘(중기부) 2026-11
      협업포인트 운영자만 할 수 있습니다. 기관 운영자에게 요청해 주십시오.
      다른 기관(중기부)의 일은 처리할 수 없습니다. 그 기관의 운영자에게 요청해 주십시오.
      특별협업포인트는 한 번에 한 사람에게 1점부터 100점까지 줄 수 있습니다. 점수를 고쳐 주십시오.
      1,200점이 필요한데 올해 남은 특별협업포인트는 150점입니다. 점수나 대상을 줄여 주십시오.
      받을 수 있는 분이 없습니다. 이름이나 부서를 확인해 주십시오.
      이미 비공개인 메시지입니다. 더 하실 일은 없습니다.
      이미 결정된 요청입니다. 더 하실 일은 없습니다.
      본인이 올린 요청은 직접 승인할 수 없습니다. 다른 운영자의 결정을 기다려 주십시오.
      이미 시작한 달의 기준은 바꿀 수 없습니다. 적용일을 2026년 12월 1일 이후의 매월 1일로 골라 주십시오.
      허용 범위를 벗어난 값이 있습니다. 범위 안에서 고쳐 주십시오. (매월 기본 포인트, 보낸 분이 되돌릴 수 있는 시간)"
    `);
  });

  test('read naturally in English', () => {
    expect(
      Object.values(everyRefusal)
        .map((refusal) => refusalText(refusal, 'en'))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "The directory has no current department for you, so you cannot give points. Please ask your agency’s operator to check your entry.
      The receiver has left or has no current department. Please choose somebody else.
      The receiver is not in the directory. Please check name and department, or write their e-mail address.
      You named 25 people and may give to 20 at once, so nobody was given to. Please split the list.
      You cannot give points to yourself. Please choose the colleague who helped you.
      You cannot give points within your own department (인력정책과). Please choose a colleague of another department or agency.
      In your agency, points cannot go to a whole department. Please choose the person who helped you.
      Your thanks have only 3 characters. Please say what help you received, in at least 10.
      Your thanks have 412 characters. Please shorten them to 300 at most.
      You have 5 points left this month and need 10. You get new ones on 1 December.
      You can give to the same receiver twice a month, and have done so. You can again from 1 December.
      This request was already carried out with other content. Please check your statement and start anew if you want to give more.
      October 2026 is closed already, so nothing is booked in it any more. Please start anew: it is then booked on today’s date. If you get this answer again, please ask your administrator to check the server’s clock.
      There is no number 123. Please look it up in your statement or on the board.
      Number 124 has been taken back already. There is nothing left to do.
      More than 10 minutes have passed, so you cannot take it back yourself. If it must be, tell your agency’s operator why.
      You can only take back what you gave. Please check the number; if something is wrong, tell your agency’s operator.
      You cannot decide a case of your own. Please leave it to another operator.
      The reason is missing. It is kept on record, so please add one.
      December 2026 has not begun. Please write this month or an earlier one.
      The directory has no current department for you, so you cannot look at the ranking or the board. Please ask your agency’s operator to check your entry.
      That button could not be read. Please open it again by its command.
      Another’s statement is for the operators and the CCO of that person’s agency and for auditors. Your own is at /collab statement.
      It is not clear who “kim” is. Please choose one person with @, or write the name with the agency, or the e-mail address. Write the month like 2026-11: /collab statement @kim 2026-11.
      Only an operator of collaboration points can do this. Please ask your agency’s operator.
      This belongs to another agency (중기부). Please ask that agency’s operator.
      One person can get 1 to 100 special points at a time. Please change the points.
      This takes 1,200 points, and 150 special points are left this year. Please lower the points or the number of receivers.
      There is nobody who could receive. Please check the name or department.
      This message is private already. There is nothing left to do.
      This request has been decided already. There is nothing left to do.
      You cannot approve your own request. Please wait for another operator’s decision.
      The rules of a month that has begun stay as they are. Please choose the first of a month from 1 December 2026 on.
      Some values are out of range. Please correct them. (Points to give each month, Time in which givers may take back)"
    `);
  });

  test('are all said at once', () => {
    expect(outline(renderRefusals([everyRefusal.self, everyRefusal.allowance], 'ko'))).toMatchInlineSnapshot(`
      "*처리하지 않았습니다.*
      • 자신에게는 보낼 수 없습니다. 도움을 준 다른 동료를 골라 주십시오.
      • 이번 달에 남은 포인트가 5점이어서 10점을 보낼 수 없습니다. 새 포인트가 들어오는 12월 1일부터 다시 보내 주십시오."
    `);
  });
});

test('an ambiguous name brings a button for each person', () => {
  const candidates = [
    official(),
    official({ id: 5, department: '기획혁신담당관', rank: '주무관' }),
    department,
  ];
  const choice = renderChoice({ typed: '김하늘', candidates, value: (candidate) => candidate.kind }, 'ko');
  expect(outline(choice)).toMatchInlineSnapshot(`
    "‘김하늘’에 맞는 분이 여럿입니다. 누구에게 보낼까요?
    [김하늘 · 중기부 인력정책과 · 사무관 → choose_recipient:0 = official] [김하늘 · 중기부 기획혁신담당관 · 주무관 → choose_recipient:1 = official] [인력정책과 · 중기부 → choose_recipient:2 = department]"
  `);
  const many = Array.from({ length: 30 }, (_, id) => official({ id }));
  const long = renderChoice({ typed: '김하늘', candidates: many, value: () => 'x'.repeat(2_000) }, 'ko');
  expectSound(long);
  expect(buttonsOf(long)).toHaveLength(20);
  expect(outline(long)).toContain('10명이 더 있습니다');
});

test('what was not understood is explained, with an example or the nearest command', () => {
  expect(
    [
      renderNobodyFound('김하눌', 'ko'),
      renderUsage('special', 'ko'),
      renderUsage('ranking', 'ko'),
      renderUsage('ranking', 'en'),
      renderUnknownWord('주귀', '주기', 'ko'),
      renderUnknownWord('xyz', undefined, 'en'),
    ]
      .map(outline)
      .join('\n\n'),
  ).toMatchInlineSnapshot(`
    "*‘김하눌’에 맞는 분이나 부서를 찾지 못했습니다.*
    받는 분의 이름부터 적고, 기관이나 부서를 함께 적거나(예: 김하늘(중기부)) 전자우편 주소로 적어 주십시오. 포인트는 보내지 않았습니다.

    *받는 분이나 부서, 한 사람에게 줄 점수, 사유를 차례로 적어 주십시오.*
    예:
    \`/협업 특별 @김하늘 50 국정과제 자료 지원\`
    \`/협업 특별 중기부 인력정책과 20 합동 점검 지원\`

    *종류마다 하나만 골라 적어 주십시오: 개인·부서, 받은·보낸, 기간(이번달·반기·올해, 또는 2026 같은 지난 연도), 기관·전체.*
    예:
    \`/협업 순위\`
    \`/협업 순위 부서 보낸 올해\`
    \`/협업 순위 개인 받은 반기 전체\`
    \`/협업 순위 2026\`

    *Please choose only one of each: person or department; received or sent; a period (month, half, year, or a past year like 2026); agency or all.*
    For example:
    \`/collab ranking\`
    \`/collab ranking department sent year\`
    \`/collab ranking person received half all\`
    \`/collab ranking 2026\`

    *‘주귀’는 모르는 명령입니다.*
    혹시 /협업 주기를 찾으셨습니까? /협업만 입력하면 쓸 수 있는 명령이 모두 나옵니다.

    *“xyz” is not a command.*
    To see all commands, write /collab and nothing else."
  `);
});

test('the allowance tells what lapses and when', () => {
  expect(outline(renderAllowance(summary, 'ko'))).toMatchInlineSnapshot(`
    "*이번 달 남은 포인트 190점*
    기본 포인트 200점 가운데 10점을 보냈습니다.
    받은 포인트: 이번 달 30점, 올해 1,250점
    특별협업포인트: 올해 50점
    [!보내기 → open_give] [내역 → show_statement]
      남은 포인트는 이달 말에 사라지고 12월 1일에 새 기본 포인트가 들어옵니다. 받은 포인트와는 따로 셉니다."
  `);
  expect(
    outline(renderAllowance({ ...summary, month: '2026-12', specialThisYear: 0 }, 'en')),
  ).toMatchInlineSnapshot(`
    "*190 points left to give this month*
    You have sent 10 points out of 200.
    Received: 30 points this month, 1,250 points this year
    [!Give points → open_give] [Statement → show_statement]
      What is left lapses at the end of the month; new points come on 1 January. Points you received are counted apart."
  `);
});

describe('the statement', () => {
  const gifts = [
    gift(),
    gift({
      id: 122,
      giverId: 2,
      giver: '김하늘',
      recipientId: 1,
      recipient: '이도윤',
      hidden: true,
      message: '함께 검토해 주셔서 고맙습니다.',
    }),
    gift({ id: 121, recipientId: undefined, recipient: '인력정책과', reversed: true }),
  ];
  const page = {
    officialId: 1,
    month: '2026-11',
    gifts,
    total: 13,
    page: 0,
    pageSize: 10,
    isLatest: true,
    summary,
  };

  test('shows what was sent and received, taken back and hidden, and turns pages', () => {
    expect(outline(renderStatement(page, 'ko'))).toMatchInlineSnapshot(`
      "*2026년 11월 내역*
      모두 13건, 2쪽 가운데 1쪽
      보냄 → *김하늘* (중기부 인력정책과) 10점 · 11월 23일 14:05 · 번호 123
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
      받음 ← *김하늘* (행안부 혁신기획과) 10점 · 게시판에는 비공개 · 11월 23일 14:05 · 번호 122
      > 함께 검토해 주셔서 고맙습니다.
      보냄 → *인력정책과* (중기부) ~10점~ · 되돌림 · 11월 23일 14:05 · 번호 121
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
      [다음 쪽 → statement_page:older = 2026-11:1] [이전 달 → statement_page:previous_month = 2026-10:0]
        이번 달 남은 포인트 190점 · 이번 달 받은 포인트 30점"
    `);
    expect(outline(renderStatement({ ...page, gifts: gifts.slice(0, 1) }, 'en'))).toMatchInlineSnapshot(`
      "*Statement of November 2026*
      13 in all, page 1 of 2
      sent → *김하늘* (중기부 인력정책과) 10 points · 23 November, 14:05 KST · No. 123
      > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
      > 정말 고맙습니다.
      [Older → statement_page:older = 2026-11:1] [Previous month → statement_page:previous_month = 2026-10:0]
        190 points left to give this month · 30 points received this month"
    `);
  });

  test('offers a later month only when there is one', () => {
    const { summary: _, ...past } = { ...page, month: '2025-12', page: 1, isLatest: false };
    expect(buttonsOf(renderStatement(past, 'ko')).map((b) => `${b.action_id} ${b.value}`)).toEqual([
      'statement_page:newer 2025-12:0',
      'statement_page:previous_month 2025-11:0',
      'statement_page:next_month 2026-01:0',
    ]);
    expect(outline(renderStatement({ ...page, gifts: [], total: 0 }, 'ko'))).toContain(
      '이 달에는 보내거나 받은 포인트가 없습니다.',
    );
  });
});

describe('the ranking', () => {
  const view = { subject: 'person', side: 'received', span: 'month', scope: 'agency' } as const;
  const line = { rank: 1, id: 2, name: '김하늘', department: '인력정책과', agency: '중기부', points: 1_200 };
  const lines = [
    line,
    { ...line, rank: 2, id: 3, name: '최민준', points: 80 },
    { ...line, rank: 2, id: 4, name: '한지우', points: 80 },
  ];
  const input = {
    view,
    lines,
    period: { from: '2026-11-01', until: '2026-12-01' },
    asOf: NOON,
    agencyName: '중기부',
    own: 3,
  };

  test('shows names, shared ranks, one’s own line and the time', () => {
    expect(outline(renderRanking(input, 'ko'))).toMatchInlineSnapshot(`
      "*받은 포인트 순위 · 개인*
      중기부 · 이번 달 · 11월 1일∼11월 30일
      1위 *김하늘* (중기부 인력정책과) 1,200점
      공동 2위 *최민준* (중기부 인력정책과) 80점 ← *나*
      공동 2위 *한지우* (중기부 인력정책과) 80점
      [부서 순위 → ranking:0 = department received month agency] [보낸 포인트 → ranking:1 = person sent month agency] [반기 → ranking:2 = person received half agency] [올해 → ranking:3 = person received year agency] [전체 기관 → ranking:4 = person received month all]
        11월 23일 14:05 기준 · 특별협업포인트는 넣지 않았습니다."
    `);
    const departments = {
      ...input,
      view: { subject: 'department', side: 'sent', span: 'half', scope: 'government' } as const,
    };
    const ranked = [{ ...line, id: 7, name: '인력정책과' }];
    expect(outline(renderRanking({ ...departments, lines: ranked, own: 7 }, 'en'))).toMatchInlineSnapshot(`
      "*Points sent · departments*
      all agencies · half year · 1 November – 30 November
      1. *인력정책과* (중기부) 1,200 points ← *your department*
      [People → ranking:0 = person sent half all] [Points received → ranking:1 = department received half all] [This month → ranking:2 = department sent month all] [This year → ranking:3 = department sent year all] [My agency → ranking:4 = department sent half agency]
        as of 23 November, 14:05 KST · Special points are not included."
    `);
  });

  test('has a button for every other look at it, each of which the parser reads', () => {
    const views = buttonsOf(renderRanking(input, 'ko')).map((button) => parseRankingView(button.value ?? ''));
    expect(views).toEqual([
      { ...view, subject: 'department' },
      { ...view, side: 'sent' },
      { ...view, span: 'half' },
      { ...view, span: 'year' },
      { ...view, scope: 'government' },
    ]);
  });
});

test('the board shows thanks and pages back by the last number', () => {
  expect(outline(renderBoard({ gifts: [gift()], older: true }, 'ko'))).toMatchInlineSnapshot(`
    "*현황 게시판*
    *이도윤* (행안부 혁신기획과) → *김하늘* (중기부 인력정책과) 10점 · 11월 23일 14:05 · 번호 123
    > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
    > 정말 고맙습니다.
    [이전 글 더 보기 → board_older = 123]"
  `);
  expect(outline(renderBoard({ gifts: [], older: false }, 'ko'))).toContain(
    '아직 공개된 감사 인사가 없습니다',
  );
});

test('taking back is confirmed, to the giver with what is left', () => {
  const outcome = { kind: 'reversed', number: 123, points: 10, allowanceLeft: 200, byGiver: true } as const;
  expect(
    [
      renderReversal(outcome, 'ko'),
      renderReversal({ ...outcome, allowanceLeft: undefined }, 'ko'),
      renderReversal({ ...outcome, byGiver: false }, 'ko'),
      renderReversal({ kind: 'approval_asked', approvalId: 7 }, 'ko'),
      renderReversal({ kind: 'refused', refusals: [everyRefusal.too_late] }, 'ko'),
      renderReversal(outcome, 'en'),
    ]
      .map(outline)
      .join('\n\n'),
  ).toMatchInlineSnapshot(`
    "*번호 123을 되돌렸습니다.*
    10점이 돌아와 이번 달 남은 포인트는 200점입니다.

    *번호 123을 되돌렸습니다.*
    지난달의 포인트여서 이번 달 포인트는 그대로입니다.

    *번호 123(10점)을 되돌렸습니다.*
    당사자에게는 사유와 함께 알립니다.

    기준을 넘는 포인트여서 다른 운영자에게 승인을 요청했습니다(요청 7). 결정되면 알려 드립니다.

    보낸 지 10분이 지나 직접 되돌릴 수 없습니다. 꼭 필요하면 기관 운영자에게 사유를 알려 주십시오.

    *Number 123 has been taken back.*
    10 points came back: 200 left this month."
  `);
});

test('the offer after a reaction is told politely', () => {
  expect(
    [renderReactionOffer({ authorName: '김하늘', value: 'official:2' }, 'ko')].map(outline).join('\n\n'),
  ).toMatchInlineSnapshot(`
    "*김하늘 님에게 협업포인트를 보낼까요?*
    이모지만으로는 포인트가 가지 않습니다. 감사의 말을 함께 적어 주십시오.
    [!감사의 말 쓰기 → open_give_from_offer = official:2]"
  `);
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom(
    '<!channel>',
    '<@U01>',
    '*_~`>',
    '> 인용',
    '&lt;',
    '가'.repeat(300),
    '&<>'.repeat(100),
    '',
    '\n\n',
  ),
);

test('whatever people write, no answer breaks Slack’s limits or says anything in markup', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, fc.constantFrom(...LOCALES), (name, place, words, locale) => {
      const one = gift({
        giver: name,
        recipient: place,
        giverAgency: place,
        recipientDepartment: name,
        message: words,
      });
      const outcome = { ...given, recipientName: name, recipientAgency: place };
      const line = { rank: 1, id: 1, name, department: place, agency: place, points: 10 };
      const view = { subject: 'person', side: 'sent', span: 'year', scope: 'agency' } as const;
      for (const message of [
        renderGiveOutcomes(
          [
            outcome,
            {
              kind: 'refused',
              recipientName: name,
              refusals: [{ reason: 'same_department', department: place }],
            },
          ],
          locale,
        ),
        renderRefusals(
          [
            { reason: 'other_agency', agency: name },
            { reason: 'policy_values', keys: [words] },
          ],
          locale,
        ),
        renderChoice(
          { typed: words, candidates: [official({ name, department: place })], value: () => 'v' },
          locale,
        ),
        renderNobodyFound(words, locale),
        renderUnknownWord(words, name, locale),
        renderStatement(
          {
            officialId: 1,
            month: '2026-11',
            gifts: Array(10).fill(one),
            total: 10,
            page: 0,
            pageSize: 10,
            isLatest: true,
          },
          locale,
        ),
        renderRanking(
          {
            view,
            lines: Array(10).fill(line),
            period: { from: '2026-01-01', until: '2027-01-01' },
            asOf: NOON,
            agencyName: place,
          },
          locale,
        ),
        renderBoard({ gifts: Array(10).fill(one), older: true }, locale),
        renderReactionOffer({ authorName: name, value: 'v' }, locale),
      ]) {
        expectSound(message);
      }
    }),
    { numRuns: 50 },
  );
});
