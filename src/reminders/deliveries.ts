import { type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import { nextSendInstant, type WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import type { Renderer } from '../messenger/outbox.ts';
import { findPolicy } from '../policy/store.ts';
import { findOpenItems, findPlannedMessage, type OpenItem } from './message-store.ts';
import { renderMorning } from './messages.ts';
import type { ReminderItem } from './reminder.ts';
import { byUrgency, daysLeftOf, readStageKey } from './rules.ts';

/**
 * How the message of the day comes to be, when it is sent: what was answered, put off or taken over since it was planned is
 * not in it. It waits over lunch; when its day is over, or its person gone on leave, it is dropped, and what it was to say
 * is planned anew.
 */
export function createReminderRenderers(deps: {
  database: Database;
  now: () => Date;
}): Record<string, Renderer> {
  const { database, now } = deps;
  return {
    reminder: async ([planned], { locale }) => {
      const id = planned?.subjectId ?? 0;
      const today = seoulDay(now());
      const message = await findPlannedMessage(database, id, today);
      if (!message?.isThere || message.day !== today) return undefined;
      const open = await findOpenItems(database, { id, officialId: message.officialId }, today);
      const calendar = await findCalendar(database);
      const items = open.flatMap((item) => toItem(item, calendar, today)).sort(byUrgency);
      const agencyId = message.agencyId ?? items[0]?.agencyId;
      if (agencyId === undefined || items.length === 0) return undefined;
      const policy = await findPolicy(database, agencyId, monthOf(today));
      const notBefore = nextSendInstant(calendar, policy, now());
      if (seoulDay(notBefore) !== today) return undefined;
      if (notBefore > now()) return { notBefore };
      return { ...renderMorning({ name: message.name, day: today, items }, locale), covers: 1 };
    },
  };
}

/** As it is today; nothing when the deadline was moved since: it then counts anew. */
function toItem(open: OpenItem, calendar: WorkCalendar, today: Day): ReminderItem[] {
  const { stageKey, taskId, partyId, pairId, askedAt, missing, ...item } = open;
  const { anchor, stage } = readStageKey(stageKey);
  if (anchor !== item.anchor) return [];
  return [
    {
      ...item,
      ...(taskId === undefined ? {} : { taskId }),
      ...(partyId === undefined ? {} : { partyId }),
      ...(pairId === undefined ? {} : { pairId }),
      ...(askedAt === undefined ? {} : { askedAt }),
      ...(missing === undefined ? {} : { missing }),
      stage,
      daysLeft: daysLeftOf(item.kind, anchor, calendar, today),
    },
  ];
}
