import type { Day } from '../calendar/seoul.ts';
import { has, type Scenes } from './scene.ts';
import { renderPlain } from './transcript.ts';

const REASON = '연말 협업 실적 점검';

/** What the numbers are for: sheets, an export, the year's close, and who looked at what. */
export const yearScenes: Scenes = [
  [
    '부서 실적 · A department’s performance sheet',
    async ({ who, type }, check) => {
      const sheet = await type(who('maru.kang@moel'), '/협업 실적 기업일자리지원과');
      check('CCO는 부서의 실적을 본다', has(sheet, '기업일자리지원과', '직무성과계약'));
      const outsider = await type(who('danbi.baek@mohw'), '/협업 실적 노동부 기업일자리지원과');
      check('다른 기관 사람은 보지 못한다', has(outsider, '우리 부서의 실적만'));
    },
  ],
  [
    '기록 내보내기 · Records as a file',
    async ({ who, type, typeQuietly, seeDialog, submit, seeDirect, readFile }, check, time) => {
      const member = await type(who('nuri.bae@moel'), '/협업 내보내기');
      check('맡은 사람만 내보낸다', has(member, '감사 담당자만 내보낼 수 있습니다'));
      const operator = who('eunbyeol.oh@moel');
      await typeQuietly(operator, '/협업 내보내기');
      await seeDialog(operator);
      await submit(operator, { kind: '선물', from: yearOf(time.today(), '01-01'), reason: REASON });
      await seeDirect(operator, '내보냈습니다');
      const [head = '', ...lines] = await readFile(operator, '.csv');
      check('첫 줄은 항목 이름이다', head.startsWith('gift_id,given_at,giver,recipient'));
      check(
        '우리 기관이 주고받은 것이 있다',
        lines.some((line) => line.includes('nuri.bae@moel')),
      );
      check(
        '다른 기관끼리 주고받은 것은 없다',
        lines.every((line) => line.includes('@moel.')),
      );
    },
  ],
  [
    '주간 보고의 그림 · The digest’s picture',
    async ({ who, seeDirect }, check) => {
      // Slack needs some seconds to make a picture ready, so it follows the message.
      const drawn = await seeDirect(who('maru.kang@moel'), '[그림:');
      check('보고에 그림이 더해졌다', has(drawn, '노동부 주간 협업 보고', '12주'));
    },
  ],
  [
    '한 해의 마감 · The year’s close',
    async ({ who, type }, check, time) => {
      const year = Number(time.today().slice(0, 4));
      time.goTo(time.plusWorkingDays(`${year + 1}-01-01`, 1), 10);
      await time.closeYear(year);
      const haneul = who('haneul.kim@mss');
      const past = await type(haneul, `/협업 순위 ${year} 전체`);
      check('지난해 결과가 확정되었다', has(past, `${year}년`, '더는 바뀌지 않습니다', '배누리'));
      const anew = await type(haneul, '/협업 순위 전체');
      check('새해에는 새로 시작한다', !has(anew, '배누리'));
    },
  ],
  [
    '감사: 누가 무엇을 보았는지 · The auditor: who looked at what',
    async ({ who, type }, check) => {
      const log = await type(who('dodam.seo@moel'), '/협업 열람기록 노동부');
      check('내보낸 사람과 사유가 남아 있다', has(log, '오은별', REASON));
      const operator = await type(who('eunbyeol.oh@moel'), '/협업 열람기록');
      check('감사 담당자만 본다', !renderPlain(operator).join('\n').includes(REASON));
    },
  ],
];

function yearOf(today: Day, rest: string): Day {
  return `${today.slice(0, 4)}-${rest}`;
}
