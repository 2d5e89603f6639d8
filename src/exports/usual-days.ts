import { mondayOf } from '../calendar/iso-week.ts';
import { addDays, type Day, periodOf } from '../calendar/seoul.ts';

/**
 * The days that are meant when none are named. They say what the days of a kind are, too: of `last_week` and `last_year` there
 * are records of whole weeks and years that are over, and of `whole_year` those of days to come, such as due days.
 */
export type UsualDays = 'this_month' | 'this_year' | 'whole_year' | 'last_year' | 'last_week';

/** The usual days as they are today. */
export function usualDays(usual: UsualDays, today: Day): { from: Day; to: Day } {
  const year = Number(today.slice(0, 4));
  switch (usual) {
    case 'this_month':
      return { from: periodOf(today, 'month').from, to: today };
    case 'this_year':
      return { from: `${year}-01-01`, to: today };
    case 'whole_year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case 'last_year':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
    case 'last_week': {
      const from = addDays(mondayOf(today), -7);
      return { from, to: addDays(from, 6) };
    }
  }
}

/** The last day at which an export may begin and find anything; undefined: any. */
export function latestStart(usual: UsualDays, today: Day): Day | undefined {
  switch (usual) {
    case 'whole_year':
      return undefined;
    case 'last_year':
      return usualDays(usual, today).to;
    case 'last_week':
      // A week counts by the day on which it begins.
      return usualDays(usual, today).from;
    default:
      return today;
  }
}

/** Names by the usual days of what they are of, each in the order in which they come. */
export function byUsualDays(
  entries: Iterable<readonly [name: string, usual: UsualDays]>,
): Map<UsualDays, string[]> {
  const groups = new Map<UsualDays, string[]>();
  for (const [name, usual] of entries) groups.set(usual, [...(groups.get(usual) ?? []), name]);
  return groups;
}
