import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { Identity } from '../messenger/identity.ts';
import type { Metrics } from '../metrics.ts';
import type { StandingMemory } from './standing-memory.ts';

/** What the points' listeners work with; compose.ts puts it together. */
export interface PointsDeps {
  database: Database;
  identity: Identity;
  memory: StandingMemory;
  metrics: Pick<Metrics, 'countGift' | 'countRefusal'>;
  now: () => Date;
  log: Logger;
  /** Tells the workers that something waits in the outbox; never fails, never waited for. */
  wake: (teamId: string) => void;
  /** Emoji names, without colons, that offer the dialog. */
  reactions: readonly string[];
}
