import type { KnownBlock } from '@slack/types';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import { daysFrom, lengthOfTerm } from '../calendar/terms.ts';
import { changeText } from '../measures/messages.ts';
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
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type { Extension, JointTask, PairView, Position, Term } from './exchange.ts';
import type { ExchangePage, PairPage } from './look-up.ts';
import type { Refusal } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** In a list, with all that is said of each; older rounds get a button. */
const MOST_PAIRS = 24;
const LISTED_TASKS = 2;
const SHOWN_TASKS = 10;
const SHOWN_RESULTS = 5;
const SHOWN_CHANGES = 3;
/** Terms of a card; those that are over give way first. */
const SHOWN_TERMS = 16;
const LISTED_CHARACTERS = 80;

export const { refusalText, renderRefusals } = createRefusals<Refusal>(textsOf);

export function renderUsage(locale: Locale): Message {
  const { usage } = textsOf(locale);
  return message(mrkdwn`${usage}`, [section(mrkdwn`${usage}`)]);
}

/** Rounds and pairs, the newest round first. */
export function renderExchange({ views, today }: ExchangePage, locale: Locale): Message {
  const t = textsOf(locale);
  if (views.length === 0) return message(mrkdwn`${t.none}`, [section(mrkdwn`${t.none}`)]);
  const rounds = [...new Set(views.map(({ pair }) => pair.round))];
  const blocks: KnownBlock[] = [];
  const later: number[] = [];
  let shown = 0;
  for (const round of rounds) {
    const all = views.filter(({ pair }) => pair.round === round);
    if (later.length > 0 || (shown > 0 && shown + all.length > MOST_PAIRS)) {
      later.push(round);
      continue;
    }
    const listed = all.slice(0, MOST_PAIRS);
    shown += listed.length;
    blocks.push(section(bold(t.round(round, all.length))));
    for (const view of listed) blocks.push(listedPair(t, view, today));
    if (all.length > listed.length)
      blocks.push(context(mrkdwn`${t.morePairs(all.length - listed.length, round)}`));
  }
  const buttons = later.map((round) =>
    button(`show_round:${round}`, t.showRound(round), { value: String(round) }),
  );
  return message(mrkdwn`${t.title}`, [
    ...blocks,
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
    context(mrkdwn`${t.listNext}`),
  ]);
}

function listedPair(t: Texts, { pair, terms, tasks }: PairView, today: Day): KnownBlock {
  const { round, number } = pair;
  const title = bold(`${t.number(round, number)} ${clip(pair.task, LISTED_CHARACTERS)}`);
  const positions = [pair.a, pair.b].map((position) => clip(placeOf(t, position), LISTED_CHARACTERS)) as [
    string,
    string,
  ];
  const holders = terms
    .filter((term) => term.leadId === undefined && term.last >= today)
    .map((term) => mrkdwn`• ${t.until(term.name, term.last, standing(t, term, today))}`);
  const more = tasks.length - LISTED_TASKS;
  return section(
    joinMrkdwn(
      [
        title,
        mrkdwn`${t.positions(...positions)}`,
        ...holders.slice(0, 4),
        ...tasks.slice(0, LISTED_TASKS).flatMap((task) => taskLines(t, task, 1)),
        ...(more > 0 ? [mrkdwn`${t.moreTasks(more)}`] : []),
      ],
      '\n',
    ),
    button(`show_pair:${pair.id}`, t.details, { value: String(pair.id) }),
  );
}

/** 산업통상자원부(현 산업통상부) 해외투자과장 */
function placeOf(t: Texts, { agencyName, namesToday, title }: Position): string {
  return `${agencyName}${namesToday.length > 0 ? `(${t.today(namesToday)})` : ''} ${title}`;
}

function standing(t: Texts, { first, last }: Term, today: Day): string {
  if (last < today) return t.over;
  return first > today ? t.starts(first) : t.daysLeft(daysFrom(today, last));
}

function taskLines(t: Texts, task: JointTask, most: number): Mrkdwn[] {
  const { id, title, state, progress, results } = task;
  return [
    mrkdwn`• ${t.task(id, clip(title, LISTED_CHARACTERS), t.states[state], progress)}`,
    ...results.slice(0, most).map((result) => mrkdwn`    ${resultLine(t, result)}`),
  ];
}

/** 환경영향평가 기간: 12개월 → 4개월, 66.7% 단축 */
function resultLine(
  t: Texts,
  { measure, unit, before, after, target }: JointTask['results'][number],
): string {
  return `${clip(measure, LISTED_CHARACTERS)}: ${changeText(t.changes, { before, after, target, unit: clip(unit, 20) })}`;
}

/** One pair: positions, whoever holds them as far as the viewer may know, and what they do together. */
export function renderPair(page: PairPage, locale: Locale): Message {
  const t = textsOf(locale);
  const { pair, tasks } = page;
  const title = `${t.number(pair.round, pair.number)} ${pair.task}`;
  const places = [pair.a, pair.b].map((position) => mrkdwn`• ${placeOf(t, position)}`);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), mrkdwn`${t.level(pair.round, pair.level)}`, ...places], '\n')),
    ...holderBlocks(t, page),
    ...taskBlocks(t, tasks),
    actions([
      ...tasks
        .slice(0, SHOWN_TASKS)
        .map(({ id }) => button(`show_task:${id}`, t.showTask(id), { value: String(id) })),
      button('show_exchange', t.showList),
    ]),
    ...(pair.source === '' ? [] : [context(mrkdwn`${t.source(pair.source)}`)]),
  ]);
}

function holderBlocks(t: Texts, page: PairPage): KnownBlock[] {
  const { terms, today } = page;
  const note = page.hidden ? [context(mrkdwn`${t.hidden}`)] : [];
  if (terms.length === 0) return page.hidden ? note : [section(mrkdwn`${bold(t.holders)}\n${t.noHolder}`)];
  const current = terms.filter((term) => term.last >= today).slice(0, SHOWN_TERMS);
  // Of those that are over the latest, in the order of all.
  const room = SHOWN_TERMS - current.length;
  const over = room > 0 ? terms.filter((term) => term.last < today).slice(-room) : [];
  const shown = terms.filter((term) => current.includes(term) || over.includes(term));
  const left = terms.length - shown.length;
  return [
    section(bold(t.holders)),
    ...shown.map((term) => termBlock(t, page, term)),
    ...(left > 0 ? [context(mrkdwn`${t.moreTerms(left)}`)] : []),
    ...note,
  ];
}

function termBlock(t: Texts, page: PairPage, term: Term): KnownBlock {
  const { pair, today, viewerId, mayExtend } = page;
  const position = pair.a.id === term.positionId ? pair.a : pair.b;
  const { months, days } = lengthOfTerm(term.first, term.last);
  const stretch = `${t.lasting(term.first, term.last, months, days)} · ${standing(t, term, today)}`;
  const head =
    term.leadId === undefined
      ? mrkdwn`${bold(term.name)} · ${position.agencyName} ${position.title}`
      : mrkdwn`↳ ${t.companion} ${bold(term.name)}`;
  const earlier = term.changes.length - SHOWN_CHANGES;
  const changes = term.changes
    .slice(-SHOWN_CHANGES)
    .map(
      (change) =>
        mrkdwn`• ${t.change(change.oldEnd, change.newEnd, seoulDay(change.at))} · ${
          change.actor === undefined ? t.byImport : t.changeBy(change.actor, change.reason)
        }`,
    );
  const text = joinMrkdwn(
    [head, mrkdwn`${stretch}`, ...changes, ...(earlier > 0 ? [mrkdwn`${t.moreChanges(earlier)}`] : [])],
    '\n',
  );
  const extendable = mayExtend && term.last >= today && term.officialId !== viewerId;
  return section(
    text,
    extendable ? button(`extend_term:${term.id}`, t.extend, { value: String(term.id) }) : undefined,
  );
}

function taskBlocks(t: Texts, tasks: readonly JointTask[]): KnownBlock[] {
  if (tasks.length === 0) return [section(mrkdwn`${bold(t.tasks)}\n${t.noTask}`)];
  const more = tasks.length - SHOWN_TASKS;
  const entries = tasks.slice(0, SHOWN_TASKS).map((task) => cardTask(t, task));
  return [
    section(bold(t.tasks)),
    ...listSections(entries, 5),
    ...(more > 0 ? [context(mrkdwn`${t.moreTasks(more)}`)] : []),
  ];
}

function cardTask(t: Texts, task: JointTask): Mrkdwn {
  const more = task.results.length - SHOWN_RESULTS;
  const rest = more > 0 ? [mrkdwn`    ${t.moreResults(more)}`] : [];
  return joinMrkdwn([...taskLines(t, task, SHOWN_RESULTS), ...rest], '\n');
}

/** For the operator who extended a term. */
export function renderExtended(extension: Extension, locale: Locale): Message {
  const { extended } = textsOf(locale);
  return extensionMessage(
    extension,
    extended.done(extension.holder.name, extension.newEnd),
    [extended.doneNext],
    locale,
  );
}

/** For the holder, and for those who keep watch over the exchange. */
export function renderExtensionNotice(
  extension: Extension,
  audience: 'holder' | 'cco',
  locale: Locale,
): Message {
  const { extended } = textsOf(locale);
  const { holder, newEnd } = extension;
  const title = audience === 'holder' ? extended.own(newEnd) : extended.other(holder.name, newEnd);
  return extensionMessage(extension, title, [extended.by(extension.actor, extension.reason)], locale);
}

function extensionMessage(extension: Extension, title: string, last: string[], locale: Locale): Message {
  const t = textsOf(locale);
  const { pair, position, oldEnd, newEnd, companions } = extension;
  const lines = [
    `${t.number(pair.round, pair.number)} ${pair.task}`,
    position,
    t.extended.ends(oldEnd, newEnd),
    ...companions.map(({ name, newEnd: end }) => t.extended.companion(name, end)),
    ...last,
  ];
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), ...lines.map((line) => mrkdwn`${line}`)], '\n')),
    actions([button(`show_pair:${pair.id}`, t.extended.show, { value: String(pair.id) })]),
  ]);
}
