import type { Button, KnownBlock } from '@slack/types';
import type { Day } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  type Message,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type { MissingAnswer, ReminderItem } from './reminder.ts';
import type { Refusal, Snooze } from './settings-rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** More is too much for one morning, and near what Slack takes in a message; the lists have the rest. */
const MOST_ITEMS = 10;
const TITLE_CHARACTERS = 80;
const DETAIL_CHARACTERS = 60;
const NAME_CHARACTERS = 40;

/** The message of the day: what waits for one person, each with its buttons. */
export function renderMorning(
  page: {
    name: string;
    day: Day;
    /** The most urgent first; at least one. */
    items: ReminderItem[];
  },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { morning } = t;
  const title = morning.title(
    clip(page.name, NAME_CHARACTERS),
    t.near(page.day, page.day),
    page.items.length,
  );
  const more = page.items.length - MOST_ITEMS;
  const first = page.items[0];
  const preview = first ? mrkdwn`${title} ${headingOf(t, first)}` : mrkdwn`${title}`;
  return message(preview, [
    section(bold(title)),
    ...page.items.slice(0, MOST_ITEMS).flatMap((item, index) => itemBlocks(t, item, page.day, index === 0)),
    ...(more > 0 ? [section(mrkdwn`${morning.more(more)}`)] : []),
    actions([
      button('my_tasks', morning.buttons.tasks),
      button('my_evaluations', morning.buttons.evaluations),
      button('reminder_settings', morning.buttons.settings),
    ]),
    context(mrkdwn`${morning.footer}`),
  ]);
}

function itemBlocks(t: Texts, item: ReminderItem, today: Day, isFirst: boolean): KnownBlock[] {
  const text = joinMrkdwn([bold(headingOf(t, item)), mrkdwn`${lineOf(t, item, today)}`], '\n');
  return [section(text), actions([...answers(t, item, isFirst), ...later(t, item), ...notMine(t, item)])];
}

function headingOf(t: Texts, { kind, title, detail }: ReminderItem): string {
  return t.morning.heading(kind, clip(title, TITLE_CHARACTERS), clip(detail, DETAIL_CHARACTERS));
}

function lineOf(t: Texts, item: ReminderItem, today: Day): string {
  const { lines } = t.morning;
  const day = t.near(item.anchor, today);
  switch (item.kind) {
    case 'evaluation':
      return lines.evaluation(day, item.daysLeft);
    case 'overdue':
      return lines.overdue(day, item.daysLeft, item.missing && clipped(item.missing));
    case 'consent':
      return lines.consent(day);
    case 'stale':
      return lines.stale(day, item.taskId);
    case 'dispute':
      return lines.dispute(day, item.daysLeft, item.detail);
    case 'exchange':
      return lines.exchange(day, item.daysLeft, clip(item.detail, NAME_CHARACTERS));
  }
}

function clipped({ agency, department, name }: MissingAnswer): MissingAnswer {
  return {
    agency: clip(agency, NAME_CHARACTERS),
    department: clip(department, NAME_CHARACTERS),
    name: name === undefined ? undefined : clip(name, NAME_CHARACTERS),
  };
}

/** What one can do about it at once; whoever handles it looks at the rights anew. */
function answers(
  t: Texts,
  { kind, subjectId, taskId, pairId, askedAt }: ReminderItem,
  isFirst: boolean,
): Button[] {
  const { buttons } = t.morning;
  const style = isFirst ? ({ style: 'primary' } as const) : {};
  const of = (action: string, label: string, id: number, more: { style?: 'primary'; value?: string } = {}) =>
    button(`${action}:${id}`, label, { value: String(id), ...more });
  // Which terms it is that are agreed to: once they are revised, the button does so no more.
  const value = `${subjectId}:${askedAt?.getTime() ?? 0}`;
  switch (kind) {
    case 'evaluation':
      return [of('answer_evaluation', buttons.answer, subjectId, style)];
    case 'overdue':
      return [of('show_evaluation', buttons.show, subjectId, style)];
    case 'consent':
      return [
        // Nobody agrees to what they have not read.
        ...(taskId === undefined ? [] : [of('show_task', buttons.show, taskId)]),
        of('agree_party', buttons.agree, subjectId, { value, ...style }),
        of('object_party', buttons.object, subjectId, { value }),
      ];
    case 'stale':
      return [of('update_task', buttons.update, taskId ?? subjectId, style)];
    case 'dispute':
      return [of('answer_dispute', buttons.answer, subjectId, style)];
    case 'exchange':
      return pairId === undefined
        ? [button('show_exchange', buttons.show, style)]
        : [of('show_pair', buttons.show, pairId, style)];
  }
}

function later(t: Texts, { kind, subjectId }: ReminderItem): Button[] {
  const { tomorrow, inThreeDays } = t.morning.buttons;
  return ([1, 3] as const).map((days) => {
    const value = `${kind}:${subjectId}:${days}`;
    return button(`snooze:${value}`, days === 1 ? tomorrow : inThreeDays, { value });
  });
}

/** 담당 아님 is for whoever answers for a post; a CCO hears of others' items, and a term's holder is who they are. */
function notMine(t: Texts, { kind, partyId }: ReminderItem): Button[] {
  if (partyId === undefined || !['evaluation', 'consent', 'stale'].includes(kind)) return [];
  return [button(`decline_party:${partyId}`, t.morning.buttons.notMine, { value: String(partyId) })];
}

export const { refusalText, renderRefusals } = createRefusals<Refusal>(textsOf);

/** Until when something was put off, and why not for longer. */
export function renderSnoozed(
  { title, until, limit, today }: Snooze & { title: string; today: Day },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const text = t.snoozed.until(clip(title, TITLE_CHARACTERS), t.near(until, today));
  return message(mrkdwn`${text}`, [
    section(
      joinMrkdwn([mrkdwn`${text}`, ...(limit === undefined ? [] : [mrkdwn`${t.snoozed[limit]}`])], '\n'),
    ),
  ]);
}
