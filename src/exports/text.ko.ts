import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import type { ExportState } from './export.ts';
import type { Format, Refusal } from './rules.ts';
import type { UsualDays } from './usual-days.ts';

/** Words for every reason of a refusal, each with what to do next. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { fullDay, moment } = daysOf('ko');

const toCome = '아직 오지 않은 날이라 내보낼 기록이 없습니다.';
/** Why there is nothing of these days. */
const notOver: Record<UsualDays, string> = {
  this_month: toCome,
  this_year: toCome,
  whole_year: toCome,
  last_year: '연도별 기록은 그해가 끝난 뒤에 나옵니다.',
  last_week: '주간 기록은 그 주가 끝난 뒤에 나옵니다.',
};

const usualDays: Record<UsualDays, string> = {
  this_month: '이달 1일부터 오늘까지',
  this_year: '올해 1월 1일부터 오늘까지',
  whole_year: '올해 전체',
  last_year: '지난해',
  last_week: '지난주',
};

const refusals: RefusalTexts = {
  reason_missing: () => '내보내는 사유를 적어 주십시오. 열람 기록에 남습니다.',
  reason_short: ({ min }) =>
    `어디에 쓰려고 내보내는지 ${min}자 이상으로 적어 주십시오. 열람 기록에 남습니다.`,
  reason_long: ({ length, max }) => `사유가 ${length}자로 깁니다. ${max}자 이하로 줄여 주십시오.`,
  not_a_day: ({ given }) =>
    `${withParticle(`‘${given}’`, '은/는')} 날짜가 아닙니다. 2026-11-30처럼 적어 주십시오.`,
  from_after_to: ({ to }) =>
    `첫날이 마지막 날(${fullDay(to)})보다 늦습니다. 그날이나 그 앞의 날을 골라 주십시오.`,
  not_yet: ({ usual, latest }) =>
    `${notOver[usual]} 첫날을 ${fullDay(latest)}이나 그 앞의 날로 골라 주십시오.`,
  kind_unknown: () => '그런 기록은 내보낼 수 없습니다. /협업 내보내기로 목록에서 골라 주십시오.',
  agency_unknown: ({ name }) =>
    `${withParticle(`‘${name}’`, '을/를')} 기관 이름에서 찾지 못했습니다. 기관의 이름이나 줄임 이름을 적거나, 모든 기관이면 비워 주십시오.`,
  not_entitled: () =>
    '기록은 기관의 협업포인트 운영자와 CCO(혁신책임관), 감사 담당자만 내보낼 수 있습니다. 필요하시면 기관 운영자에게 요청해 주십시오. 본인의 내역은 /협업 내역으로 볼 수 있습니다.',
  kind_not_yours: () => '이 기록은 감사 담당자만 내보낼 수 있습니다. 감사 담당자에게 요청해 주십시오.',
  other_agency: () => '다른 기관의 기록은 내보낼 수 없습니다. 본인 기관의 기록만 내보내 주십시오.',
  no_agency: () =>
    '지금 소속된 기관이 없어 내보낼 기록이 없습니다. 소속이 맞는지 관리자에게 확인해 주십시오.',
  too_many_open: ({ max }) =>
    `내보내기는 한 사람이 동시에 ${max}건까지 할 수 있습니다. 앞의 것이 끝난 뒤 다시 해 주십시오. /협업 내보내기 목록에서 볼 수 있습니다.`,
  too_many_rows: ({ max }) =>
    `엑셀 파일에는 ${grouped(max)}행까지만 담을 수 있는데 이 기록은 그보다 많습니다. 기간을 줄이거나 CSV로 내보내 주십시오.`,
  too_large: ({ maxMegabytes }) =>
    `파일이 ${grouped(maxMegabytes)}MB를 넘어 메신저로 보낼 수 없습니다. 기간을 줄이거나, 관리자에게 ieum export 명령으로 내보내 달라고 요청해 주십시오.`,
};

const states: Record<ExportState, string> = {
  requested: '대기 중',
  running: '쓰는 중',
  ready: '보냄',
  gone: '삭제됨',
  refused: '내보내지 않음',
  failed: '실패',
};

export const ko = {
  accessLog: '열람 기록',
  refusals,
  usualDays,
  withoutDays: '날짜를 적지 않으면',
  refused: '내보내지 않았습니다.',
  usage: '이렇게 적어 주십시오: /협업 내보내기(기록 내보내기), /협업 내보내기 목록(내가 내보낸 것)',
  states,
  formats: { csv: 'CSV', xlsx: '엑셀(XLSX)' } satisfies Record<Format, string>,
  days: (from: Day, to: Day) => `${fullDay(from)}~${fullDay(to)}`,
  allAgencies: '모든 기관',
  rows: (count: number) => `${grouped(count)}행`,
  until: (at: Date) => `${moment(at)}에 삭제`,
  asked: (at: Date) => `${moment(at)} 요청`,
  fault: (reference: string) => `다시 해 주시고, 계속되면 관리자에게 이 번호를 알려 주십시오: ${reference}`,
  list: '내가 내보낸 기록',
  none: '내보낸 기록이 없습니다. /협업 내보내기로 내보낼 수 있습니다.',
  requested: '내보내기를 시작합니다. 파일이 준비되면 개인 메시지로 보내 드립니다.',
  refresh: '새로 고침',
  showList: '내보내기 목록',
  notice: {
    ready: (name: string) => `${withParticle(`‘${name}’`, '을/를')} 내보냈습니다. 파일은 이 대화에 있습니다.`,
    vanishes: (at: Date) =>
      `파일은 ${moment(at)}에 삭제됩니다. 개인정보가 들어 있으니 필요한 곳에만 쓰고, 내려받은 것은 다 쓴 뒤 지워 주십시오.`,
    refused: (name: string) => `${withParticle(`‘${name}’`, '을/를')} 내보내지 않았습니다.`,
    failed: (name: string) => `${withParticle(`‘${name}’`, '을/를')} 내보내지 못했습니다.`,
  },
  dialog: {
    title: '기록 내보내기',
    submit: '내보내기',
    close: '닫기',
    scope: (agency: string) => `${agency}의 기록만 내보냅니다. 내보낸 사실과 사유는 열람 기록에 남습니다.`,
    all: '모든 기관의 기록을 내보낼 수 있습니다. 내보낸 사실과 사유는 열람 기록에 남습니다.',
    kind: '기록',
    agency: '기관',
    agencyHint: '한 기관의 것만 내보내려면 이름을 적어 주십시오. 비우면 모든 기관입니다.',
    from: '첫날',
    to: '마지막 날',
    daysHint: (days: string) => `비우면 ${days}입니다.`,
    format: '파일 형식',
    bom: 'CSV',
    bomOption: '엑셀에서 바로 열 수 있게 BOM 붙이기',
    reason: '사유',
    reasonHint: (min: number) => `${min}자 이상. 예: 2026년 하반기 부서 평가 자료`,
  },
};

export type Texts = typeof ko;
