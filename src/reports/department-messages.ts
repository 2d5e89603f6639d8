import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { addMonths, type Month, monthOf, type Period, seoulDay } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  clip,
  context,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  plain,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import {
  DAY_ENTRIES_PER_PAGE,
  type DayPage,
  type DepartmentPage,
  type Sheet,
} from './look-up-departments.ts';
import { lines } from './messages.ts';
import { formatPeriod, lastDayOf, periodBefore } from './periods.ts';
import type { DayEntry, DayFigures, Figures, Neighbour } from './report.ts';
import { sumFigures, takenBackOf } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

const NAME_CHARACTERS = 60;
const WORDS_CHARACTERS = 200;

/** A department's month, day by day; what is not fixed yet stands apart and is in no sum. */
export function renderDepartment(page: DepartmentPage, locale: Locale): Message {
  const t = textsOf(locale);
  const { department, period, fixed } = page;
  const title = t.department.title(department.agency.shortName, department.name, period);
  return message(mrkdwn`${title}`, [
    section(lines([bold(title), ...sumLines(t, fixed)])),
    ...listSections([lines(fixed.flatMap((day) => dayLines(t, day)))].filter(hasText), 1),
    ...runningSection(t, page),
    ...(page.mayTrace ? dayChoice(t, page) : []),
    actions(monthButtons(t, page)),
    ...fixedNotes(t, page),
  ]);
}

function hasText({ mrkdwn: text }: Mrkdwn): boolean {
  return text !== '';
}

/** What the days come to, with corrections on a line of their own. */
function sumLines(t: Texts, days: readonly Figures[]): Mrkdwn[] {
  const sum = sumFigures(days);
  if (days.length === 0) return [mrkdwn`${t.department.none}`];
  return [mrkdwn`${bold(t.department.sum)} ${netOf(t, sum)}`, ...correctionLines(t, sum)];
}

function netOf(t: Texts, sum: Figures): string {
  return t.department.figures(
    sum.received + sum.receivedCorrection,
    sum.sent + sum.sentCorrection,
    sum.special + sum.specialCorrection,
  );
}

function correctionLines(t: Texts, of: Figures): Mrkdwn[] {
  const { receivedCorrection: received, sentCorrection: sent, specialCorrection: special } = of;
  if (received === 0 && sent === 0 && special === 0) return [];
  return [mrkdwn`　${t.department.correction} ${t.department.corrections(received, sent, special)}`];
}

function dayLines(t: Texts, day: DayFigures): Mrkdwn[] {
  const figures = t.department.figures(day.received, day.sent, day.special);
  return [
    mrkdwn`${bold(t.department.day(day.day))} ${figures} · ${t.department.members(day.members)}`,
    ...correctionLines(t, day),
  ];
}

function runningSection(t: Texts, { running, at }: DepartmentPage): KnownBlock[] {
  if (running.length === 0) return [];
  return [
    section(
      lines([
        bold(t.department.running),
        ...running.flatMap((day) => dayLines(t, day)),
        mrkdwn`${t.department.runningAsOf(at.asOf)}`,
      ]),
    ),
  ];
}

function fixedNotes(t: Texts, { lastClosed, fixed, running }: DepartmentPage): KnownBlock[] {
  const { department: d } = t;
  const corrected = [...fixed, ...running].some((day) => correctionLines(t, day).length > 0);
  return [
    ...(corrected ? [context(mrkdwn`${d.correctionNote}`)] : []),
    context(mrkdwn`${lastClosed ? d.fixedThrough(lastClosed.day, lastClosed.position) : d.fixedNone}`),
  ];
}

/** A menu of the days, the newest first: to the gifts behind one. */
function dayChoice(t: Texts, { department, fixed, running }: DepartmentPage): ActionsBlock[] {
  const days = [...fixed, ...running].map(({ day }) => day).reverse();
  if (days.length === 0) return [];
  return [
    {
      type: 'actions',
      elements: [
        {
          type: 'static_select',
          action_id: 'department_day',
          placeholder: plain(t.department.chooseDay, 150),
          options: days.map((day) => ({
            text: plain(t.department.day(day), 75),
            value: `${department.id}:${day}:0`,
          })),
        },
      ],
    },
  ];
}

function monthButtons(t: Texts, { department, period, at }: DepartmentPage): Button[] {
  const month = monthOf(period.from);
  const turn = (name: string, label: string, to: string) =>
    button(`department_month:${name}`, label, { value: `${department.id}:${to}` });
  const isOver = lastDayOf(period) < seoulDay(at.asOf);
  return [
    turn('before', t.department.previousMonth, addMonths(month, -1)),
    ...(isOver ? [turn('after', t.department.nextMonth, addMonths(month, 1))] : []),
    button('performance:sheet', t.department.sheet, { value: `${department.id}:${formatPeriod(period)}` }),
  ];
}

/** The acts behind a department's day; each correction is told to be one. */
export function renderDay(page: DayPage, locale: Locale): Message {
  const t = textsOf(locale);
  const { department } = page;
  const title = t.dayPage.title(department.agency.shortName, department.name, page.day);
  const pages = Math.max(1, Math.ceil(page.total / DAY_ENTRIES_PER_PAGE));
  const turn = (to: number, label: string) =>
    button(`department_day:page${to}`, label, { value: `${department.id}:${page.day}:${to}` });
  return message(mrkdwn`${title}`, [
    section(
      lines([
        bold(title),
        mrkdwn`${page.total === 0 ? t.dayPage.none : t.entries(page.total, page.page + 1, pages)}`,
      ]),
    ),
    ...listSections(
      page.entries.map((entry) => entryLines(t, entry)),
      DAY_ENTRIES_PER_PAGE,
    ),
    actions([
      ...(page.page > 0 ? [turn(page.page - 1, t.previousPage)] : []),
      ...(page.page + 1 < pages ? [turn(page.page + 1, t.nextPage)] : []),
      button('department_month:back', t.dayPage.back, { value: `${department.id}:${monthOf(page.day)}` }),
    ]),
    context(mrkdwn`${page.isFixed ? t.dayPage.fixed(page.position) : t.dayPage.open(page.position)}`),
  ]);
}

function entryLines(t: Texts, entry: DayEntry): Mrkdwn {
  const member = bold(clip(entry.member === '' ? t.dayPage.whole : entry.member, NAME_CHARACTERS));
  const place = entry.otherPlace === '' ? '' : ` (${entry.otherPlace})`;
  const other = entry.other === '' ? mrkdwn`` : mrkdwn` ${clip(entry.other, NAME_CHARACTERS)}${place}`;
  const correction = entry.correction ? ` · ${t.department.correction}` : '';
  const words = entry.words === undefined ? mrkdwn`${t.hidden}` : quote(clip(entry.words, WORDS_CHARACTERS));
  return mrkdwn`${member} ${t.trace.sides[entry.side]}${other} ${t.dayPage.signed(entry.points)}${correction} · ${t.number(entry.number)}\n${words}`;
}

/** The sheet of a head's performance contract: months, places, neighbours; each month leads to its days. */
export function renderSheet(sheet: Sheet, locale: Locale): Message {
  const t = textsOf(locale);
  const s = t.sheet;
  const { department, period } = sheet;
  const title = s.title(department.agency.shortName, department.name);
  return message(mrkdwn`${title}`, [
    section(
      lines([
        bold(title),
        mrkdwn`${t.period(period)} · ${s.members(sheet.members, sheet.membersOn)}`,
        headLine(t, sheet),
        mrkdwn`${s.purpose}`,
      ]),
    ),
    section(lines([...sumLines(t, sheet.fixed), mrkdwn``, bold(s.months), ...monthLines(t, sheet)])),
    ...runningSection(t, sheet),
    section(lines([bold(s.places), ...placeLines(t, sheet)])),
    section(
      lines([neighbourLine(t, s.helpedUs, sheet.helpedUs), neighbourLine(t, s.weHelped, sheet.weHelped)]),
    ),
    actions([
      ...monthsWithDays(sheet).map((month) =>
        button(`department_month:${month}`, s.daysOf(month), { value: `${department.id}:${month}` }),
      ),
      button('performance:before', s.before, {
        value: `${department.id}:${formatPeriod(periodBefore(period))}`,
      }),
    ]),
    ...fixedNotes(t, sheet),
    context(mrkdwn`${s.note(takenBackOf(sheet.reach.parts))}`),
  ]);
}

/** Months behind which there is any day to see. */
function monthsWithDays({ fixed, running }: Sheet): Month[] {
  return [...new Set([...fixed, ...running].map(({ day }) => monthOf(day)))];
}

function headLine(t: Texts, { heads, period }: Sheet): Mrkdwn {
  const named = heads.map(({ name, position, rank, first, last }) =>
    t.sheet.head(clip(name, NAME_CHARACTERS), position, rank, first, last, isWhole({ first, last }, period)),
  );
  return mrkdwn`${bold(t.sheet.heads)} ${named.length === 0 ? t.sheet.noHead : named.join(', ')}`;
}

function isWhole({ first, last }: { first: string; last: string | undefined }, { from }: Period): boolean {
  return first === from && last === undefined;
}

/** A line a month; months without anything are left out, and that is said. */
function monthLines(t: Texts, { months }: Sheet): Mrkdwn[] {
  const told = months.filter(({ month: _, ...figures }) =>
    Object.values(figures).some((count) => count !== 0),
  );
  const lined = told.flatMap((month) => [
    mrkdwn`${t.sheet.month(month.month)} ${t.department.figures(month.received, month.sent, month.special)}`,
    ...correctionLines(t, month),
  ]);
  return told.length === months.length ? lined : [...lined, mrkdwn`${t.sheet.otherMonths(told.length)}`];
}

function placeLines(t: Texts, { places }: Sheet): Mrkdwn[] {
  return (['received', 'sent'] as const).map(
    (side) =>
      mrkdwn`${t.sheet.place(side, t.sheet.rankOf(places.agency[side]), t.sheet.rankOf(places.government[side]))}`,
  );
}

function neighbourLine(t: Texts, name: string, list: readonly Neighbour[]): Mrkdwn {
  const named = list.map(({ agency, points, gifts }) => t.sheet.neighbour(agency, points, gifts)).join(', ');
  return mrkdwn`${bold(name)} ${named === '' ? t.sheet.nobody : named}`;
}
