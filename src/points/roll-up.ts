import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { appendRollup, findSealAt } from './roll-up-store.ts';
import { sealLedger } from './seal-ledger.ts';

/** Where the rollups stand. Whoever shows figures made of them shows this too. */
export interface RollUpOutcome {
  /** The position of the seals' chain up to which all is in the rollups, and only that. */
  position: number;
  /** The chain's hash at that position, in hex. */
  head: string;
  asOf: Date;
}

/** Positions rolled up in one transaction: few enough to be done in a second, whatever was left lying. */
const BATCH = 20_000;

/**
 * Seals what is committed and takes it into the rollups (`standing`, `agency_week`), so that they show every gift that was
 * committed when the call began.
 *
 * Any number of processes may call it; each transfer is counted once. Others may go on meanwhile: to read several rollups of
 * one position, read them and `rollup_position` in one snapshot.
 * @param options.wait false: for who answers a person. While another process rolls up or closes, the last state is good enough,
 *   and so it is when much was left lying; `asOf` says how old it is
 */
export async function rollUp(
  database: Database,
  options: { now: Date; log: Pick<Logger, 'info'>; wait?: boolean; batch?: number },
): Promise<RollUpOutcome> {
  const { now, log, wait = true, batch = BATCH } = options;
  const sealed = await sealLedger(database, { now, log, newestOnly: !wait });
  const asOf = sealed.leftAfter ?? now;
  for (let patient = wait; ; ) {
    const rolled = await appendRollup(database, {
      until: sealed.position,
      limit: batch,
      now: asOf,
      wait: patient,
    });
    const isCurrent = rolled.position >= sealed.position;
    // Before the very first run there is no last state to be content with.
    patient = wait || rolled.asOf === undefined;
    if (!isCurrent && patient) continue;
    const { position } = rolled;
    return {
      position,
      head: position === sealed.position ? sealed.head : await findSealAt(database, position),
      asOf: isCurrent ? asOf : (rolled.asOf ?? asOf),
    };
  }
}
