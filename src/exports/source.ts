import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Role } from '../directory/official.ts';
import type { Locale } from '../messenger/locale.ts';
import type { UsualDays } from './usual-days.ts';

/** Both days included, in Asia/Seoul. */
export interface DayRange {
  from: Day;
  to: Day;
}

/** Numbers stay numbers in every format; text is never a formula. */
export type Cell = string | number | null;

export interface ExportRow {
  /**
   * The agencies whose data the row holds. Whoever exports for one agency gets no row that does not name it: the writer checks
   * each, whatever the query did.
   */
  agencyIds: readonly number[];
  cells: Cell[];
}

/** Who exports by role; what else there is (`member`, `admin`) exports nothing. */
export type ExportingRole = Exclude<Role, 'member' | 'admin'>;

/** One kind of records that can be exported. Each feature declares its own; the list of all is in `export-sources.ts`. */
export interface ExportSource {
  /** The word of the command line and the access log, such as `gifts`. */
  kind: string;
  /** What people call it. */
  name: Readonly<Record<Locale, string>>;
  /** Others build on these columns: they only grow, at the end. */
  columns: readonly string[];
  /** Who may have it in chat. `operator` and `cco` get their own agency's rows only, `auditor` all. */
  roles: readonly ExportingRole[];
  /** What is exported when no days are named: as in `export-kinds.ts`, where the command line finds it without loading this. */
  usual: UsualDays;
  /**
   * The rows in a stable order, read through a cursor in `picture`.
   * @param agencyId only what concerns this agency; absent: all
   * @param today the day of the export: what is to come by then, rules among it, holds for none of the rows
   */
  rows(
    picture: Database,
    range: DayRange,
    agencyId: number | undefined,
    today: Day,
  ): AsyncIterable<ExportRow>;
}
