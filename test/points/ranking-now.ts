import type { Period } from '../../src/calendar/seoul.ts';
import type { Database } from '../../src/database/database.ts';
import type { RankingLine, RankingView } from '../../src/points/gift.ts';
import { findRanking } from '../../src/points/ranking-store.ts';
import { rollUp } from '../../src/points/roll-up.ts';

/** A ranking with all in it that is booked: rankings are read from rollups, which a look brings up to date first. */
export async function rankingNow(
  database: Database,
  view: RankingView,
  period: Period,
  agencyId: number | undefined,
  limit: number,
): Promise<RankingLine[]> {
  await rollUp(unmarked(database), { now: new Date(), log: { info: () => {} } });
  return findRanking(database, view, period, agencyId, limit);
}

/**
 * The same database for a sealer that has seen nothing of it: what a handle's sealer knows to be settled is not true any more
 * once a test has emptied the ledger and begun anew.
 */
export function unmarked(database: Database): Database {
  return database.withoutPlugins();
}
