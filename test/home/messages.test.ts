import { expect, test } from 'vitest';
import { renderHome } from '../../src/home/messages.ts';
import { expectSound, outline } from '../points/outline.ts';
import { gift, NOON, summary } from '../points/samples.ts';

const home = {
  name: '이도윤',
  summary,
  recent: [gift()],
  officialId: 1,
  approvals: [],
  operator: false,
  now: NOON,
};

test('App Home shows where one stands, the latest thanks and the time', () => {
  expect(outline(renderHome(home, 'ko'))).toMatchInlineSnapshot(`
    "이도윤 님의 협업포인트
    *이번 달 남은 포인트*
    190점 / 200점
    *이번 달 보낸 포인트*
    10점
    *이번 달 받은 포인트*
    30점
    *올해 받은 포인트*
    1,250점
    *올해 특별협업포인트*
    50점
    [!보내기 → open_give] [내역 → show_statement] [순위 → show_ranking] [게시판 → show_board]
      남은 포인트는 이달 말에 사라지고 12월 1일에 새로 들어옵니다.
    ---
    *최근 주고받은 감사 인사*
    보냄 → *김하늘* (중기부 인력정책과) 10점 · 11월 23일 14:05 · 번호 123
    > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
    > 정말 고맙습니다.
      11월 23일 14:05 기준"
  `);
  expect(outline(renderHome({ ...home, recent: [] }, 'en'))).toMatchInlineSnapshot(`
    "Collaboration points of 이도윤
    *Left to give this month*
    190 of 200 points
    *Sent this month*
    10 points
    *Received this month*
    30 points
    *Received this year*
    1,250 points
    *Special points this year*
    50 points
    [!Give points → open_give] [Statement → show_statement] [Ranking → show_ranking] [Board → show_board]
      What is left lapses at the end of the month; new points come on 1 December.
    ---
    *Latest thanks*
    No thanks sent or received this month yet. Be the first to thank a colleague.
      as of 23 November, 14:05 KST"
  `);
});

test('an operator’s App Home also shows what waits for approval', () => {
  const view = renderHome({ ...home, approvals: [7, 8], operator: true }, 'ko');
  expect(outline(view)).toContain('[요청 7 보기 → show_approval:7 = 7] [요청 8 보기 → show_approval:8 = 8]');
  expect(outline(view)).toContain('open_policy');
  expectSound(view);
});

test('App Home stays within limits, whatever people write', () => {
  const wild = gift({
    message: '<!channel>&'.repeat(90),
    giver: '*'.repeat(300),
    recipientDepartment: '<'.repeat(300),
  });
  expectSound(
    renderHome(
      {
        ...home,
        name: '가'.repeat(400),
        recent: Array(10).fill(wild),
        approvals: Array.from({ length: 40 }, (_, id) => id),
      },
      'ko',
    ),
  );
  expectSound(renderHome({ ...home, name: '' }, 'en'));
});
