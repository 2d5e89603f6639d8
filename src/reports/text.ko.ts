import type { Day, Month, Period } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import { STALE_BUTTON } from '../messenger/typed.ts';
import { nameOfPeriod } from './periods.ts';
import type { Criteria, DayEntry, Purpose, Side } from './report.ts';
import type { Refusal, TakenBack } from './rules.ts';

/** Words for every reason of a refusal, each with what to do next. Plain text. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { day, fullDay, fullMoment, month, weekday } = daysOf('ko');
const points = (count: number) => `${grouped(count)}점`;
const signed = (count: number) => (count > 0 ? `+${points(count)}` : `−${points(-count)}`);

const rank = (of: number, tied: boolean) => (tied ? `공동 ${of}위` : `${of}위`);

const purposes: Record<Purpose, string> = { special_step: '특별승급', award: '포상' };

const refusals: RefusalTexts = {
  not_entitled: () =>
    '후보 목록은 그 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 필요하면 기관 운영자에게 문의해 주십시오.',
  other_agency: () =>
    '다른 기관의 자료는 볼 수 없습니다. 기관 이름 없이 /협업 후보라고 적으면 우리 기관의 목록이 보입니다.',
  other_department: () =>
    '우리 부서의 실적만 볼 수 있습니다. 다른 부서의 점수는 /협업 순위 부서에서 확인하거나 그 기관의 운영자에게 문의해 주십시오.',
  other_agency_department: () =>
    '다른 기관의 자료는 볼 수 없습니다. 우리 기관의 부서를 적어 주십시오. 예: /협업 실적 인력정책과',
  gifts_not_entitled: () =>
    '한 건씩의 근거는 그 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 필요하면 기관 운영자에게 문의해 주십시오.',
  agency_missing: () => '어느 기관인지 적어 주십시오. 예: /협업 후보 중기부 특별승급',
  agency_unknown: ({ name }) =>
    `기관 ${withParticle(name, '을/를')} 찾지 못했습니다. 정식 이름이나 줄임 이름으로 적어 주십시오.`,
  department_missing: () =>
    '명부에 현재 소속이 없습니다. 부서 이름을 적어 주십시오. 예: /협업 부서 인력정책과',
  department_unknown: ({ name, nearest }) =>
    nearest === undefined
      ? `부서 ${withParticle(name, '을/를')} 찾지 못했습니다. 명부에 있는 이름대로 적어 주십시오.`
      : `부서 ${withParticle(name, '을/를')} 찾지 못했습니다. 혹시 ${withParticle(nearest, '을/를')} 찾으셨습니까?`,
  period_unreadable: ({ text }) =>
    `${withParticle(text, '을/를')} 기간으로 읽지 못했습니다. 2026, 2026 상반기, 2026-11처럼 적어 주십시오. 부서 쪽은 한 달씩 보입니다.`,
  period_future: () => '아직 시작하지 않은 기간입니다. 지난 기간이나 지금 기간을 적어 주십시오.',
  line_gone: () => '그분은 이 목록에 없습니다. /협업 후보로 목록을 다시 열어 주십시오.',
  stale_button: () => STALE_BUTTON.ko,
  not_operator: () => '후보 기준은 그 기관의 운영자만 바꿀 수 있습니다. 기관 운영자에게 요청해 주십시오.',
  criteria_past: ({ earliest }) =>
    `이미 시작한 달의 기준은 바꿀 수 없습니다. 적용일을 ${fullDay(earliest)} 이후의 매월 1일로 골라 주십시오.`,
  criteria_number: ({ by, max }) =>
    by === 'top'
      ? `몇 위까지인지를 1부터 ${grouped(max)}까지의 숫자로 적어 주십시오.`
      : `몇 점 이상인지를 1부터 ${grouped(max)}까지의 숫자로 적어 주십시오.`,
  criteria_counted: () => '세는 포인트를 하나 이상 골라 주십시오.',
  criteria_months: () => '달을 3-10처럼 1부터 12까지의 숫자 둘로 적어 주십시오. 12-11은 전년 12월부터입니다.',
};

const sides: Record<Side, string> = { received: '받은', sent: '보낸' };
const entrySides: Record<DayEntry['side'], string> = {
  received: '받음 ←',
  sent: '보냄 →',
  special: '특별협업포인트',
};

function span(of: Criteria['span']): string {
  if (of === 'year') return '한 해 동안';
  if (of === 'half') return '반기 동안';
  const { fromMonth, toMonth } = of;
  return `${fromMonth > toMonth ? '전년 ' : ''}${fromMonth}월부터 ${toMonth}월까지`;
}

const period = (of: Period) =>
  nameOfPeriod(of, {
    year: (year) => `${year}년`,
    half: (year, half) => `${year}년 ${half === 1 ? '상반기' : '하반기'}`,
    month,
    other: (first, last) => `${month(first)}~${month(last)}`,
  });

/** Until when what was taken back is left out: of archived years, until the year's end (제8조④). */
function takenBack({ archived, running }: TakenBack): string {
  const [year, second] = archived;
  if (year === undefined) return '되돌린 것';
  if (running) return `되돌린 것(보관한 ${year}년의 것은 ${year}년 12월 31일까지 되돌린 것)`;
  return second === undefined ? `${year}년 12월 31일까지 되돌린 것` : '그해 12월 31일까지 되돌린 것';
}

export const ko = {
  exports: { candidates: '특별승급·포상 후보', performance: '부서 협업포인트 실적' },
  refusals,
  refused: '보여 드릴 수 없습니다.',
  purposes,
  points,
  period,
  rank,
  asOf: (at: Date, position: number) => `${fullMoment(at)} 기준 · 장부 위치 ${grouped(position)}`,
  asOfClose: (year: number, position: number) =>
    `${year}년 12월 31일 마감 기준 · 장부 위치 ${grouped(position)} · 보관한 기록이어서 더는 바뀌지 않습니다.`,
  pages: (total: number, page: number, pages: number) =>
    pages > 1 ? `${total}명, ${pages}쪽 가운데 ${page}쪽` : `${total}명`,
  entries: (total: number, page: number, pages: number) =>
    pages > 1 ? `${total}건, ${pages}쪽 가운데 ${page}쪽` : `${total}건`,
  previousPage: '이전 쪽',
  nextPage: '다음 쪽',
  evidence: '근거',
  number: (id: number) => `번호 ${id}`,
  hidden: '비공개로 바꾼 메시지입니다. 점수는 그대로 셉니다.',
  candidates: {
    title: (purpose: Purpose, agency: string) => `${purposes[purpose]} 후보 · ${agency}`,
    none: '이 기간에는 기준에 드는 분이 없습니다.',
    rules: '쓴 기준',
    /** 한 해 동안 받은 포인트가 많은 순서로 5위까지. */
    criteria: ({ cut, counted, span: of }: Criteria) => {
      const kinds = `${counted.map((side) => sides[side]).join('·')} 포인트${counted.length > 1 ? '를 더한 점수' : ''}`;
      return cut.by === 'top'
        ? `${span(of)} ${withParticle(kinds, '이/가')} 많은 순서로 ${cut.count}위까지`
        : `${span(of)} ${withParticle(kinds, '이/가')} ${points(cut.points)} 이상`;
    },
    decided: (by: string, from: Day) => `${fullDay(from)}부터, ${by} 정함`,
    standard: '기본값(기관이 따로 정하지 않았습니다)',
    changedWithin: (from: Day) => `기준이 이 기간 중인 ${fullDay(from)}에 바뀌었습니다.`,
    ownPeriod: (of: Criteria['span']) => `기준의 기간(${span(of)})이 아니라 적어 주신 기간으로 셌습니다.`,
    ties: (rank: number, count: number) =>
      `공동 ${rank}위가 ${count}명이어서 모두 실었습니다. 목록이 정한 수보다 깁니다.`,
    decidesNothing: '이 목록은 순위를 보고할 뿐 아무것도 결정하지 않습니다.',
    counts: (of: TakenBack) =>
      `특별협업포인트는 순위에 넣지 않고 따로 보입니다(제9조). ${takenBack(of)}은 세지 않고, 비공개로 바꾼 메시지의 점수는 셉니다. 부서 앞으로 온 것은 개인에게 세지 않습니다.`,
    of: { received: '받음', sent: '보냄' } satisfies Record<Side, string>,
    special: (count: number) => `특별 ${points(count)}(따로)`,
    from: (people: number, agencies: number) =>
      agencies === 0 ? `상대 ${people}명` : `상대 ${people}명(다른 기관 ${agencies}곳)`,
    left: '지금은 퇴직했거나 소속 없음',
    moved: (agency: string) => `지금은 다른 기관(${agency})`,
    transferred: (department: string) => `지금은 ${department}`,
    otherPurpose: (purpose: Purpose) => `${purposes[purpose]} 후보`,
    before: '이전 기간',
    showCriteria: '기준 보기',
  },
  trace: {
    title: (name: string, purpose: Purpose) => `${name} · ${purposes[purpose]} 후보의 근거`,
    sum: (parts: string, total: number) => `${parts} = ${points(total)}`,
    part: {
      received: (count: number) => `받음 ${points(count)}`,
      sent: (count: number) => `보냄 ${points(count)}`,
    },
    sides: entrySides,
    takenBackLater: (on: Day) => `이후 되돌림(${fullDay(on)})`,
    back: '목록으로',
  },
  criteria: {
    title: (agency: string) => `후보 기준 · ${agency}`,
    upcoming: (from: Day, text: string, by: string) => `${fullDay(from)}부터: ${text} (${by} 정함)`,
    edit: (purpose: Purpose) => `${purposes[purpose]} 기준 바꾸기`,
    note: (earliest: Day) =>
      `기준은 ${fullDay(earliest)} 이후의 매월 1일부터 바뀌고 거슬러 적용되지 않습니다. 끝난 기간은 그 마지막 날의 기준으로 남습니다.`,
    changed: (purpose: Purpose, from: Day) =>
      `${purposes[purpose]} 후보 기준을 ${fullDay(from)}부터 바꿉니다.`,
    dialog: {
      title: '후보 기준',
      submit: '바꾸기',
      close: '닫기',
      refused: '바꾸지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
      intro: (purpose: Purpose) =>
        `${purposes[purpose]} 후보 목록을 만드는 기준입니다. 목록은 순위를 보고할 뿐 아무것도 결정하지 않으며, 누가 언제 정했는지 함께 보입니다.`,
      effectiveFrom: '적용일',
      effectiveHint: '매월 1일부터 적용됩니다.',
      by: '자르는 방법',
      byTop: '순위(몇 위까지)',
      byThreshold: '점수(몇 점 이상)',
      number: '몇 위까지 또는 몇 점 이상',
      numberHint: (top: number, threshold: number) =>
        `순위는 1~${grouped(top)}, 점수는 1~${grouped(threshold)}. 동점은 모두 싣습니다.`,
      counted: '세는 포인트',
      countedHint: '둘 다 고르면 더합니다. 특별협업포인트는 언제나 따로입니다(제9조).',
      span: '기간',
      spans: { year: '한 해', half: '반기', months: '몇 월부터 몇 월까지' },
      months: '달(기간이 몇 월부터 몇 월까지일 때)',
      monthsHint: '예: 3-10. 12-11은 전년 12월부터 그해 11월까지입니다.',
    },
  },
  sides,
  choose: {
    title: '같은 이름의 부서가 여럿입니다. 어느 부서입니까?',
  },
  department: {
    title: (agency: string, name: string, of: Period) => `${agency} ${name} · ${period(of)} 부서 점수`,
    none: '확정된 날에 주고받은 포인트가 없습니다.',
    figures: (received: number, sent: number, special: number) =>
      [
        `받음 ${grouped(received)}`,
        `보냄 ${grouped(sent)}`,
        ...(special === 0 ? [] : [`특별 ${grouped(special)}`]),
      ].join(' · '),
    members: (count: number) => `${count}명`,
    day: (of: Day) => weekday(of),
    corrections: (received: number, sent: number, special: number) =>
      [
        ...(received === 0 ? [] : [`받음 ${signed(received)}`]),
        ...(sent === 0 ? [] : [`보냄 ${signed(sent)}`]),
        ...(special === 0 ? [] : [`특별 ${signed(special)}`]),
      ].join(' · '),
    correction: '정정',
    correctionNote:
      '정정은 이미 확정된 날의 포인트를 나중에 되돌린 것이며, 되돌린 날에 적습니다. 확정된 날은 바뀌지 않습니다(제8조②③).',
    sum: '합계(정정 포함)',
    running: '아직 확정 전',
    fixedThrough: (of: Day, position: number) => `${fullDay(of)}까지 확정 · 장부 위치 ${grouped(position)}`,
    fixedNone: '아직 확정된 날이 없습니다. 하루의 점수는 다음 날 0시 15분에 확정됩니다.',
    runningAsOf: (at: Date) => `확정 전 점수는 ${fullMoment(at)} 기준이며 바뀔 수 있습니다.`,
    previousMonth: '이전 달',
    nextMonth: '다음 달',
    sheet: '실적표',
    chooseDay: '날짜를 골라 근거 보기',
  },
  dayPage: {
    title: (agency: string, name: string, of: Day) => `${agency} ${name} · ${fullDay(of)}의 근거`,
    none: '이 날에는 주고받은 포인트가 없습니다.',
    fixed: (position: number) => `확정된 날 · 장부 위치 ${grouped(position)}까지`,
    open: (position: number) => `아직 확정 전 · 장부 위치 ${grouped(position)}까지`,
    back: '그 달로',
    whole: '부서',
    signed,
  },
  sheet: {
    title: (agency: string, name: string) => `부서 협업포인트 실적 · ${agency} ${name}`,
    purpose: '직무성과계약 참고 자료(제12조). 점수와 순위를 보고할 뿐 평가하거나 결정하지 않습니다.',
    heads: '부서장',
    head: (name: string, position: string, rank: string, first: Day, last: Day | undefined, whole: boolean) =>
      `${name}(${[position, rank].filter(Boolean).join(', ')})${whole ? '' : ` ${day(first)}~${last === undefined ? '' : day(last)}`}`,
    noHead: '명부의 직위로는 부서장을 알 수 없습니다.',
    members: (count: number, on: Day) => `부서원 ${count}명(${day(on)})`,
    months: '달마다(확정된 날의 합)',
    month: (of: Month) => `${Number(of.slice(5))}월`,
    otherMonths: (told: number): string =>
      told === 0 ? '모든 달이 0점입니다.' : '적지 않은 달은 0점입니다.',
    places: '순위(확정된 날 기준)',
    place: (side: Side, agency: string, government: string) =>
      `${sides[side]} 포인트: 기관 ${agency} · 전체 ${government}`,
    rankOf: (place: { rank: number; tied: boolean; of: number } | undefined) =>
      place === undefined
        ? '없음'
        : `${rank(place.rank, place.tied)}(점수가 있는 ${grouped(place.of)}개 부서 가운데)`,
    helpedUs: '우리를 도운 기관',
    weHelped: '우리가 도운 기관',
    neighbour: (agency: string, count: number, gifts: number) =>
      `${agency} ${points(count)}(${grouped(gifts)}번)`,
    nobody: '없음',
    daysOf: (of: Month) => `${Number(of.slice(5))}월 근거`,
    note: (of: TakenBack) => {
      const told =
        of.running || of.archived.length === 0
          ? `오늘까지이며 ${takenBack(of)}을`
          : `${of.archived.at(-1)}년 12월 31일 마감 기준이며 그때까지 되돌린 것을`;
      return `기관별 점수는 ${told} 뺐습니다. /협업 순위는 되돌린 것을 준 달에서 빼므로 이 표와 다를 수 있습니다. 특별협업포인트는 따로 셉니다(제9조).`;
    },
    before: '이전 기간',
  },
};

export type Texts = typeof ko;
