import type { Day } from '../calendar/seoul.ts';
import { changes } from '../measures/text.ko.ts';
import { daysOf } from '../messenger/days.ts';
import { withParticle } from '../messenger/particles.ts';
import { dialogs } from './dialog-text.ko.ts';
import { notices } from './notice-text.ko.ts';
import type { ListScope, UsageTopic } from './parse.ts';
import { fields, refusals } from './refusal-text.ko.ts';
import type { Dispute } from './task.ts';
import { thread } from './thread-text.ko.ts';

const { states, events } = thread;
const { day, moment, fullWeekday } = daysOf('ko');

export const ko = {
  refusals,
  dialogs,
  notices,
  changes,
  fields,
  states,
  events,
  day,
  moment,
  refused: '처리하지 않았습니다.',
  side: { lead: '주관', partner: '협업' },
  place: (agency: string, department: string) => `${agency} ${department}`,
  nobody: '담당자 없음',
  bot: '이음',
  title: (id: number, title: string) => `과제 ${id}번 · ${title}`,
  progress: (bar: string, progress: number) => `${bar} ${progress}%`,
  due: (due: Day) => `기한 ${fullWeekday(due)}`,
  overdue: '기한 지남',
  list: {
    titles: {
      mine: '내 과제',
      partner: '다른 부서가 주관하는 내 과제',
      agency: '우리 기관 과제',
    } satisfies Record<ListScope, string>,
    scopes: { mine: '내 과제', partner: '협력 과제', agency: '우리 기관' } satisfies Record<
      ListScope,
      string
    >,
    states: { open: '진행 중', late: '지연', done: '끝난 과제', all: '전체' },
    count: (count: number) => `${count}건`,
    none: '여기에 보일 과제가 없습니다. 위에서 다른 보기를 고르거나 새 과제를 등록해 주십시오.',
    waiting: '동의를 기다립니다',
    page: (page: number, pages: number) => `${page}/${pages}쪽`,
    newer: '이전 쪽',
    older: '다음 쪽',
  },
  buttons: {
    show: '자세히',
    showTask: '과제 보기',
    list: '과제 목록',
    register: '과제 등록',
    update: '진행 상황',
    withdraw: '철회',
    result: '성과 기록',
    complete: '성과 적고 완료하기',
    revise: '고치기',
    agree: '동의',
    object: '의견',
    dispute: '이견 제기',
    settle: '이견에 답하기',
    owner: (place: string | undefined) => (place === undefined ? '담당 변경' : `담당 변경(${place})`),
    decline: '담당 아님',
    history: '이력 모두 보기',
    pair: '교류 보기',
    answer: '답하기',
    evidence: '근거 보기',
  },
  card: {
    facts: { purpose: '목적', content: '내용', history: '추진 경과', relatedTask: '관련 단위과제' },
    parties: '참여 부서',
    instead: (owner: string) => `담당자 ${owner} 님을 대신`,
    consent: { asked: '동의 대기', agreed: '동의', objected: '의견 있음' },
    pair: (round: number, pair: number, task: string) => `전략적 인사교류 ${round}-${pair} ${task}`,
    measures: '성과',
    noMeasures: '성과지표가 없습니다.',
    due: '제출할 평가',
    dueLine: (title: string, due: Day, who: string) => `${title} · ${fullWeekday(due)}까지 · ${who}`,
    events: '최근 이력',
    updated: (at: Date) => `${moment(at)}에 마지막으로 바뀌었습니다.`,
  },
  dispute: {
    title: (by: string) => `이견 · ${by}`,
    step: (step: Dispute['step'], due: Day) =>
      ({
        cco: `CCO(혁신책임관) 협의 중 · ${fullWeekday(due)}까지`,
        committee: `협업 전문위원회 검토 중 · ${fullWeekday(due)}까지`,
        settled: '해결되었습니다',
      })[step],
    problem: '이견',
    wish: '바라는 결과',
    kinds: { opinion: '의견', settle: '해결에 동의', refer: '전문위원회로 넘김' },
  },
  change: (from: string, to: string) => `${from} → ${to}`,
  history: {
    title: (id: number, title: string) => `과제 ${id}번 이력 · ${title}`,
    none: '이 쪽에는 이력이 없습니다.',
    newer: '더 최근',
    older: '더 이전',
  },
  receipts: {
    proposed: (id: number) => `과제 ${id}번을 제안했습니다. 협업 부서의 담당자에게 동의를 요청했습니다.`,
    proposedNext: '모두 동의하면 등록됩니다(행정업무규정 제42조의2).',
    revised: (id: number) => `과제 ${id}번을 고쳤습니다. 협업 부서의 담당자에게 다시 동의를 요청했습니다.`,
    agreed: (id: number) => `과제 ${id}번에 동의했습니다. 다른 부서의 동의를 기다립니다.`,
    registered: (id: number) => `과제 ${id}번에 동의했습니다. 모두 동의해 과제가 등록되었습니다.`,
    objected: (id: number) => `과제 ${id}번에 의견을 냈습니다. 주관 담당자가 고치면 다시 동의를 요청합니다.`,
    updated: (id: number) => `과제 ${id}번의 진행 상황을 기록했습니다.`,
    completed: (id: number) => `과제 ${id}번을 완료했습니다. 수고하셨습니다.`,
    cancelled: (id: number) => `과제 ${id}번을 중단했습니다.`,
    withdrawn: (id: number) => `과제 ${id}번을 철회했습니다. 동의를 요청한 담당자에게 알립니다.`,
    recorded: (id: number) => `과제 ${id}번의 성과를 기록했습니다.`,
    handed_over: (id: number) => `과제 ${id}번의 담당자를 바꾸었습니다. 새 담당자에게 알립니다.`,
    declined: (id: number) => `과제 ${id}번의 담당이 아니라고 기록했습니다. 주관 담당자에게 사유를 전합니다.`,
    dispute_raised: (id: number, due: Day) =>
      `과제 ${id}번에 이견을 냈습니다. 참여 기관의 CCO(혁신책임관)가 ${fullWeekday(due)}까지 협의합니다.`,
    dispute_answered: (id: number) => `과제 ${id}번의 이견에 답했습니다.`,
    channel: '이제 우리 기관 과제의 진행 상황을 이 채널에 올립니다. 봇을 채널에 초대해 주십시오.',
    noChannel: '이제 우리 기관 과제의 진행 상황을 채널에 올리지 않습니다.',
  },
  usage: {
    titles: {
      task: '과제 명령을 이렇게 적어 주십시오.',
      update: '과제 번호 뒤에 상태와 설명을 적어 주십시오.',
      result: '성과지표의 이름, 이전과 이후, 단위를 적어 주십시오.',
      history: '이력의 쪽은 숫자로 적어 주십시오.',
      channel: '과제의 진행 상황을 올릴 채널을 적어 주십시오.',
    } satisfies Record<UsageTopic, string>,
    examples: {
      task: ['/협업 과제', '/협업 과제 12', '/협업 과제 등록', '/협업 과제 기관 지연'],
      update: [
        '/협업 과제 12 진행 60 환경영향평가 협의 완료',
        '/협업 과제 12 지연 관계 기관 회신 대기',
        '/협업 과제 12 완료 모든 협의를 마침',
      ],
      result: ['/협업 과제 12 결과 환경영향평가 기간 12 → 4 개월 2026-11-20 https://…'],
      history: ['/협업 과제 12 이력 2'],
      channel: ['/협업 과제 채널 #협업과제', '/협업 과제 채널 끔'],
    } satisfies Record<UsageTopic, string[]>,
    typed: '적으신 것',
    nearest: (word: string) => `혹시 ${withParticle(`‘${word}’`, '을/를')} 찾으셨습니까?`,
  },
  exported: '협업과제',
};

export type Texts = typeof ko;
