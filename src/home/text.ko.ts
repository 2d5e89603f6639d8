import { grouped } from '../messenger/grouped.ts';

const points = (count: number) => `${grouped(count)}점`;

export const ko = {
  title: (name: string) => `${name} 님의 협업`,
  untitled: '협업',
  left: '이번 달 남은 포인트',
  leftOf: (left: number, all: number) => `${points(left)} / ${points(all)}`,
  sent: '이번 달 보낸 포인트',
  received: '이번 달 받은 포인트',
  receivedYear: '올해 받은 포인트',
  special: '올해 특별협업포인트',
  lapses: (day: string) => `남은 포인트는 이달 말에 사라지고 ${day}에 새로 들어옵니다.`,
  waiting: (count: number) => `승인을 기다리는 요청 ${count}건`,
  show: (id: number) => `요청 ${id} 보기`,
  tasks: (count: number) => (count === 0 ? '내 과제' : `내 과제 ${count}건`),
  noTask: '맡고 있는 과제가 없습니다. 다른 기관과 함께할 일이 있으면 과제를 등록해 주십시오.',
  moreTasks: (count: number) => `그 밖에 과제 ${count}건은 과제 목록에 있습니다.`,
  evaluations: '점검·평가',
  noEvaluation: '지금 답하거나 평가할 것이 없습니다.',
  exchange: '인사교류',
  reminders: '알림 설정',
  recent: '최근 주고받은 감사 인사',
  none: '이번 달에는 아직 주고받은 감사 인사가 없습니다. 도움을 준 동료에게 첫 인사를 보내 보십시오.',
  operator: '운영자',
  policy: '포인트 기준',
  taskPolicy: '과제·교류·평가 기준',
  patterns: '살펴볼 흐름',
  parked: '보내지 못한 알림',
  asOf: (moment: string) => `${moment} 기준`,
};

export type HomeTexts = typeof ko;
