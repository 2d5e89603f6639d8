import { addDays, type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import type { WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import type { RollUpOutcome } from '../points/roll-up.ts';
import { type Policy, type PolicyChange, policyOf } from '../policy/policy.ts';
import type { Cut, Digest, DigestContent, WeekFigures } from './digest.ts';
import {
  type AgencyTerms,
  findChangedTasks,
  findCompletedTasks,
  findEndingTerms,
  findLateTasks,
  findOpenItems,
  type Lists,
  type OpenLists,
} from './open-store.ts';
import { findPatterns, monthEndIn, WEEKS_AVERAGED } from './rules.ts';
import {
  type AgencyGifts,
  type DigestAgency,
  findDigestAgencies,
  findFigures,
  findMonthEndGivers,
  findNeighbours,
  findReach,
  findWeekOfGifts,
  type Neighbours,
  noGifts,
} from './week-store.ts';

export interface Ask {
  week: Day;
  late: boolean;
  /** An agency alone, for a preview; absent: all of them. */
  only?: number;
  /** How far the books were rolled up, just now. */
  rolled: RollUpOutcome;
  /** The first week of which anything is known. */
  began: Day | undefined;
  calendar: WorkCalendar;
  /** What each agency has decided, oldest first. */
  policies: ReadonlyMap<number, PolicyChange[]>;
}

/**
 * Works out a week's digests of all agencies at once, reading each kind of fact once for all of them.
 * @param tx one snapshot: then all of them are of one position, and add up to the whole
 */
export async function computeDigests(tx: Database, ask: Ask, now: Date): Promise<Digest[]> {
  const { week, late, only, rolled, began, calendar, policies } = ask;
  const today = seoulDay(now);
  const reach = await findReach(tx);
  const position = reach?.position ?? 0;
  // Nothing was booked since the rollups moved last: they hold for now all the same.
  const asOf = reach && position !== rolled.position ? reach.asOf : rolled.asOf;
  const head = reach?.head ?? rolled.head;

  const agencies = await findDigestAgencies(tx, week, only);
  const terms = agencies.map(({ id }) =>
    termsOf(id, policyOf(monthOf(today), policies.get(id) ?? []), calendar, today),
  );
  const frame = { week, today, agencies: terms };
  // One connection does one after the other whatever we ask; memory then holds one result at a time.
  const facts: Facts = {
    figures: await findFigures(tx, week, only),
    neighbours: await findNeighbours(tx, week, only),
    gifts: await findWeekOfGifts(tx, week, position, only),
    monthEnd: await findMonthEnd(tx, week, position, only),
    changed: await findChangedTasks(tx, frame),
    completed: await findCompletedTasks(tx, frame),
    late: await findLateTasks(tx, frame),
    ...(await findOpenItems(tx, frame)),
    ending: await findEndingTerms(tx, frame),
  };
  return agencies.map((agency) => ({
    agencyId: agency.id,
    week,
    position,
    head,
    asOf,
    late,
    content: compose(agency, facts, { week, today, began }),
  }));
}

function termsOf(id: number, policy: Policy, calendar: WorkCalendar, today: Day): AgencyTerms {
  return {
    id,
    staleSince: calendar.plusWorkingDays(today, -policy.staleAfterDays),
    endingUntil: addDays(today, Math.max(0, ...policy.exchangeAlertCalendarDays)),
  };
}

async function findMonthEnd(tx: Database, week: Day, position: number, only: number | undefined) {
  const days = monthEndIn(week);
  return days ? findMonthEndGivers(tx, days, position, only) : new Map();
}

type ListOf<T> = T extends Cut<infer Item> ? Lists<Item> : never;

interface Facts extends OpenLists {
  figures: Map<number, Map<Day, WeekFigures>>;
  neighbours: Map<number, Neighbours>;
  gifts: Map<number, AgencyGifts>;
  monthEnd: Map<number, Array<{ name: string; total: number; lastDays: number }>>;
  changed: ListOf<DigestContent['tasks']['changed']>;
  completed: ListOf<DigestContent['tasks']['completed']>;
  late: ListOf<DigestContent['tasks']['late']>;
  ending: ListOf<DigestContent['ending']>;
}

/** One agency's digest out of what was found for all. */
function compose(
  { id, name, shortName }: DigestAgency,
  facts: Facts,
  { week, today, began }: { week: Day; today: Day; began: Day | undefined },
): DigestContent {
  const figures = facts.figures.get(id);
  const gifts = facts.gifts.get(id) ?? noGifts();
  const weeks = Array.from({ length: WEEKS_AVERAGED + 1 }, (_, back): WeekFigures => {
    const monday = addDays(week, -7 * (WEEKS_AVERAGED - back));
    const { received = 0, sent = 0 } = figures?.get(monday) ?? {};
    return { week: monday, received, sent };
  });
  const none = { total: 0, items: [] };
  return {
    agency: name,
    shortName,
    day: today,
    weeks,
    knownWeeks: weeks.filter((one) => one.week < week && began !== undefined && one.week >= began).length,
    within: facts.neighbours.get(id)?.within ?? 0,
    people: gifts.people,
    departments: gifts.departments,
    helpedUs: facts.neighbours.get(id)?.helpedUs ?? none,
    weHelped: facts.neighbours.get(id)?.weHelped ?? none,
    thanks: gifts.thanks,
    tasks: {
      changed: facts.changed.get(id) ?? none,
      completed: facts.completed.get(id) ?? none,
      late: facts.late.get(id) ?? none,
      stale: facts.stale.get(id) ?? none,
    },
    evaluations: { due: facts.due.get(id) ?? none, overdue: facts.overdue.get(id) ?? none },
    waiting: {
      disputes: facts.disputes.get(id) ?? none,
      consents: facts.consents.get(id) ?? none,
    },
    ending: facts.ending.get(id) ?? none,
    patterns: findPatterns({
      pairs: gifts.pairs,
      givers: facts.monthEnd.get(id) ?? [],
      receivers: gifts.people.received,
      received: weeks.at(-1)?.received ?? 0,
    }),
  };
}
