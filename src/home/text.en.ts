import { grouped } from '../messenger/grouped.ts';
import type { HomeTexts } from './text.ko.ts';

const points = (count: number) => grouped(count);

export const en: HomeTexts = {
  title: (name) => `Collaboration of ${name}`,
  untitled: 'Collaboration',
  left: 'Left to give this month',
  leftOf: (left, all) => `${points(left)} of ${points(all)} points`,
  sent: 'Sent this month',
  received: 'Received this month',
  receivedYear: 'Received this year',
  special: 'Special points this year',
  lapses: (day) => `What is left lapses at the end of the month; new points come on ${day}.`,
  waiting: (count) => (count === 1 ? '1 request waits for approval' : `${count} requests wait for approval`),
  show: (id) => `Show request ${id}`,
  tasks: (count) => (count === 0 ? 'My tasks' : `My tasks: ${count}`),
  noTask: 'You answer for no task. If there is something to do with another agency, please register it.',
  moreTasks: (count) => `${count} more ${count === 1 ? 'is' : 'are'} in the list of tasks.`,
  evaluations: 'Reviews and evaluations',
  noEvaluation: 'Nothing waits for your answer or your grade.',
  exchange: 'Exchanges',
  reminders: 'Reminders',
  recent: 'Latest thanks',
  none: 'No thanks sent or received this month yet. Be the first to thank a colleague.',
  operator: 'Operators',
  policy: 'Rules of the points',
  taskPolicy: 'Rules of the tasks',
  patterns: 'Patterns',
  parked: 'Unsent notifications',
  asOf: (moment) => `as of ${moment}`,
};
