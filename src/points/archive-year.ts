import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { appendYearArchive, deleteArchivedStandings, findYearToArchive } from './close-store.ts';

/** Standings that go in one transaction. */
const PORTION = 10_000;

/**
 * Archives each year whose last day is closed: what every person and department received, sent and was granted, with ranks,
 * names and places as they were (운영규정 제8조④). On 1 January everything starts anew; an archive never moves.
 * The standings of archived years go after it, a portion at a time; what a broken run has left goes with the next.
 *
 * Any number of processes may do so at once; each year is archived once.
 * @returns the years that this call archived
 */
export async function archiveYears(
  database: Database,
  options: { log: Pick<Logger, 'info'>; portion?: number },
): Promise<{ archived: number[] }> {
  const { log, portion = PORTION } = options;
  const archived: number[] = [];
  for (;;) {
    const year = await findYearToArchive(database);
    if (year === undefined) break;
    const counts = await appendYearArchive(database, year);
    if (!counts) continue;
    archived.push(year);
    log.info({ year, ...counts }, 'year archived');
  }
  while ((await deleteArchivedStandings(database, portion)) === portion);
  return { archived };
}
