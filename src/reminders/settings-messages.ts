import type { KnownBlock } from '@slack/types';
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
import type { ReminderKind } from './reminder.ts';
import type { Holiday, HolidayPage, Settings, SettingsChange } from './settings.ts';
import { effectiveHour, REMINDER_KINDS } from './settings-rules.ts';
import type { SettingsTexts } from './settings-text.ko.ts';
import { settingsTextsOf } from './texts.ts';

const MOST_OVERRIDES = 40;
const NAME_CHARACTERS = 100;
/** What only comes to whoever heads the agency's collaboration: CCO(혁신책임관) and operators. */
const HEADS_KINDS: readonly ReminderKind[] = ['overdue', 'dispute'];

/** What one gets and when, with what was changed just now on top. */
export function renderSettings(settings: Settings, locale: Locale, change?: SettingsChange): Message {
  const t = settingsTextsOf(locale);
  const done = change && changeText(t, change);
  return message(mrkdwn`${done ?? t.title}`, [
    ...(done === undefined ? [] : [section(bold(done))]),
    section(lines([bold(t.title), ...whenLines(t, settings)])),
    section(lines([bold(t.what), ...kindLines(t, settings)])),
    context(mrkdwn`${t.counted}`),
    ...leaveBlocks(t, settings),
    actions([
      button('open_reminder_settings', t.open, { style: 'primary' }),
      button('open_leave', t.openLeave),
    ]),
  ]);
}

function lines(texts: readonly Mrkdwn[]): Mrkdwn {
  return joinMrkdwn(texts, '\n');
}

function changeText(t: SettingsTexts, change: SettingsChange): string {
  switch (change.kind) {
    case 'saved':
      return t.changed.saved;
    case 'hour':
      return t.changed.hour(change.hour);
    case 'switched':
      return t.changed.switched(change.what, change.on);
    case 'leave_taken':
      return t.changed.leaveTaken(change.leave.first, change.leave.last);
    case 'leave_cancelled':
      return t.changed.leaveCancelled(change.leave.first, change.leave.last);
  }
}

function whenLines(t: SettingsTexts, { hour, hours }: Settings): Mrkdwn[] {
  const real = effectiveHour(hour, hours);
  return [
    mrkdwn`${t.when(real)}`,
    ...(real === hour ? [] : [mrkdwn`${t.moved(hour, real)}`]),
    mrkdwn`${t.window(hours)}`,
  ];
}

function kindLines(t: SettingsTexts, { heads, muted, policy }: Settings): Mrkdwn[] {
  return REMINDER_KINDS.filter((kind) => heads || !HEADS_KINDS.includes(kind)).map((kind) => {
    const text = mrkdwn`• ${t.kind(kind, policy)}`;
    return muted.includes(kind) ? mrkdwn`${text} · ${bold(t.off)}` : text;
  });
}

function leaveBlocks(t: SettingsTexts, { leaves }: Settings): KnownBlock[] {
  if (leaves.length === 0) return [section(lines([bold(t.leaves), mrkdwn`${t.noLeave}`]))];
  return [
    section(bold(t.leaves)),
    ...leaves.map(({ id, first, last }) =>
      section(
        mrkdwn`• ${t.leave(first, last)}`,
        button(`delete_leave:${id}`, t.deleteLeave, { value: String(id) }),
      ),
    ),
  ];
}

export function renderUsage(locale: Locale): Message {
  const { usage } = settingsTextsOf(locale);
  return message(mrkdwn`${usage}`, [section(mrkdwn`${usage}`)]);
}

/** The government's days off to come; for whoever may, how to change them. */
export function renderHolidays(page: HolidayPage, locale: Locale): Message {
  const { holidays: t } = settingsTextsOf(locale);
  const { overrides, gazette, unknownYears, mayChange } = page;
  const more = overrides.length - MOST_OVERRIDES;
  const set = overrides
    .slice(0, MOST_OVERRIDES)
    .map(({ day, holiday, name }) => mrkdwn`• ${t.entry(day, holiday, clip(name, NAME_CHARACTERS))}`);
  const named = gazette.map(({ day, names }) => mrkdwn`• ${t.named(day, names)}`);
  return message(mrkdwn`${t.title}`, [
    section(lines([bold(t.title), mrkdwn`${t.intro}`])),
    ...(unknownYears.length === 0
      ? []
      : [section(lines([bold(t.unknown(unknownYears)), ...(mayChange ? [mrkdwn`${t.unknownNext}`] : [])]))]),
    section(bold(t.set)),
    ...(set.length === 0 ? [section(mrkdwn`${t.noneSet}`)] : listSections([lines(set)], 10)),
    ...(more > 0 ? [context(mrkdwn`${t.more(more)}`)] : []),
    section(bold(t.gazette)),
    ...(named.length === 0 ? [section(mrkdwn`${t.noneNamed}`)] : listSections([lines(named)], 10)),
    ...(mayChange ? [context(mrkdwn`${t.how}`)] : []),
  ]);
}

export function renderHolidayUsage(locale: Locale): Message {
  const { usage } = settingsTextsOf(locale).holidays;
  return message(mrkdwn`${usage}`, [section(mrkdwn`${usage}`)]);
}

/** For whoever set a day, or took that back. */
export function renderHolidayKept(
  outcome:
    | { kind: 'set'; holiday: Holiday }
    | { kind: 'cancelled'; holiday: Holiday; names: readonly string[] },
  locale: Locale,
): Message {
  const { holidays: t } = settingsTextsOf(locale);
  const { day, holiday, name } = outcome.holiday;
  const [title, next] =
    outcome.kind === 'set'
      ? [t.done(day, holiday), t.reason(name)]
      : [t.cancelled(day), t.backTo(outcome.names)];
  return message(mrkdwn`${title}`, [section(lines([bold(title), mrkdwn`${next}`, mrkdwn`${t.doneNext}`]))]);
}
