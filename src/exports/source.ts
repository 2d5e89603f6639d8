import type { Day } from '../calendar/seoul.ts';
import type { Cell } from '../csv-export.ts';
import type { Database } from '../database/database.ts';
import type { Role } from '../directory/official.ts';

/** Both days included, in Asia/Seoul. */
export interface DayRange {
  from: Day;
  to: Day;
}

export interface ExportRow {
  /**
   * The agencies whose data the row holds. Whoever exports for one agency gets no row that does not name it: the writer checks
   * each, whatever the query did.
   */
  agencyIds: readonly number[];
  cells: Cell[];
}

/** One kind of records that can be exported. Each feature declares its own; the list of all is in `export-sources.ts`. */
export interface ExportSource {
  /** The word of the command line and the access log, such as `gifts`. */
  kind: string;
  /** Others build on these columns: they only grow, at the end. */
  columns: readonly string[];
  /** Who may have it in chat. `operator` and `cco` get their own agency's rows only, `auditor` all. */
  roles: ReadonlyArray<Exclude<Role, 'member' | 'admin'>>;
  /** What is exported when no days are named. */
  defaultRange(today: Day): DayRange;
  /**
   * The rows in a stable order, read through a cursor in `picture`.
   * @param agencyId only what concerns this agency; absent: all
   */
  rows(picture: Database, range: DayRange, agencyId: number | undefined): AsyncIterable<ExportRow>;
}
