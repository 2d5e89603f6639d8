import { daysOf } from '../messenger/days.ts';
import type { TaskEventKind, TaskState } from './task.ts';

const states: Record<TaskState, string> = {
  proposed: '협의중',
  registered: '등록',
  active: '추진중',
  delayed: '지연',
  on_hold: '보류',
  completed: '완료',
  cancelled: '중단',
};

const events: Record<TaskEventKind, string> = {
  proposed: '과제 제안',
  revised: '제안 수정',
  agreed: '동의',
  objected: '의견',
  registered: '과제 등록',
  status: '진행 상황',
  result: '성과 기록',
  owner: '담당자 변경',
  not_mine: '담당 아님',
  dispute: '이견 제기',
  dispute_answer: '이견에 대한 답',
  dispute_referred: '이견을 협업 전문위원회로 넘김',
  dispute_settled: '이견 해결',
  points: '특별협업포인트',
};

/** The threads stand in channels, and a channel is spoken to in Korean. */
export const thread = {
  ...daysOf('ko'),
  states,
  events,
  title: (id: number, title: string) => `협업과제 ${id}번 · ${title}`,
  standing: (state: TaskState, progress: number) => `${states[state]} · ${progress}%`,
  due: (weekday: string) => `기한 ${weekday}`,
  side: { lead: '주관', partner: '협업' },
  nobody: '담당자 없음',
  showTask: '과제 보기',
  updatesBelow: '진행 상황은 이 글의 댓글에 이어집니다.',
  bot: '이음',
  change: (from: TaskState, to: TaskState) => (from === to ? states[to] : `${states[from]} → ${states[to]}`),
  percent: (progress: number) => `${progress}%`,
};
