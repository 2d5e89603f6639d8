import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import type { LocalSlackMessage } from './local-slack.ts';
import { TASK_CHANNEL } from './sample-workspace.ts';
import { has, numberIn, type Scenes, type StoryTime } from './scene.ts';

const THANKS = '채용 정보 연계를 함께 시험해 주셔서 일정을 앞당겼습니다';
const TASK = {
  title: '중소기업 채용 정보 연계',
  purpose: '구직자가 고용센터와 창업지원 누리집을 오가지 않고 한 번에 신청하게 합니다',
  content: '두 기관의 채용 정보 항목을 맞추고, 신청을 한 곳에서 받아 서로 넘깁니다',
  measures: '신청 처리 기간 | 일 | 12 | 5',
};
const REVIEW = '채용 정보 연계 중간 점검';
const SENT = {
  done: '항목 32개를 모두 맞추고 시범 운영을 시작했습니다',
  slow: '전산 연계 시험이 늦어져 이제 답합니다',
};

/** What the scenes hand on to each other. */
const told = { task: '', request: {} as LocalSlackMessage };

/** Working days later, at nine, with what the schedules would run in between. */
async function morning(time: StoryTime, days: number): Promise<void> {
  time.goTo(time.plusWorkingDays(time.today(), days), 9);
  await time.run('plan-reminders');
}

/** The next Monday that is worked on. */
function nextMonday(time: StoryTime): Day {
  for (let count = 1; ; count += 1) {
    const day = time.plusWorkingDays(time.today(), count);
    if (new Date(`${day}T12:00:00Z`).getUTCDay() === 1) return day;
  }
}

/** What the morning message of the day has in it, and no other. */
const today = (time: StoryTime) => `오늘 ${daysOf('ko').weekday(time.today())}에`;

/** A joint task from its proposal to its evaluation, with the clock put forward: 협업과제, 점검·평가, 알림. */
export const taskScenes: Scenes = [
  [
    '협업과제 등록: 상대 부서를 빠뜨려 한 번 거절 · A joint task is proposed, refused once',
    async ({ who, type, typeQuietly, seeDialog, submit, seeDirect }, check, time) => {
      for (const operator of ['boram.park@mss', 'eunbyeol.oh@moel']) {
        const chosen = await type(
          who(operator),
          `/협업 과제 채널 <#${TASK_CHANNEL.id}|${TASK_CHANNEL.name}>`,
        );
        check('과제 채널이 정해진다', has(chosen, '채널'));
      }
      const haneul = who('haneul.kim@mss');
      await typeQuietly(haneul, '/협업 과제 등록');
      await seeDialog(haneul);
      const due = time.plusWorkingDays(time.today(), 60);
      const refused = await submit(haneul, { ...TASK, due_on: due, pair: '2-1' });
      check(
        '무엇이 빠졌는지 보이고 적은 것이 남아 있다',
        has(refused, '협업 부서', TASK.title, TASK.purpose),
      );
      const proposed = await submit(haneul, { partner1: '배누리' });
      told.request = await seeDirect(who('nuri.bae@moel'), TASK.title);
      told.task = numberIn(told.request, /과제 /);
      check('아직 등록되지 않고 동의를 기다린다', has(proposed, '동의', told.task) && told.task !== '');
    },
  ],
  [
    '상대 부서의 동의로 등록됨 · Registered by the partner’s consent',
    async ({ who, press, seeDirect, seeChannel }, check) => {
      const nuri = who('nuri.bae@moel');
      check('동의와 의견 단추가 있다', has(told.request, '[동의]', '[의견]'));
      await press(nuri, told.request, '동의');
      await seeDirect(nuri, '등록되었습니다');
      await seeDirect(who('haneul.kim@mss'), '등록');
      const thread = await seeChannel(TASK_CHANNEL, TASK.title);
      check('과제 채널에 글이 하나 생긴다', has(thread, '등록', '배누리', '김하늘'));
    },
  ],
  [
    '한 줄로 진행 상황, 측정한 성과 · Status in one line, a measured result',
    async ({ who, type, seeChannel }, check) => {
      const update = await type(who('haneul.kim@mss'), `/협업 과제 ${told.task} 진행 60 항목 32개 합의 완료`);
      check('진행률이 오른다', has(update, '60%'));
      const reply = await seeChannel(TASK_CHANNEL, '항목 32개 합의 완료');
      check('채널에는 댓글로 달린다', reply.thread_ts !== undefined && reply.thread_ts !== reply.ts);
      const measured = await type(
        who('nuri.bae@moel'),
        `/협업 과제 ${told.task} 결과 신청 처리 기간 12 → 5 일`,
      );
      check('성과를 알맞은 말로 적는다', has(measured, '12일 → 5일', '58.3% 단축'));
      const card = await type(who('maru.kang@moel'), `/협업 과제 ${told.task}`);
      check('CCO도 과제를 본다', has(card, TASK.title, '58.3% 단축', '60%'));
      const stranger = await type(who('danbi.baek@mohw'), `/협업 과제 ${told.task}`);
      check('다른 기관 사람은 보지 못한다', !has(stranger, TASK.title));
    },
  ],
  [
    '두 기관의 CCO가 점검을 열다 · Both CCOs open a review',
    async ({ who, typeQuietly, seeDialog, submit }, check, time) => {
      const due_on = time.plusWorkingDays(time.today(), 12);
      for (const cco of ['hangyeol.jung@mss', 'maru.kang@moel']) {
        await typeQuietly(who(cco), '/협업 평가 열기');
        await seeDialog(who(cco));
        const opened = await submit(who(cco), { title: REVIEW, tasks: TASK.title, due_on });
        check('담당자에게 점검이 열린다', has(opened, REVIEW));
      }
    },
  ],
  [
    'D-7: 아침 알림, 3일 미루기 · D-7: the morning message, put off by three days',
    async ({ who, press, seeDirect }, check, time) => {
      await morning(time, 12 - 7);
      await seeDirect(who('haneul.kim@mss'), REVIEW);
      const nuri = who('nuri.bae@moel');
      const message = await seeDirect(nuri, REVIEW);
      check('할 일마다 단추가 있다', has(message, '[답하기]', '[내일 다시]', '[3일 뒤]', '[담당 아님]'));
      await press(nuri, message, '3일 뒤');
      await seeDirect(nuri, '다시 보내 드립니다');
    },
  ],
  [
    '미룬 날, 그리고 D-3: 한 사람은 답함 · The day put off to, and D-3: one of them answers',
    async ({ who, press, seeDirect, seeDialog, submit, countDirects }, check, time) => {
      const haneul = who('haneul.kim@mss');
      const before = await countDirects(haneul, REVIEW);
      await morning(time, 3);
      await seeDirect(who('nuri.bae@moel'), today(time));
      check('미룬 사람만 다시 듣는다', (await countDirects(haneul, REVIEW)) === before);
      await morning(time, 1);
      const message = await seeDirect(haneul, today(time));
      await press(haneul, message, '답하기');
      const dialog = await seeDialog(haneul);
      check('측정해 둔 성과가 적혀 있다', has(dialog, '12일 → 5일'));
      const answered = await submit(haneul, { progress: SENT.done });
      check('제출되고 기한까지 고칠 수 있다', has(answered, '제출'));
    },
  ],
  [
    'D-1, 당일, D+1: 답한 사람에게는 더 오지 않음 · No more after the answer',
    async ({ who, seeDirect, countDirects }, check, time) => {
      const haneul = who('haneul.kim@mss');
      const before = await countDirects(haneul, REVIEW);
      for (const step of [2, 1, 1]) {
        await morning(time, step);
        const reminded = await seeDirect(who('nuri.bae@moel'), today(time));
        check('답하지 않은 사람은 듣는다', has(reminded, REVIEW));
      }
      check('답한 사람은 다시 듣지 않는다', (await countDirects(haneul, REVIEW)) === before);
    },
  ],
  [
    'D+3: CCO에게, 그리고 늦은 답 · D+3: the CCO hears of it; a late answer',
    async ({ who, press, seeDirect, seeDialog, submit, type, countDirects }, check, time) => {
      await morning(time, 2);
      const maru = who('maru.kang@moel');
      const message = await seeDirect(maru, REVIEW);
      check('CCO는 누구의 답이 없는지 본다', has(message, TASK.title, '노동부 기업일자리지원과 배누리'));
      check(
        '답이 온 기관의 CCO는 듣지 않는다',
        (await countDirects(who('hangyeol.jung@mss'), '답변을 기다리는 평가')) === 0,
      );
      const nuri = who('nuri.bae@moel');
      const list = await type(nuri, '/협업 평가');
      check('답할 것이 목록에 있다', has(list, REVIEW));
      await press(nuri, list, '답하기');
      await seeDialog(nuri);
      const late = await submit(nuri, { progress: SENT.slow });
      check('기한 뒤에 낸 것이 표시된다', has(late, '기한'));
    },
  ],
  [
    'CCO 주간 보고, 월 마감 · The CCO’s weekly digest, the month’s close',
    async ({ who, seeDirect, type }, check, time) => {
      const nuri = who('nuri.bae@moel');
      await type(nuri, `/협업 주기 <@${who('haneul.kim@mss').id}> ${THANKS}`);
      await type(who('areum.jo@mois'), `/협업 주기 <@${nuri.id}> ${THANKS}`);
      time.goTo(nextMonday(time), 9);
      for (const job of ['send-digests', 'close-days', 'lapse-allowances']) await time.run(job);
      const digest = await seeDirect(who('maru.kang@moel'), '노동부 주간 협업 보고');
      check('기간과 장부 위치가 적혀 있다', has(digest, '기준', '장부'));
      check('읽어 볼 감사 인사가 있다', has(digest, THANKS));
      const again = await type(who('maru.kang@moel'), '/협업 주간보고');
      check('다시 볼 수 있다', has(again, '노동부 주간 협업 보고'));
      const outsider = await type(who('nuri.bae@moel'), '/협업 주간보고');
      check('볼 수 있는 사람만 본다', !has(outsider, '노동부 주간 협업 보고'));
    },
  ],
  [
    '전략적 인사교류 · The exchange of positions',
    async ({ who, type }, check) => {
      const card = await type(who('nuri.bae@moel'), '/협업 교류 2-1');
      check('짝과 기간, 공동 과제의 성과가 보인다', has(card, '배누리', '임가온', TASK.title, '58.3% 단축'));
    },
  ],
];
