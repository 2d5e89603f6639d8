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
import type { Party, Task, TaskEvent } from './task.ts';
import { thread as t } from './thread-text.ko.ts';

/** Up to so many pieces of a note stand in a section of their own. */
const LOOSE = 4;

/** The first message of a task's thread: how the task stands now, and who answers for it. */
export function renderThread(task: Task): Message {
  const title = t.title(task.id, clip(task.title, 200));
  const standing = t.standing(task.state, task.progress);
  const facts = mrkdwn`${standing} · ${t.due(t.weekday(task.dueOn))}`;
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

/** What happened to a task, as a reply in its thread. */
export function renderThreadEvent(event: TaskEvent): Message {
  const what = [t.events[event.kind], ...changeOf(event)].join(' · ');
  const who = event.actor?.name ?? t.bot;
  return message(mrkdwn`${what} · ${who}`, [
    ...listSections([joinMrkdwn([mrkdwn`${bold(what)} · ${who}`, quote(event.note)], '\n')], LOOSE),
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
