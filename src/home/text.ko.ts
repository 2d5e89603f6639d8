import { grouped } from '../messenger/grouped.ts';

const points = (count: number) => `${grouped(count)}점`;

export const ko = {
  title: (name: string) => `${name} 님의 협업포인트`,
  untitled: '협업포인트',
  left: '이번 달 남은 포인트',
  leftOf: (left: number, all: number) => `${points(left)} / ${points(all)}`,
  sent: '이번 달 보낸 포인트',
  received: '이번 달 받은 포인트',
  receivedYear: '올해 받은 포인트',
  special: '올해 특별협업포인트',
  lapses: (day: string) => `남은 포인트는 이달 말에 사라지고 ${day}에 새로 들어옵니다.`,
  waiting: (count: number) => `승인을 기다리는 요청 ${count}건`,
  show: (id: number) => `요청 ${id} 보기`,
  recent: '최근 주고받은 감사 인사',
  none: '이번 달에는 아직 주고받은 감사 인사가 없습니다. 도움을 준 동료에게 첫 인사를 보내 보십시오.',
  operator: '운영자',
  policy: '기준',
  patterns: '살펴볼 흐름',
  parked: '보내지 못한 알림',
  asOf: (moment: string) => `${moment} 기준`,
};

export type HomeTexts = typeof ko;
