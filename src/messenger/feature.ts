import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Identity } from './identity.ts';

/** What a feature's listeners work with; compose.ts puts it together. */
export interface FeatureDeps {
  database: Database;
  identity: Identity;
  metrics: Pick<Metrics, 'countRefusal'>;
  now: () => Date;
  log: Logger;
  /** Tells the workers that something waits in the outbox; never fails, never waited for. */
  wake: (teamId: string) => void;
}
