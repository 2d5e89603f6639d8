import { type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import { isYearKnown, type WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import type { Logger } from '../log.ts';
import { type RollUpOutcome, rollUp } from '../points/roll-up.ts';
import { policyOf } from '../policy/policy.ts';
import { computeDigests } from './compute-digests.ts';
import { type DueDigests, type DueWeek, listDueDigests, listDueWeeks, messageDueAt } from './rules.ts';
import {
  enqueueDigests,
  findAddressees,
  findAllPolicyChanges,
  findMissing,
  inOneSnapshot,
  insertDigests,
  oneAtATime,
} from './store.ts';
import { findBeginning } from './week-store.ts';

export interface SendOutcome {
  /** What this call has stored; nothing when all was there before. `unread`: agencies that have nobody to send it to. */
  sent: Array<
    DueWeek & { agencies: number; messages: number; unread: number[]; position: number; head: string }
  >;
  /** Messages of a digest stored earlier, for whoever reads it now. */
  readdressed: number;
  /** A year of which the gazette's holidays are not known: only weekends and overrides count in it. */
  unknownYear: string | undefined;
}

interface Frame {
  teamId: string;
  now: Date;
  today: Day;
  calendar: WorkCalendar;
}

/**
 * Computes and sends every weekly digest that is due and was not sent, of all agencies at once: 09:00 in Seoul on Monday or
 * the next working day, later where nobody was there to do it. Any number of processes may call it as often as they like, with
 * clocks that jump: what was sent stands in PostgreSQL, and each agency and week has one digest ever.
 *
 * A digest of the newest week that had no reader, or whose reader may not read it any more by the time it comes, goes at a later
 * call to whoever is the agency's CCO(혁신책임관) or operator then.
 */
export async function sendDigests(
  database: Database,
  options: { teamId: string; now: Date; log: Pick<Logger, 'info'> },
): Promise<SendOutcome> {
  const { teamId, now, log } = options;
  const today = seoulDay(now);
  const frame = { teamId, now, today, calendar: await findCalendar(database) };
  const unknownYear = isYearKnown(today) ? undefined : today.slice(0, 4);
  const nothing = { sent: [], readdressed: 0, unknownYear };
  // Nearly always all is sent: that is seen without a lock. Before the first rollup nothing is known, so it is made.
  const before = await findDue(database, frame);
  const isDue = before.due.length > 0 || before.began === undefined;
  if (!isDue && (await findReaders(database, before.newest, frame)).to.length === 0) return nothing;

  // Whoever finds another at it leaves: the next tick sees what came of it.
  const done = await oneAtATime(database, async (own) => {
    const rolled = isDue ? await rollUp(database, { now, log }) : undefined;
    const { due, began, newest } = await findDue(own, frame);
    const readdressed = await inOneSnapshot(own, (tx) => address(tx, newest, frame));
    const sent: SendOutcome['sent'] = [];
    if (rolled)
      for (const one of due)
        sent.push(await inOneSnapshot(own, (tx) => sendWeek(tx, one, { ...frame, rolled, began })));
    return { sent, readdressed: readdressed.messages };
  });
  // A copy of the head outside the database, as with the seals.
  for (const week of done?.sent ?? []) log.info(week, 'weekly digests sent');
  return { ...nothing, ...done };
}

async function findDue(database: Database, { calendar, now }: Frame) {
  const began = await findBeginning(database);
  const weeks = listDueWeeks(began, calendar, now);
  const missing = await findMissing(
    database,
    weeks.map(({ week }) => week),
  );
  return { due: listDueDigests(weeks, missing), began, newest: weeks.at(-1)?.week };
}

/** The digests of a week that are due, computed, stored and addressed: all of it, or nothing. */
async function sendWeek(
  tx: Database,
  { agencyIds, ...one }: DueDigests,
  frame: Frame & { rolled: RollUpOutcome; began: Day | undefined },
): Promise<SendOutcome['sent'][number]> {
  const { now, rolled, began, calendar } = frame;
  const policies = await findAllPolicyChanges(tx);
  const all = await computeDigests(tx, { ...one, rolled, began, calendar, policies }, now);
  const digests = all.filter(({ agencyId }) => agencyIds.includes(agencyId));
  await insertDigests(tx, digests, now);
  const { position = 0, head = '' } = digests[0] ?? {};
  return { ...one, agencies: digests.length, ...(await address(tx, one.week, frame)), position, head };
}

/** Puts digests of a week into the outbox for whoever is to read them and was not sent them. */
async function address(tx: Database, week: Day | undefined, frame: Frame) {
  const { teamId, now, today, calendar } = frame;
  const { to, unread } = await findReaders(tx, week, frame);
  if (week === undefined || to.length === 0) return { messages: 0, unread };
  const policies = await findAllPolicyChanges(tx);
  await enqueueDigests(tx, to, {
    teamId,
    dueAt: (agencyId) =>
      messageDueAt(week, calendar, policyOf(monthOf(today), policies.get(agencyId) ?? []), now),
  });
  return { messages: to.length, unread };
}

async function findReaders(database: Database, week: Day | undefined, { today }: Frame) {
  const found = week === undefined ? [] : await findAddressees(database, week, today);
  return {
    to: found.flatMap(({ officialId, ...digest }) =>
      officialId === undefined ? [] : [{ ...digest, officialId }],
    ),
    unread: found.flatMap(({ officialId, agencyId }) => (officialId === undefined ? [agencyId] : [])),
  };
}
