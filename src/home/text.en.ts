import { grouped } from '../messenger/grouped.ts';
import type { HomeTexts } from './text.ko.ts';

const points = (count: number) => grouped(count);

export const en: HomeTexts = {
  title: (name) => `Collaboration points of ${name}`,
  untitled: 'Collaboration points',
  left: 'Left to give this month',
  leftOf: (left, all) => `${points(left)} of ${points(all)} points`,
  sent: 'Sent this month',
  received: 'Received this month',
  receivedYear: 'Received this year',
  special: 'Special points this year',
  lapses: (day) => `What is left lapses at the end of the month; new points come on ${day}.`,
  waiting: (count) => (count === 1 ? '1 request waits for approval' : `${count} requests wait for approval`),
  show: (id) => `Show request ${id}`,
  recent: 'Latest thanks',
  none: 'No thanks sent or received this month yet. Be the first to thank a colleague.',
  operator: 'Operators',
  policy: 'Rules',
  patterns: 'Patterns',
  parked: 'Unsent notifications',
  asOf: (moment) => `as of ${moment}`,
};
