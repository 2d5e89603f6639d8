import { type Day, seoulClock, seoulDay } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import { STALE_BUTTON, unclearPerson } from '../messenger/typed.ts';
import type { ProposalState, RecordClass } from './record.ts';
import type { Refusal } from './rules.ts';
import { subject } from './subject-text.ko.ts';
import { subjectInWords } from './subject-words.ts';

/** Words for every reason of a refusal, each with what to do next. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { fullDay } = daysOf('ko');

const classes: Record<RecordClass, string> = {
  messages: '감사의 말',
  tasks: '협업과제',
  evaluations: '점검·평가',
  digests: '주간 보고',
  access_log: '열람 기록',
  deliveries: '전송 기록',
};

const refusals: RefusalTexts = {
  not_auditor: () =>
    '열람 기록은 감사 담당자만 볼 수 있습니다. 내 자료를 누가 보았는지는 /협업 열람기록 내로 봅니다.',
  subject_unclear: ({ typed, several }) =>
    `${unclearPerson(typed, several, 'ko')} 기관은 정식 이름이나 줄임 이름으로 적습니다. 예: /협업 열람기록 김하늘(중기부) 2026-11`,
  days_reversed: ({ from, to }) =>
    `첫날(${fullDay(from)})이 마지막 날(${fullDay(to)})보다 늦습니다. 이른 날부터 적어 주십시오. 예: /협업 열람기록 ${to}..${from}`,
  stale_button: () => STALE_BUTTON.ko,
  not_record_keeper: () =>
    '기록의 보존과 폐기는 관리자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 필요하면 관리자에게 문의해 주십시오.',
  not_admin: () => '관리자만 할 수 있습니다. 관리자에게 요청해 주십시오.',
  not_second_person: () =>
    '폐기는 제안한 사람이 아닌 다른 관리자나, 제안한 사람 기관의 CCO(혁신책임관)가 결정합니다. 그분에게 요청해 주십시오.',
  own_proposal: () =>
    '본인이 제안한 폐기는 결정할 수 없습니다. 다른 관리자나 CCO(혁신책임관)에게 맡겨 주십시오.',
  proposer_not_admin: ({ number }) =>
    `제안 ${number}번을 제안한 사람은 지금 관리자가 아니므로 승인할 수 없습니다. 반려하고, 지금의 관리자가 새로 제안하도록 해 주십시오.`,
  reason_missing: () => '사유를 글자로 적어 주십시오. 기록에 남습니다.',
  reason_long: ({ max }) => `사유를 ${max}자 이하로 줄여 주십시오.`,
  not_due: ({ class: of, year, lastDue }) =>
    `${year}년의 ${withParticle(classes[of], '은/는')} 아직 보존 기간입니다. 지금은 ${lastDue}년까지의 것만 폐기할 수 있습니다.`,
  nothing_left: ({ class: of, year }) =>
    `${year}년에는 폐기할 ${withParticle(classes[of], '이/가')} 없습니다. /협업 폐기에서 기한이 된 것을 확인해 주십시오.`,
  proposal_open: ({ number }) =>
    `같은 폐기가 이미 제안되어 있습니다(제안 ${number}). /협업 폐기에서 확인해 주십시오.`,
  proposal_unknown: ({ number }) => `제안 ${number}번은 없습니다. /협업 폐기에서 번호를 확인해 주십시오.`,
  proposal_settled: ({ number, approved }) =>
    `제안 ${number}번은 이미 ${approved ? '승인' : '반려'}되었습니다. /협업 폐기에서 확인해 주십시오.`,
  proposal_replaced: ({ number, by }) =>
    `제안 ${number}번은 그 뒤 기록이 달라져 제안 ${by}번으로 바뀌었습니다. /협업 폐기에서 새 제안을 확인해 주십시오.`,
  proposal_outdated: ({ number }) =>
    `제안 ${number}번은 그 뒤 기록이 달라져 승인할 수 없습니다. 관리자에게 새로 제안해 달라고 요청해 주십시오.`,
  years_unknown: ({ years }) => `보존 기간은 ${years.join(', ')}년 가운데 골라 주십시오.`,
  years_same: ({ years }) => `보존 기간이 이미 ${years}년입니다. 바꾸려면 다른 기간을 적어 주십시오.`,
};

const actions: Record<string, string> = {
  look_at_statement: '다른 사람 내역 열람',
  refused_statement: '다른 사람 내역 열람 거절됨',
  look_at_patterns: '포인트 흐름 열람',
  look_at_exchange: '인사교류 열람',
  look_at_evaluation: '점검·평가 열람',
  look_at_task: '다른 기관 과제 열람',
  look_at_digest: '주간 보고 열람',
  preview_digest: '주간 보고 미리 보기',
  refused_digest: '주간 보고 열람 거절됨',
  look_at_access_log: '열람 기록 열람',
  refused_access_log: '열람 기록 열람 거절됨',
  look_at_disposal: '폐기 목록 열람',
  refused_disposal: '허용되지 않은 폐기 요청',
  propose_disposal: '폐기 제안',
  approve_disposal: '폐기 승인',
  refuse_disposal: '폐기 반려',
  dispose: '폐기 실행',
  change_retention: '보존 기간 변경',
  refused_retention: '보존 기간 변경 거절됨',
  export: '내보내기',
  import: '명부 가져오기',
  change_role: '역할 변경',
  change_status: '재직 상태 변경',
  change_policy: '기준 변경',
  choose_board: '게시판 채널 지정',
  choose_task_channel: '과제 채널 지정',
  set_holiday: '휴일 지정',
  remove_holiday: '휴일 취소',
  hide_message: '메시지 비공개',
  show_message: '메시지 다시 공개',
  grant_special: '특별협업포인트 지급',
  reverse_gift: '포인트 되돌리기',
  approve_request: '요청 승인',
  refuse_request: '요청 반려',
  extend_exchange: '교류 기간 연장',
  open_evaluation_cycle: '평가 열기',
  name_evaluator: '평가자 지정',
  refused_export: '내보내기 거절됨',
  look_at_candidates: '후보 목록 열람',
  refused_candidates: '후보 목록 열람 거절됨',
  look_at_evidence: '후보의 근거 열람',
  change_criteria: '후보 기준 변경',
  look_at_performance: '실적표 열람',
  refused_performance: '실적표 열람 거절됨',
  look_at_department_days: '부서 점수 열람',
  refused_department_days: '부서 점수 열람 거절됨',
  look_at_department_gifts: '부서의 하루 근거 열람',
  refused_department_gifts: '부서의 하루 근거 열람 거절됨',
};

const kinds: Record<string, string> = {
  message: '감사의 말',
  hide_reason: '비공개·공개 사유',
  task: '과제',
  evaluation: '점검·평가',
  digest: '주간 보고',
  access_entry: '열람 기록',
  delivery: '전송 기록',
};

const states: Record<ProposalState, string> = {
  open: '결정 대기',
  approved: '승인됨, 실행 전',
  refused: '반려됨',
  running: '실행 중',
  done: '폐기됨',
  replaced: '새 제안으로 바뀜',
};

/** From where: a workspace, a line of the directory's file, or the machine of a command. */
function originOf(origin: string): string {
  if (origin === '') return '기록 없음';
  if (/^slack(:|$)/.test(origin)) return '메신저';
  const [, line] = /^officials\.csv:(\d+)$/.exec(origin) ?? [];
  return line === undefined ? `명령행(${origin})` : `officials.csv ${line}번째 줄`;
}

export const ko = {
  refusals,
  refused: '처리하지 않았습니다.',
  classes,
  moment: (at: Date) => `${seoulDay(at)} ${seoulClock(at)}`,
  /** An action of the log; one that has no words is shown as it is. */
  action: (action: string) => actions[action] ?? action,
  counts: (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([kind, count]) => `${kinds[kind] ?? kind} ${grouped(count)}건`)
      .join(', '),
  usage: {
    access:
      '이렇게 적어 주십시오: /협업 열람기록, /협업 열람기록 @김하늘 2026-11, /협업 열람기록 중기부 2026-11-01..2026-11-15, /협업 열람기록 내',
    disposal:
      '이렇게 적어 주십시오: /협업 폐기, /협업 폐기 제안 감사말 2020 보존기간 만료(감사말·과제·평가·주간보고·열람기록·전송)',
    retention:
      '이렇게 적어 주십시오: /협업 보존, /협업 보존 감사말 10 감사 요청(감사말·과제·평가·주간보고·열람기록·전송)',
  },
  access: {
    title: '열람 기록',
    ownTitle: '내 자료를 본 기록',
    range: (from: Day | undefined, to: Day | undefined) =>
      from === to ? fullDay(from ?? '') : `${from ? fullDay(from) : ''}~${to ? fullDay(to) : ''}`,
    empty: '기록이 없습니다.',
    whose: (people: string[], agencies: string[]) =>
      people.length > 0
        ? `${people.join(', ')}${agencies.length > 0 ? ` (${agencies.join(', ')})` : ''}의 자료`
        : agencies.length > 0
          ? `${agencies.join(', ')}의 자료`
          : '',
    reason: (reason: string) => `사유: ${reason}`,
    subject: (of: string) => subjectInWords(of, subject),
    origin: (origin: string) => `경로: ${originOf(origin)}`,
    older: '이전 기록',
    newest: '최근 기록',
    logged: '이 열람도 기록에 남습니다.',
    ownNote:
      '다른 사람이 내 자료를 보거나 바꾼 기록입니다. 궁금한 점은 기관 감사 담당자에게 문의해 주십시오.',
  },
  disposal: {
    title: '기록물 폐기',
    due: '보존 기간이 지난 기록',
    nothingDue: '보존 기간이 지난 기록이 없습니다.',
    line: (of: RecordClass, year: number, counts: string) => `${year}년 ${classes[of]} · ${counts}`,
    proposals: '제안과 처리',
    number: (id: number) => `제안 ${id}`,
    state: (state: ProposalState) => states[state],
    by: (name: string, at: string) => `제안 ${name} ${at}`,
    decided: (name: string, at: string, approved: boolean) => `${approved ? '승인' : '반려'} ${name} ${at}`,
    finished: (at: string) => `실행 ${at}`,
    approve: '승인',
    reject: '반려',
    confirm: {
      title: '폐기 승인',
      text: '승인하면 명령줄에서 폐기할 수 있습니다. 폐기한 기록은 되살릴 수 없습니다.',
      yes: '승인',
      no: '닫기',
    },
    how: '저절로 지워지는 기록은 없습니다. 제안: /협업 폐기 제안 감사말 2020 사유',
    proposed: (id: number) => `폐기를 제안했습니다(제안 ${id}).`,
    proposedNext: (told: number) =>
      `결정할 수 있는 ${told}명에게 개인 메시지로 알렸습니다. 그중 한 사람이 승인하면 ieum disposal dispose로 실행합니다.`,
    nobodyDecides:
      '지금은 결정할 수 있는 사람이 없습니다. 명부에 다른 관리자나 우리 기관의 CCO(혁신책임관)를 지정하고, /협업 폐기에서 결정하도록 요청해 주십시오.',
    replaces: (id: number) =>
      `제안 ${id}번은 그 뒤 기록이 달라져 실행할 수 없으므로, 이 제안으로 바꾸었습니다.`,
    replaced: (id: number, by: number) => `제안 ${id}번은 기록이 달라져 제안 ${by}번으로 바뀌었습니다.`,
    asked: (id: number) => `기록 폐기를 결정해 주십시오(제안 ${id}).`,
    askedWhy:
      '폐기는 제안한 사람이 아닌 한 사람이 더 승인해야 합니다. 승인해도 실행하기 전까지는 지워지지 않습니다. 다른 분이 먼저 결정하면 더 하실 일은 없습니다.',
    approved: (id: number) => `제안 ${withParticle(String(id), '이/가')} 승인되었습니다.`,
    approvedNext: (id: number) =>
      `서버에서 ieum disposal dispose ${id} 명령으로 실행합니다. 그 전까지는 아무것도 지워지지 않습니다.`,
    rejected: (id: number) =>
      `제안 ${withParticle(String(id), '이/가')} 반려되었습니다. 기록은 그대로 보존합니다.`,
    more: (count: number) => `이 밖에 ${count}건이 더 있습니다. 모두 보려면 ieum disposal을 실행해 주십시오.`,
  },
  retention: {
    title: '기록 보존 기간',
    line: (of: RecordClass, years: number) => `${classes[of]}: ${years}년`,
    upcoming: (years: number, from: Day) => `${fullDay(from)}부터 ${years}년`,
    counted: '기록이 끝난 해의 다음 해 1월 1일부터 셉니다. 포인트 장부 자체는 지우지 않습니다.',
    changed: (of: RecordClass, years: number, from: Day) =>
      `${classes[of]}의 보존 기간을 ${fullDay(from)}부터 ${years}년으로 바꾸었습니다.`,
  },
  cli: {
    disposed: (id: number, records: string) => `제안 ${id}: ${records} 폐기했습니다.`,
    records: (count: number) => `${grouped(count)}건을`,
    refused: {
      not_found: (id: number) => `제안 ${id}번은 없습니다.`,
      not_approved: (id: number) => `제안 ${id}번은 다른 사람의 승인을 받지 않았습니다.`,
      already: (id: number) => `제안 ${id}번은 이미 실행했습니다.`,
      replaced: (id: number) =>
        `제안 ${id}번은 그 뒤 기록이 달라져 새 제안으로 바뀌었습니다. ieum disposal에서 새 번호를 확인해 주십시오.`,
      not_due: (id: number) => `제안 ${id}번의 기록은 아직 보존 기간입니다.`,
      changed: (id: number) =>
        `제안 ${id}번을 승인한 뒤 기록이 달라졌습니다. 새로 제안하고 승인받아 주십시오.`,
    },
  },
};

/** Every language says all of it. */
export type Texts = typeof ko;
