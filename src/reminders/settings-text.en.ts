import type { ReminderKind } from './reminder.ts';
import type { ReminderPolicy } from './settings.ts';
import type { SettingsTexts } from './settings-text.ko.ts';
import { en as words } from './text.en.ts';

const { kinds, range, date, hourRanges } = words;

const joined = (parts: readonly (number | string)[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

function before(days: readonly number[], what = 'the due day'): string {
  const earlier = days.filter((day) => day > 0);
  const list =
    earlier.length === 0
      ? ''
      : `${joined(earlier)} ${earlier.length === 1 && earlier[0] === 1 ? 'day' : 'days'} before ${what}`;
  if (!days.includes(0)) return list;
  return list === '' ? `on ${what}` : `${list} and on it`;
}

const after = (days: readonly number[]) =>
  days.length === 0 ? '' : `${joined(days)} ${days.length === 1 && days[0] === 1 ? 'day' : 'days'} after`;

const schedules: Record<ReminderKind, (policy: ReminderPolicy) => string> = {
  evaluation: (policy) => {
    const later = after(policy.remindAfterDays);
    return [before(policy.remindBeforeDays), later === '' ? '' : `${later} it`].filter(Boolean).join(', ');
  },
  overdue: (policy) => `${after([policy.escalateAfterDays])} the due day`,
  consent: (policy) => behind(after(policy.consentReminderDays), 'the request'),
  stale: (policy) => `every ${policy.staleAfterDays} days without news`,
  dispute: (policy) => before(policy.disputeReminderDays),
  exchange: (policy) => behind(before(policy.exchangeAlertCalendarDays, 'the end'), '(calendar days)'),
};

function behind(days: string, what: string): string {
  return days === '' ? '' : `${days} ${what}`;
}

export const en: SettingsTexts = {
  title: 'Reminder settings',
  when: (hour) => `On working days from ${hour}:00, one message a day with all there is to say.`,
  moved: (chosen, hour) =>
    `You chose ${chosen}:00, but your agency sends none at that hour; it comes at ${hour}:00.`,
  window: (hours) =>
    `You may choose among ${hourRanges(hours)}. Nothing is sent on weekends, holidays and your days off.`,
  what: 'What you get',
  kind: (kind, policy) => `${kinds[kind]} · ${schedules[kind](policy) || 'not sent'}`,
  off: 'off',
  counted:
    'Days are working days. You may switch off the reminders of tasks without news and of exchanges about to end.',
  leaves: 'Days off',
  noLeave: 'None are noted. While you are off, no reminders are sent.',
  leave: range,
  open: 'Change',
  openLeave: 'Add days off',
  deleteLeave: 'Delete',
  changed: {
    saved: 'Your settings are saved.',
    hour: (hour) => `Reminders now come from ${hour}:00.`,
    switched: (kind, on) => `“${kinds[kind]}” is now ${on ? 'on' : 'off'}.`,
    leaveTaken: (first, last) =>
      `Your days off (${range(first, last)}) are noted. No reminders are sent meanwhile; you hear of everything once you are back.`,
    leaveCancelled: (first, last) => `Your days off (${range(first, last)}) are deleted.`,
  },
  usage:
    'Please type /collab reminders (settings), /collab reminders 10, /collab reminders off exchange, /collab reminders on exchange, /collab reminders leave 2026-12-24 2026-12-26 or /collab reminders leave cancel 2026-12-24.',
  dialog: {
    title: 'Reminder settings',
    submit: 'Save',
    close: 'Close',
    refused: 'Not saved. Please correct this and try again.',
    hour: 'Hour',
    hourHint: 'On working days one message comes from this hour on.',
    hourOption: (hour) => `${hour}:00`,
    kinds: 'Reminders to get',
    kindsHint: 'Those of evaluations, consents and disputes always come, as others rely on them.',
  },
  leaveDialog: {
    title: 'Days off',
    submit: 'Add',
    first: 'First day',
    last: 'Last day',
    hint: (max) =>
      `Up to ${max} days at a time; no reason is asked. The CCO(혁신책임관) still hears of overdue evaluations.`,
  },
  holidays: {
    title: 'Holidays',
    intro: 'Deadlines and reminders of all agencies are counted by them. Weekends are always off.',
    set: 'Days set by hand',
    noneSet: 'None are set.',
    entry: (day, holiday, name) =>
      `${date(day)}: ${holiday ? 'off' : 'working day'}${name === '' ? '' : ` · ${name}`}`,
    gazette: 'Holidays of the coming year (gazette)',
    named: (day, names) => `${date(day)}: ${names.join(', ')}`,
    noneNamed: 'The gazette has none.',
    more: (count) => `${count} more`,
    unknown: (years) =>
      `The holidays of ${joined(years)} are not known yet: only weekends count as days off.`,
    unknownNext: 'Please update to a newer version, or set them one by one as below.',
    how: 'To change: /collab holidays 2026-12-31 off special holiday · /collab holidays 2026-12-31 work reason · /collab holidays 2026-12-31 cancel. It holds for all agencies and is kept on record.',
    usage:
      'Please type /collab holidays (list), /collab holidays 2026-12-31 off special holiday, /collab holidays 2026-12-31 work reason or /collab holidays 2026-12-31 cancel.',
    done: (day, holiday) => `${date(day)} is now a ${holiday ? 'day off' : 'working day'}.`,
    doneNext: 'Deadlines and reminders of all agencies are counted anew by it.',
    reason: (name) => `Reason: ${name}`,
    cancelled: (day) => `What was set for ${date(day)} is cancelled.`,
    backTo: (names) =>
      names.length === 0 ? 'It is a working day again.' : `It is a holiday again (${names.join(', ')}).`,
  },
};
