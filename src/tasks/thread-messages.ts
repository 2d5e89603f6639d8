import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Party, Task, TaskEvent, TaskEventKind } from './task.ts';
import { thread as t } from './thread-text.ko.ts';

/** Up to so many pieces of a note stand in a section of their own. */
const LOOSE = 4;

/** The first message of a task's thread: how the task stands now, and who answers for it. */
export function renderThread(task: Task): Message {
  const title = t.title(task.id, clip(task.title, 200));
  const standing = t.standing(task.state, task.progress);
  const facts = mrkdwn`${standing} · ${t.due(t.fullWeekday(task.dueOn))}`;
  return message(mrkdwn`${title} · ${standing}`, [
    section(joinMrkdwn([bold(title), facts], '\n')),
    section(joinMrkdwn(task.parties.map(sideLine), '\n')),
    actions([button(`show_task:${task.id}`, t.showTask, { value: String(task.id) })]),
    context(mrkdwn`${t.updatesBelow}`),
  ]);
}

function sideLine({ side, agency, department, answers }: Party): Mrkdwn {
  return mrkdwn`${t.side[side]} · ${agency.shortName} ${department.name} ${answers?.name ?? t.nobody}`;
}

/**
 * Words of a dispute are for those who settle it, and why somebody is not in charge is for those who name another: in a
 * channel it is said only that it is so.
 */
const WORDLESS: ReadonlySet<TaskEventKind> = new Set([
  'not_mine',
  'dispute',
  'dispute_answer',
  'dispute_referred',
  'dispute_settled',
]);

/** What happened to a task, as a reply in its thread. */
export function renderThreadEvent(event: TaskEvent): Message {
  const what = [t.events[event.kind], ...changeOf(event)].join(' · ');
  const who = event.actor?.name ?? t.bot;
  const head = mrkdwn`${bold(what)} · ${who}`;
  // Of a hand-over who came after whom, without the reason in the lines below it.
  const told = event.kind === 'owner' ? (event.note.split('\n', 1)[0] ?? '') : event.note;
  const note = WORDLESS.has(event.kind) ? [] : [quote(told)];
  return message(mrkdwn`${what} · ${who}`, [
    ...listSections([joinMrkdwn([head, ...note], '\n')], LOOSE),
    context(mrkdwn`${t.moment(event.occurredAt)}`),
  ]);
}

function changeOf({ kind, fromState, toState, progress }: TaskEvent): string[] {
  if (kind !== 'status') return [];
  return [
    ...(toState ? [t.change(fromState ?? toState, toState)] : []),
    ...(progress === undefined ? [] : [t.percent(progress)]),
  ];
}
