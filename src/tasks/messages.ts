import type { Button } from '@slack/types';
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
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import { measureLines } from './card-messages.ts';
import { type Command, formatListView, LIST_STATES, type ListView } from './parse.ts';
import type { PartyLine, Refusal, Task, TaskCard, TaskEvent, TaskLine } from './task.ts';
import { eventLine, standingText } from './task-lines.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';
import { formatUpdate } from './value-parse.ts';

const TITLE_CHARACTERS = 100;
const HISTORY_NOTE_CHARACTERS = 400;
const ON_A_PAGE = 10;
/** As much as Slack lets one type. */
const MOST_SHOWN = 8_000;

/** What an act came to. */
export type Done = Exclude<keyof Texts['receipts'], 'proposedNext' | 'withdrawn' | 'channel' | 'noChannel'>;

/** A list of tasks, with its filters in place. */
export function renderList(
  page: { lines: TaskLine[]; total: number; view: ListView; scopes: ReadonlyArray<ListView['scope']> },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { lines, total, view, scopes } = page;
  const pages = Math.max(1, Math.ceil(total / ON_A_PAGE));
  const counted = [t.list.states[view.state], t.list.count(total)];
  const facts = [...counted, ...(pages > 1 ? [t.list.page(view.page + 1, pages)] : [])].join(' · ');
  const title = t.list.titles[view.scope];
  return message(mrkdwn`${title} · ${counted.join(' ')}`, [
    section(mrkdwn`${bold(title)}\n${facts}`),
    actions(filterButtons(t, view, scopes)),
    ...(lines.length === 0
      ? [section(mrkdwn`${t.list.none}`)]
      : lines.map((line) =>
          section(
            listEntry(t, line),
            button(`show_task:${line.id}`, t.buttons.show, { value: String(line.id) }),
          ),
        )),
    actions([...pageButtons(t, view, pages), button('register_task', t.buttons.register)]),
  ]);
}

function filterButtons(t: Texts, view: ListView, scopes: ReadonlyArray<ListView['scope']>): Button[] {
  const filter = (kind: 'scope' | 'state', label: string, change: Partial<ListView>) => {
    const value = formatListView({ ...view, ...change, page: 0 });
    const isOn = Object.entries(change).every(([key, one]) => view[key as keyof ListView] === one);
    return button(`list_tasks:${kind}:${value}`, label, { value, ...(isOn ? { style: 'primary' } : {}) });
  };
  return [
    ...(scopes.length > 1 ? scopes.map((scope) => filter('scope', t.list.scopes[scope], { scope })) : []),
    ...LIST_STATES.map((state) => filter('state', t.list.states[state], { state })),
  ];
}

function pageButtons(t: Texts, view: ListView, pages: number): Button[] {
  const turn = (to: 'newer' | 'older', page: number) => {
    const value = formatListView({ ...view, page });
    return button(`list_tasks:${to}:${value}`, t.list[to], { value });
  };
  return [
    ...(view.page > 0 ? [turn('newer', view.page - 1)] : []),
    ...(view.page + 1 < pages ? [turn('older', view.page + 1)] : []),
  ];
}

function listEntry(t: Texts, line: TaskLine): Mrkdwn {
  const side = ({ agency, department, answers }: PartyLine) =>
    `${t.place(agency, department)} ${answers ?? t.nobody}`;
  const marks = [...(line.waiting ? [t.list.waiting] : []), ...(line.overdue ? [t.overdue] : [])];
  return joinMrkdwn(
    [
      bold(t.title(line.id, clip(line.title, TITLE_CHARACTERS))),
      mrkdwn`${[standingText(t, line), ...marks].join(' · ')}`,
      mrkdwn`${[line.lead, ...line.partners].map(side).join(' ↔ ')}`,
    ],
    '\n',
  );
}

/** What happened to a task, a page of it, the newest first. */
export function renderHistory(
  { task, events, page, more }: { task: Task; events: TaskEvent[]; page: number; more: boolean },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const title = t.history.title(task.id, clip(task.title, TITLE_CHARACTERS));
  const entries = events.map((event) => eventLine(t, event, HISTORY_NOTE_CHARACTERS));
  const turn = (label: string, to: number) =>
    button(`history_task:${task.id}:${to}`, label, { value: `${task.id}:${to}:turn` });
  return message(mrkdwn`${title}`, [
    section(bold(title)),
    ...(entries.length === 0 ? [section(mrkdwn`${t.history.none}`)] : listSections(entries, ON_A_PAGE)),
    actions([
      ...(page > 0 ? [turn(t.history.newer, page - 1)] : []),
      ...(more ? [turn(t.history.older, page + 1)] : []),
      showTask(t, task.id),
    ]),
  ]);
}

function showTask(t: Texts, id: number): Button {
  return button(`show_task:${id}`, t.buttons.showTask, { value: String(id) });
}

/** For whoever acted: what was done, how the task stands now, and what comes next. */
export function renderReceipt(kind: Done, card: TaskCard, locale: Locale): Message {
  const t = textsOf(locale);
  const { task, dispute } = card;
  const title = receiptTitle(t, kind, card);
  const isProposal = kind === 'proposed' || kind === 'revised';
  const points = kind === 'completed' ? card.events.find((event) => event.kind === 'points') : undefined;
  return message(mrkdwn`${title}`, [
    section(
      joinMrkdwn(
        [
          bold(title),
          mrkdwn`${clip(task.title, TITLE_CHARACTERS)}`,
          mrkdwn`${standingText(t, task)}`,
          ...(kind === 'recorded' || kind === 'completed' ? measureLines(t, card.measures) : []),
          ...(kind === 'dispute_answered' && dispute
            ? [mrkdwn`${t.dispute.step(dispute.step, dispute.dueOn)}`]
            : []),
        ],
        '\n',
      ),
    ),
    ...(points ? [section(quote(points.note))] : []),
    actions([showTask(t, task.id)]),
    ...(isProposal ? [context(mrkdwn`${t.receipts.proposedNext}`)] : []),
  ]);
}

function receiptTitle({ receipts }: Texts, kind: Done, { task, events, dispute }: TaskCard): string {
  if (kind === 'dispute_raised') return receipts.dispute_raised(task.id, dispute?.dueOn ?? task.dueOn);
  const withdrawn = kind === 'cancelled' && events[0]?.fromState === 'proposed';
  return receipts[withdrawn ? 'withdrawn' : kind](task.id);
}

/** For the operator who named the channel of the agency's threads, or switched them off. */
export function renderChannelChosen(channelId: string | undefined, locale: Locale): Message {
  const { receipts } = textsOf(locale);
  const text = channelId === undefined ? receipts.noChannel : receipts.channel;
  return message(mrkdwn`${text}`, [section(mrkdwn`${text}`)]);
}

/** Every reason why nothing was done, and what to do. */
export function renderRefusals(refusals: readonly Refusal[], locale: Locale): Message {
  return refusalMessage(refusals, [], locale);
}

/** A command that was refused, with what was typed: a line that has to be corrected is not to be written anew. */
export function renderLineRefused(refusals: readonly Refusal[], typed: string, locale: Locale): Message {
  return withTyped(renderRefusals(refusals, locale), typed, locale);
}

/** A command's update that was refused; where only results are missing, a button asks for them with the note kept. */
export function renderUpdateRefused(
  refusals: readonly Refusal[],
  asked: { taskId: number; note: string; typed: string },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const isAsked = refusals.some(({ reason }) => reason === 'results_missing');
  const value = formatUpdate(asked.taskId, 'completed', asked.note);
  const ask = button(`update_task:${asked.taskId}`, t.buttons.complete, { value, style: 'primary' });
  return withTyped(refusalMessage(refusals, isAsked ? [ask] : [], locale), asked.typed, locale);
}

/** All that was typed, however long: for a note that is too long that is the point. */
function withTyped({ blocks, ...rest }: Message, typed: string, locale: Locale): Message {
  const { usage } = textsOf(locale);
  const shown = mrkdwn`${usage.typed}:\n${quote(clip(typed, MOST_SHOWN))}`;
  return { ...rest, blocks: [...blocks, ...listSections([shown], 1)] };
}

function refusalMessage(refusals: readonly Refusal[], buttons: Button[], locale: Locale): Message {
  const { refused } = textsOf(locale);
  const lines = refusals.map((refusal) => mrkdwn`${refusalText(refusal, locale)}`);
  const [only, ...others] = lines;
  const said = only ?? mrkdwn`${refused}`;
  const list = others.length === 0 ? [said] : [bold(refused), ...lines.map((line) => mrkdwn`• ${line}`)];
  return message(said, [
    section(joinMrkdwn(list, '\n')),
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
  ]);
}

/** Why not, and what to do, in plain text. */
export const { refusalText } = createRefusals<Refusal>(textsOf);

/** How a command is written; what was typed is shown back, so that it can be corrected. */
export function renderUsage(
  { topic, typed, nearest }: Extract<Command, { kind: 'usage' }>,
  locale: Locale,
): Message {
  const { usage } = textsOf(locale);
  const title = usage.titles[topic];
  const lines = usage.examples[topic].map((example) => mrkdwn`\`${example}\``);
  return message(mrkdwn`${title}`, [
    section(
      joinMrkdwn(
        [bold(title), ...(nearest === undefined ? [] : [mrkdwn`${usage.nearest(nearest)}`]), ...lines],
        '\n',
      ),
    ),
    ...(typed === '' ? [] : [context(mrkdwn`${usage.typed}: ${typed}`)]),
  ]);
}
