import type { Day } from '../calendar/seoul.ts';
import { withParticle } from '../messenger/particles.ts';
import type { ReminderKind } from './reminder.ts';
import type { ReminderPolicy } from './settings.ts';
import { ko as words } from './text.ko.ts';

const { kinds, range, date, hourRanges } = words;

/** 7일·3일·1일 전과 당일 */
function before(days: readonly number[]): string {
  const earlier = days.filter((day) => day > 0);
  const list = earlier.length === 0 ? '' : `${earlier.map((day) => `${day}일`).join('·')} 전`;
  return days.includes(0) ? [list, '당일'].filter(Boolean).join('과 ') : list;
}

const after = (days: readonly number[]) =>
  days.length === 0 ? '' : `${days.map((day) => `${day}일`).join('·')} 뒤`;

/** Empty where the agency's policy names no day. */
const schedules: Record<ReminderKind, (policy: ReminderPolicy) => string> = {
  evaluation: (policy) =>
    behind(
      '기한',
      [before(policy.remindBeforeDays), after(policy.remindAfterDays)].filter(Boolean).join(', '),
    ),
  overdue: (policy) => `기한 ${policy.escalateAfterDays}일 뒤`,
  consent: (policy) => behind('요청', after(policy.consentReminderDays)),
  stale: (policy) => `마지막 소식 뒤 ${policy.staleAfterDays}일마다`,
  dispute: (policy) => behind('기한', before(policy.disputeReminderDays)),
  exchange: (policy) => {
    const days = behind('종료', before(policy.exchangeAlertCalendarDays));
    return days === '' ? '' : `${days}(달력 일수)`;
  },
};

function behind(what: string, days: string): string {
  return days === '' ? '' : `${what} ${days}`;
}

/** What one gets and when, 휴가, and the government's days off. */
export const ko = {
  title: '알림 설정',
  when: (hour: number) => `근무일 ${hour}시부터 하루 한 번, 그날 알릴 것을 한 메시지로 모아 보냅니다.`,
  moved: (chosen: number, hour: number) =>
    `고르신 시각은 ${chosen}시이지만 기관에서 알림을 보내는 시각이 아니어서 ${hour}시에 보냅니다.`,
  window: (hours: readonly number[]) =>
    `고를 수 있는 시각: ${hourRanges(hours)}. 주말·공휴일·휴가에는 보내지 않습니다.`,
  what: '받는 알림',
  kind: (kind: ReminderKind, policy: ReminderPolicy) =>
    `${kinds[kind]} · ${schedules[kind](policy) || '알리지 않음'}`,
  off: '꺼 둠',
  counted: '일수는 근무일로 셉니다. 끌 수 있는 알림은 소식이 뜸한 과제와 인사교류 종료입니다.',
  leaves: '휴가',
  noLeave: '넣어 둔 휴가가 없습니다. 휴가를 넣으면 그동안 알림을 보내지 않습니다.',
  leave: range,
  open: '설정 바꾸기',
  openLeave: '휴가 넣기',
  deleteLeave: '지우기',
  changed: {
    saved: '알림 설정을 저장했습니다.',
    hour: (hour: number) => `알림을 ${hour}시부터 받습니다.`,
    switched: (kind: ReminderKind, on: boolean) =>
      `${withParticle(`‘${kinds[kind]}’ 알림`, '을/를')} ${on ? '켰습니다' : '껐습니다'}.`,
    leaveTaken: (first: Day, last: Day) =>
      `휴가(${range(first, last)})를 넣었습니다. 그동안 알림을 보내지 않고, 돌아오시면 모아서 알려 드립니다.`,
    leaveCancelled: (first: Day, last: Day) => `휴가(${range(first, last)})를 지웠습니다.`,
  },
  usage:
    '이렇게 적어 주십시오: /협업 알림(설정 보기), /협업 알림 10시, /협업 알림 끔 교류, /협업 알림 켬 교류, /협업 알림 휴가 2026-12-24 2026-12-26, /협업 알림 휴가 취소 2026-12-24',
  dialog: {
    title: '알림 설정',
    submit: '저장',
    close: '닫기',
    refused: '저장하지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
    hour: '받는 시각',
    hourHint: '근무일에 이 시각부터 하루 한 번 보냅니다.',
    hourOption: (hour: number) => `${hour}시`,
    kinds: '받을 알림',
    kindsHint: '점검·평가, 동의 요청, 이견 알림은 꼭 필요해 늘 보냅니다.',
  },
  leaveDialog: {
    title: '휴가 넣기',
    submit: '넣기',
    first: '첫날',
    last: '마지막 날',
    hint: (max: number) =>
      `한 번에 ${max}일까지. 사유는 적지 않습니다. 기한이 지난 평가는 그동안에도 CCO(혁신책임관)에게 알려집니다.`,
  },
  holidays: {
    title: '휴일',
    intro: '모든 기관의 기한과 알림을 세는 데 쓰입니다. 주말은 늘 쉽니다.',
    set: '따로 정한 날',
    noneSet: '따로 정한 날이 없습니다.',
    entry: (day: Day, holiday: boolean, name: string) =>
      `${date(day)} ${holiday ? '쉼' : '근무'}${name === '' ? '' : ` · ${name}`}`,
    gazette: '앞으로 1년의 공휴일(관보)',
    named: (day: Day, names: readonly string[]) => `${date(day)} ${names.join(', ')}`,
    noneNamed: '관보에 실린 공휴일이 없습니다.',
    more: (count: number) => `외 ${count}일`,
    unknown: (years: readonly number[]) =>
      `${years.map((year) => `${year}년`).join('·')} 공휴일은 아직 알려지지 않아 주말만 쉬는 날로 셉니다.`,
    unknownNext: '새 판으로 갱신하거나 아래처럼 하루씩 정해 주십시오.',
    how: '바꾸려면: /협업 휴일 2026-12-31 쉼 임시공휴일 · /협업 휴일 2026-12-31 근무 사유 · /협업 휴일 2026-12-31 취소. 모든 기관에 적용되고 기록에 남습니다.',
    usage:
      '이렇게 적어 주십시오: /협업 휴일(목록), /협업 휴일 2026-12-31 쉼 임시공휴일, /협업 휴일 2026-12-31 근무 사유, /협업 휴일 2026-12-31 취소',
    done: (day: Day, holiday: boolean) =>
      `${withParticle(date(day), '을/를')} ${holiday ? '쉬는 날' : '근무일'}로 정했습니다.`,
    doneNext: '모든 기관의 기한과 알림을 이 날에 맞추어 다시 셉니다.',
    reason: (name: string) => `사유: ${name}`,
    cancelled: (day: Day) => `${date(day)}에 따로 정한 것을 취소했습니다.`,
    backTo: (names: readonly string[]) =>
      names.length === 0 ? '이제 근무일입니다.' : `이제 공휴일(${names.join(', ')})입니다.`,
  },
};

export type SettingsTexts = typeof ko;
