import type { UsualDays } from './exports/usual-days.ts';

/** What can be exported, by the word of the command line, and the days that are meant when none are named. */
export const USUAL_DAYS = {
  gifts: 'this_month',
  balances: 'this_month',
  received: 'this_month',
  department_days: 'this_month',
  archive: 'last_year',
  tasks: 'whole_year',
  evaluations: 'whole_year',
  candidates: 'this_year',
  performance: 'this_year',
  digest: 'last_week',
  access_log: 'this_month',
} as const satisfies Record<string, UsualDays>;

export type ExportKind = keyof typeof USUAL_DAYS;

/** In the order in which people choose. What each holds is in export-sources.ts. */
export const EXPORT_KINDS = Object.keys(USUAL_DAYS) as readonly ExportKind[];
